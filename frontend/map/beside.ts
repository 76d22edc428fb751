// The list beside the map: its things are on the map too, and pointing at one shows it there.
import { LngLatBounds, type Map } from "maplibre-gl";
import { put, tell } from "./layers.ts";

export function beside(map: Map, box: HTMLElement, open: string): void {
  const list = box.closest(".map-block")?.querySelector(".map-block__list");
  const items = [...(list?.querySelectorAll<HTMLElement>("[data-lon][data-lat]") ?? [])];
  if (!items.length) return;
  if (!box.dataset["clusters"]) put(map, "beside", { type: "FeatureCollection", features: items.map(feature) }); // else they are among those
  if (map.getLayer("beside-points")) map.on("click", "beside-points", (event) => {
    const at = Number(event.features?.[0]?.properties["at"]);
    items.forEach((item, other) => item.classList.toggle("is-shown", other === at));
    items[at]?.scrollIntoView({ block: "nearest" });
  });
  for (const item of items) {
    const { geometry, properties } = feature(item, 0);
    const [lng = 0, lat = 0] = (geometry as GeoJSON.Point).coordinates;
    const show = (): void => {
      for (const popup of box.querySelectorAll(".maplibregl-popup")) popup.remove();
      tell(map, { lng, lat }, properties ?? {}, open, false);
    };
    item.addEventListener("pointerenter", show);
    item.addEventListener("focusin", show);
  }
  if (box.dataset["box"] || box.dataset["layers"]) return;
  const all = new LngLatBounds();
  for (const item of items) all.extend([Number(item.dataset["lon"]), Number(item.dataset["lat"])]);
  map.fitBounds(all, { padding: 40, maxZoom: 15, animate: false });
}

function feature(item: HTMLElement, at: number): GeoJSON.Feature {
  const link = item.querySelector("a");
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: [Number(item.dataset["lon"]), Number(item.dataset["lat"])] },
    properties: { at, title: (link ?? item).textContent?.trim(), address: link?.href },
  };
}
