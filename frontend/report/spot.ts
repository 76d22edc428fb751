// [data-spot]: a small map with one point on it, loaded when it is asked for, or at once where there is room for it.

export function spot(button: HTMLElement): void {
  const box = button.parentElement?.querySelector<HTMLElement>("[data-spot-map]");
  if (!box) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.hidden = true;
    const [{ made }, { Marker }] = await Promise.all([import("../map/made.ts"), import("maplibre-gl")]);
    const map = await made(box);
    const pin = Object.assign(document.createElement("span"), { className: "pin" });
    pin.setAttribute("aria-hidden", "true"); // the address and the coordinates stand above
    new Marker({ element: pin, anchor: "bottom" }).setLngLat([Number(box.dataset["lon"]), Number(box.dataset["lat"])]).addTo(map);
    box.dataset["ready"] = "";
  });
  if (matchMedia("(min-width: 60rem)").matches && !matchMedia("(prefers-reduced-data: reduce)").matches) button.click();
}
