// form[data-state-form]: shows what belongs to the chosen state only, and puts a text to start from in the words.
const FOR: Record<string, string> = { planned_on: "planned", because: "refused", sent_to: "not_ours", photos: "done" };

export function stateForm(form: HTMLFormElement): void {
  const chosen = (): string => form.querySelector<HTMLInputElement>("[name=to]:checked")?.value ?? "";
  const show = (): void => {
    for (const [field, state] of Object.entries(FOR)) {
      const box = form.querySelector<HTMLElement>(`[data-field="${field}"]`);
      if (box) box.hidden = chosen() !== state && !box.querySelector("[aria-invalid=true]");
    }
  };
  form.addEventListener("change", show);
  show();
  const template = form.querySelector<HTMLSelectElement>("[name=template]");
  const words = form.querySelector<HTMLTextAreaElement>("[name=words]");
  const texts = JSON.parse(document.getElementById("reply-texts")?.textContent ?? "{}") as Record<string, string>; // our own json_script
  if (!template || !words) return;
  let put = "";
  template.addEventListener("change", () => {
    if (words.value && words.value !== put) return; // hers are never overwritten
    put = texts[template.value] ?? "";
    words.value = put;
  });
}
