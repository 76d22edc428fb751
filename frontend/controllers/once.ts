// A form is sent once: a second click while it is on its way does nothing.
const PATIENCE = 5000; // milliseconds, then it may be sent again

export function once(form: HTMLFormElement): void {
  let sentAt = -PATIENCE;
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (event.timeStamp - sentAt < PATIENCE) event.preventDefault();
    else sentAt = event.timeStamp;
  });
}
