// Rows of a table on the map: of the part that is shown, no more than it can draw, fetched again when the reader moves.
import { type GeoJSONSource, type Map, type MapLayerMouseEvent } from "maplibre-gl";
import { number } from "../words.ts";
import { fetched } from "./fetched.ts";
import { boxOf, openOnClick, paint, tell } from "./layers.ts";

const ID = "rows";

export async function rows(map: Map, box: HTMLElement): Promise<void> {
  const most = Number(box.dataset["most"]);
  const titles = JSON.parse(document.getElementById("map-told")?.textContent ?? "{}") as Record<string, string>; // our own json_script
  const note = Object.assign(document.createElement("p"), { className: "map__note quiet" });
  note.setAttribute("role", "status");
  box.after(note);
  const whole = await fetched(box.dataset["rows"] ?? "");
  let isWhole = whole.features.length <= most;
  paint(map, ID, shown(whole, most), true);
  if (whole.features.length) map.fitBounds(boxOf(whole), { padding: 40, maxZoom: 15, animate: false });
  say(note, box, isWhole ? 0 : most);
  for (const part of ["shapes", "lines", "points"]) told(map, `${ID}-${part}`, titles);
  openOnClick(map, ID);
  if (isWhole) return;
  let asked = 0;
  const again = async (): Promise<void> => {
    const mine = ++asked;
    const found = await fetched(`${box.dataset["rows"]}&bbox=${map.getBounds().toArray().flat().map((degrees) => degrees.toFixed(5)).join(",")}`);
    if (mine !== asked) return; // she has moved on
    isWhole = found.features.length <= most;
    map.getSource<GeoJSONSource>(ID)?.setData(shown(found, most));
    say(note, box, isWhole ? 0 : most);
  };
  map.on("moveend", () => void again());
}

function shown(found: GeoJSON.FeatureCollection, most: number): GeoJSON.FeatureCollection {
  return { ...found, features: found.features.slice(0, most) };
}

function say(note: HTMLElement, box: HTMLElement, most: number): void {
  note.textContent = most ? (box.dataset["tooMany"] ?? "").replace("{0}", number()(most)) : "";
}

function told(map: Map, layer: string, titles: Record<string, string>): void {
  map.on("click", layer, (event: MapLayerMouseEvent) => {
    const properties = event.features?.[0]?.properties;
    if (!properties || properties["point_count"]) return;
    const list = document.createElement("dl");
    list.className = "map__told";
    for (const [field, title] of Object.entries(titles)) {
      if (properties[field] === undefined || properties[field] === null) continue;
      list.append(Object.assign(document.createElement("dt"), { textContent: title }));
      list.append(Object.assign(document.createElement("dd"), { textContent: written(properties[field]) }));
    }
    tell(map, event.lngLat, list, "", true);
  });
  map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
  map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
}

function written(value: unknown): string {
  return typeof value === "number" && !Number.isInteger(value) ? number({ maximumFractionDigits: 3 })(value) : String(value);
}
