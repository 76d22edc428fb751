// form[data-autosubmit]: sent as soon as a choice changes; its own button is for those without JavaScript.

export function autosubmit(form: HTMLFormElement): void {
  for (const button of form.querySelectorAll<HTMLElement>("[data-without-script]")) button.hidden = true;
  form.addEventListener("change", () => form.requestSubmit());
}
