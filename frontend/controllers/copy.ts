// [data-copy]: a button that copies the code beside it, and says so. Hidden where the browser cannot.

export function copy(button: HTMLElement): void {
  if (!navigator.clipboard) return;
  const label = button.querySelector("span") ?? button;
  const before = label.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const code = button.closest(".code")?.querySelector("code");
    await navigator.clipboard.writeText(code?.textContent ?? "");
    label.textContent = button.dataset["done"] ?? before;
    setTimeout(() => (label.textContent = before), 2000);
  });
}
