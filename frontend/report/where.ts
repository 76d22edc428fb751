// form[data-where]: where it is, by the phone, by a photo, or by a pin on the map that a finger, a mouse or the arrow keys move.
import { positionIn, type Position } from "./exif.ts";
import { takeUp } from "./photos.ts";

const METRE = 1 / 111_320; // degrees of latitude
const STEP = 5; // metres per key, ten times more with Shift
const STREET = 17; // zoom at which houses are told apart

type By = "gps" | "map" | "photo";

export function where(form: HTMLFormElement): void {
  const input = (name: string): HTMLInputElement | null => form.querySelector<HTMLInputElement>(`[name=${name}]`);
  const [lon, lat, by] = [input("lon"), input("lat"), input("by")];
  const said = form.querySelector<HTMLElement>("[data-where-said]");
  if (!lon || !lat || !by || !said) return;
  let onMap: ((at: Position) => void) | null = null;
  const words = (name: string): string => form.dataset[name] ?? "";
  const take = (at: Position, how: By, told: string): void => {
    lon.value = at.lon.toFixed(6);
    lat.value = at.lat.toFixed(6);
    by.value = how;
    said.textContent = told;
    onMap?.(at);
  };
  const here = (): Position | null => (lon.value && lat.value ? { lon: Number(lon.value), lat: Number(lat.value) } : null);
  for (const typed of [lon, lat]) typed.addEventListener("change", () => {
    by.value = "map";
    const at = here();
    if (at) onMap?.(at);
  });

  const gps = form.querySelector<HTMLElement>("[data-where-gps]");
  if (gps && navigator.geolocation && window.isSecureContext) {
    gps.hidden = false;
    gps.addEventListener("click", () => {
      gps.setAttribute("aria-busy", "true");
      said.textContent = words("looking");
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          gps.removeAttribute("aria-busy");
          take({ lon: coords.longitude, lat: coords.latitude }, "gps", words("found").replace("{0}", String(Math.round(coords.accuracy))));
        },
        () => {
          gps.removeAttribute("aria-busy");
          said.textContent = words("refused");
        },
        { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 },
      );
    });
  }

  const photo = form.querySelector<HTMLInputElement>("[data-where-photo] input");
  if (photo) {
    photo.closest<HTMLElement>("[data-where-photo]")!.hidden = false; // found from inside it
    photo.addEventListener("change", async () => {
      const file = photo.files?.[0];
      if (!file) return;
      const at = await positionIn(file);
      try {
        await takeUp(file);
      } catch (failure) {
        if (!(failure instanceof DOMException)) throw failure;
        said.textContent = words("unreadable");
        return;
      }
      if (at) take(at, "photo", words("fromPhoto"));
      else said.textContent = words("noPosition");
    });
  }

  const box = form.querySelector<HTMLElement>("[data-pin-map]");
  const able = form.querySelector<HTMLInputElement>("[data-where-pin]"); // tells the server that a pin can be moved here
  if (able) able.value = "1";
  for (const only of document.querySelectorAll<HTMLElement>("[data-where-with-map]")) only.hidden = false;
  const open = form.querySelector<HTMLElement>("[data-where-map]");
  if (box && open) {
    open.hidden = false;
    open.addEventListener("click", async () => {
      open.hidden = true;
      onMap = await pinned(box, here(), (at) => take(at, "map", ""));
    });
    if (box.dataset["start"] || matchMedia("(min-width: 60rem)").matches) open.click();
  }
}

async function pinned(box: HTMLElement, at: Position | null, moved: (at: Position) => void): Promise<(at: Position) => void> {
  const [{ made }, { Marker }] = await Promise.all([import("../map/made.ts"), import("maplibre-gl")]);
  const map = await made(box);
  const pin = document.createElement("button");
  pin.type = "button";
  pin.className = "pin";
  pin.setAttribute("aria-label", box.dataset["pin"] ?? "");
  const marker = new Marker({ element: pin, draggable: true, anchor: "bottom" });
  const put = ({ lon, lat }: Position): void => void marker.setLngLat([lon, lat]).addTo(map);
  const told = (): void => moved({ lon: marker.getLngLat().lng, lat: marker.getLngLat().lat });
  marker.on("dragend", told);
  map.on("click", ({ lngLat }) => {
    put({ lon: lngLat.lng, lat: lngLat.lat });
    told();
  });
  pin.addEventListener("keydown", (event) => {
    const [right, up] = ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] } as Record<string, [number, number]>)[event.key] ?? [0, 0];
    if (!right && !up) return;
    event.preventDefault();
    event.stopPropagation(); // the map itself also listens to arrows
    const { lng, lat } = marker.getLngLat();
    const step = STEP * METRE * (event.shiftKey ? 10 : 1);
    put({ lon: lng + (right * step) / Math.cos((lat * Math.PI) / 180), lat: lat + up * step });
    map.easeTo({ center: marker.getLngLat(), animate: false });
    told();
  });
  const show = (place: Position): void => {
    put(place);
    map.jumpTo({ center: [place.lon, place.lat], zoom: Math.max(map.getZoom(), STREET) });
  };
  if (at) show(at);
  else {
    const [lon, lat] = (box.dataset["start"] || `${map.getCenter().lng},${map.getCenter().lat}`).split(",").map(Number);
    put({ lon: lon ?? 0, lat: lat ?? 0 }); // to be moved from here with the keyboard; not told before it is
  }
  box.dataset["ready"] = "";
  return show;
}
