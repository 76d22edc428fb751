// dialog[data-keys]: single keys on the desk, their help, and the switch that turns them off (WCAG 2.1.4).
// The focus itself moves from report to report, so that screen readers say each; nothing happens while one types.
const OFF = "perron-desk-keys-off";

export function keys(dialog: HTMLDialogElement): void {
  const box = dialog.querySelector<HTMLInputElement>("[data-keys-on]");
  if (box) {
    box.checked = localStorage.getItem(OFF) === null;
    box.addEventListener("change", () => (box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
  }
  for (const button of document.querySelectorAll<HTMLElement>("[data-desk-help]")) {
    button.hidden = false;
    button.addEventListener("click", () => dialog.showModal());
  }
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || dialog.open || isTyping(event.target)) return;
    if (localStorage.getItem(OFF) !== null) return;
    const done = event.key === "?" ? show(dialog) : dialog.dataset["keys"] === "list" ? onList(event.key) : onReport(event.key);
    if (done) event.preventDefault();
  });
}

function show(dialog: HTMLDialogElement): boolean {
  dialog.showModal();
  return true;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "submit"].includes(target.type);
  return target.isContentEditable || !!target.closest("textarea, select, .map, [role=listbox]");
}

function onList(key: string): boolean {
  if (key === "/") return focus(document.querySelector<HTMLElement>("[data-search]"));
  const links = [...document.querySelectorAll<HTMLElement>("[data-case]")];
  const here = document.activeElement?.closest(".case");
  const at = links.findIndex((link) => link.closest(".case") === here);
  if (key === "j") return focus(links[at + 1] ?? document.querySelector<HTMLElement>(".pages [rel=next]"));
  if (key === "k") return focus(at > 0 ? links[at - 1] : (document.querySelector<HTMLElement>(".pages [rel=prev]") ?? links[0]));
  const choice = here?.querySelector<HTMLInputElement>(".case__choose input");
  if (key === "x" && choice) {
    choice.click();
    return true;
  }
  const act = { a: "assign", s: "state" }[key];
  return !!act && press(document.querySelector<HTMLElement>(`.bulk.is-chosen [value=${act}]`));
}

function onReport(key: string): boolean {
  if (!/^[a-z]$/.test(key)) return false;
  const found = document.querySelector<HTMLElement>(`[data-key="${key}"]`);
  if (!(found instanceof HTMLDetailsElement)) return press(found);
  found.open = true;
  const field = found.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea, a");
  found.scrollIntoView({ block: "nearest" });
  return focus(field ?? found.querySelector<HTMLElement>("summary"));
}

function press(found: HTMLElement | null): boolean {
  found?.click();
  return found !== null;
}

function focus(found: HTMLElement | null | undefined): boolean {
  found?.focus();
  found?.scrollIntoView({ block: "nearest" });
  return !!found;
}
