// form[data-suggestions="address"]: completes its search input, as a combobox with a list (ARIA Authoring Practices, "list autocomplete").
// The address answers `?q=` in the page's language (Accept-Language) with {"suggestions": [{"title", "address"?, "line"?}]}; one with an address is opened, another is searched.

interface Suggestion {
  title: string;
  address?: string;
  line?: string;
}
const PAUSE = 150; // milliseconds after the last key

let lists = 0;

export function suggestions(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>("input[type=search]");
  const address = form.dataset["suggestions"];
  if (input && address) new Combobox(form, input, address);
}

class Combobox {
  readonly #list = document.createElement("ul");
  #found: Suggestion[] = [];
  #chosen = -1;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | undefined;

  constructor(
    readonly form: HTMLFormElement,
    readonly input: HTMLInputElement,
    readonly address: string,
  ) {
    this.#list.id = `suggestions-${++lists}`;
    this.#list.className = "suggestions";
    this.#list.hidden = true;
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", input.labels?.[0]?.textContent ?? "");
    input.after(this.#list);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", this.#list.id]] as const) input.setAttribute(name, value);
    input.addEventListener("input", () => this.#later());
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("blur", () => this.#close());
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault()); // keep the focus in the input
    this.#list.addEventListener("click", (event) => this.#click(event));
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), PAUSE);
  }

  async #ask(): Promise<void> {
    this.#asking?.abort();
    const words = this.input.value.trim();
    if (words.length < 2) return this.#close();
    this.#asking = new AbortController();
    const question = new URL(this.address, location.href);
    question.searchParams.set("q", words);
    try {
      const answer = await fetch(question, { signal: this.#asking.signal, headers: { Accept: "application/json", "Accept-Language": document.documentElement.lang } });
      if (answer.ok) this.#show(((await answer.json()) as { suggestions: Suggestion[] }).suggestions);
    } catch (failure) {
      // A newer question replaced this one, or the network is gone: the search itself still works.
      if (!(failure instanceof DOMException) && !(failure instanceof TypeError)) throw failure;
    }
  }

  #show(found: Suggestion[]): void {
    this.#found = found;
    this.#chosen = -1;
    this.#list.replaceChildren(...found.map((suggestion, at) => this.#option(suggestion, at)));
    this.#list.hidden = found.length === 0 || document.activeElement !== this.input;
    this.input.setAttribute("aria-expanded", String(!this.#list.hidden));
    this.input.removeAttribute("aria-activedescendant");
  }

  #option(suggestion: Suggestion, at: number): HTMLLIElement {
    const option = document.createElement("li");
    option.id = `${this.#list.id}-${at}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.textContent = suggestion.title;
    if (suggestion.line) {
      const line = document.createElement("small");
      line.textContent = ` ${suggestion.line}`;
      option.append(line);
    }
    return option;
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Escape" && !this.#list.hidden) this.#close();
    else if (event.key === "ArrowDown") this.#move(1);
    else if (event.key === "ArrowUp") this.#move(-1);
    else if (event.key === "Enter" && this.#chosen >= 0) this.#take(this.#chosen);
    else return;
    event.preventDefault();
  }

  #move(by: number): void {
    if (this.#list.hidden || !this.#found.length) return this.#later();
    const steps = this.#found.length + 1; // one step is "back in the input"
    this.#chosen = ((this.#chosen + 1 + by + steps) % steps) - 1;
    [...this.#list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === this.#chosen)));
    const option = this.#list.children[this.#chosen];
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  #click(event: Event): void {
    const option = (event.target as Element).closest("[role=option]");
    if (option) this.#take([...this.#list.children].indexOf(option));
  }

  #take(at: number): void {
    const suggestion = this.#found[at];
    if (!suggestion) return;
    this.#close();
    if (suggestion.address) return location.assign(suggestion.address);
    this.input.value = suggestion.title;
    this.form.requestSubmit();
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#list.hidden = true;
    this.#chosen = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
