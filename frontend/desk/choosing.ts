// form[data-cases]: boxes before reports; what can be done with the chosen ones shows when there are some. Shift chooses a row of them.
export function choosing(form: HTMLFormElement): void {
  const bar = form.querySelector<HTMLElement>("[data-bulk]");
  const all = form.querySelector<HTMLInputElement>("[data-choose-all]");
  const said = form.querySelector<HTMLElement>("[data-chosen]");
  if (!bar || !all || !said) return;
  const boxes = [...form.querySelectorAll<HTMLInputElement>(".case__choose input")];
  let last = -1;
  const tell = (): void => {
    const chosen = boxes.filter((box) => box.checked).length;
    bar.classList.toggle("is-chosen", chosen > 0);
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    said.textContent = chosen ? (said.dataset["chosen"] ?? "").replace("{0}", String(chosen)) : "";
  };
  bar.classList.add("is-ready");
  all.closest<HTMLElement>(".bulk__all")?.removeAttribute("hidden");
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    tell();
  });
  boxes.forEach((box, at) =>
    box.addEventListener("click", (event) => {
      if (event.shiftKey && last >= 0) for (const between of boxes.slice(Math.min(at, last), Math.max(at, last))) between.checked = box.checked;
      last = at;
      tell();
    }),
  );
  tell(); // the browser may remember what was chosen
}
