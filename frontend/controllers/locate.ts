// [data-locate]: asks the browser where the reader is and opens the form's address with `lon` and `lat`.

export function locate(button: HTMLElement): void {
  const form = button.closest("form");
  if (!form || !navigator.geolocation || !window.isSecureContext) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    button.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const address = new URL(form.action);
        address.searchParams.set("lon", coords.longitude.toFixed(5));
        address.searchParams.set("lat", coords.latitude.toFixed(5));
        location.assign(address);
      },
      () => {
        button.removeAttribute("aria-busy");
        const said = document.createElement("p");
        said.setAttribute("role", "status");
        said.textContent = button.dataset["refused"] ?? "";
        form.after(said);
      },
      { timeout: 10_000, maximumAge: 600_000 },
    );
  });
}
