// form[data-draft="name"]: what is typed stays in this browser until the server has it, so that nothing typed is lost.
// A draft that was sent is forgotten on the next page that comes without the same form; coming back to the form means it never arrived.
const PREFIX = "perron-draft:";
const NEVER = new Set(["password", "file", "hidden", "submit", "button"]);

interface Draft {
  sent: boolean;
  values: Record<string, string[]>;
}

export function draft(form: HTMLFormElement): void {
  const key = PREFIX + form.dataset["draft"];
  const kept = read(key);
  const isFresh = !form.querySelector("[aria-invalid=true], .field-error");
  if (kept && isFresh && restore(form, kept.values)) offerToForget(form, key);
  form.addEventListener("input", () => write(key, { sent: false, values: valuesOf(form) }));
  form.addEventListener("submit", () => write(key, { sent: true, values: valuesOf(form) }));
}

export function forgetSentDrafts(): void {
  const here = new Set([...document.querySelectorAll<HTMLFormElement>("form[data-draft]")].map((form) => PREFIX + form.dataset["draft"]));
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX) && !here.has(key) && read(key)?.sent) localStorage.removeItem(key);
  }
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function fields(form: HTMLFormElement): Field[] {
  return [...form.elements].filter((field): field is Field => "value" in field && "name" in field && !!field.name && !NEVER.has((field as Field).type));
}

function isMark(field: Field): field is HTMLInputElement {
  return field.type === "checkbox" || field.type === "radio";
}

function valuesOf(form: HTMLFormElement): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  for (const field of fields(form)) {
    const of = (values[field.name] ??= []);
    if (!isMark(field) || field.checked) of.push(field.value);
  }
  return values;
}

function restore(form: HTMLFormElement, values: Record<string, string[]>): boolean {
  const before = JSON.stringify(valuesOf(form));
  for (const field of fields(form)) {
    const kept = values[field.name];
    if (!kept) continue;
    if (isMark(field)) field.checked = kept.includes(field.value);
    else field.value = kept[0] ?? "";
  }
  return JSON.stringify(valuesOf(form)) !== before;
}

function offerToForget(form: HTMLFormElement, key: string): void {
  const note = document.createElement("p");
  const button = document.createElement("button");
  note.className = "quiet cluster";
  note.setAttribute("role", "status");
  button.type = "button";
  button.className = "button--small button--quiet";
  button.textContent = form.dataset["draftForget"] ?? "×";
  button.addEventListener("click", () => {
    localStorage.removeItem(key);
    form.reset();
    note.remove();
  });
  note.append(form.dataset["draftKept"] ?? "", button);
  form.prepend(note);
}

function read(key: string): Draft | null {
  const written = localStorage.getItem(key);
  return written ? (JSON.parse(written) as Draft) : null; // only this module writes under this prefix
}

function write(key: string, kept: Draft): void {
  localStorage.setItem(key, JSON.stringify(kept));
}
