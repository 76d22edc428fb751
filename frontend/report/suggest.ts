// form[data-suggest]: what fits best to the words, while they are typed. They are sent in the body, never in an address.

const PAUSE = 250; // milliseconds after the last key

export function suggest(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>("[name=words]");
  if (!input) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking: AbortController | undefined;
  const ask = async (): Promise<void> => {
    asking?.abort();
    asking = new AbortController();
    sessionStorage.setItem("perron-report-words", input.value);
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), signal: asking.signal });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#suggestions");
      if (fresh) document.querySelector("#suggestions")?.replaceWith(fresh);
    } catch (failure) {
      // A newer question replaced this one, or the network is gone: the list of all categories is below.
      if (!(failure instanceof DOMException) && !(failure instanceof TypeError)) throw failure;
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void ask();
  });
}

/** The words that were typed to find the category begin the description. */
export function carryWords(field: HTMLTextAreaElement): void {
  const words = sessionStorage.getItem("perron-report-words");
  if (words && !field.value) field.value = words;
  field.addEventListener("input", () => sessionStorage.removeItem("perron-report-words"));
}
