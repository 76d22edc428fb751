// Numbers per place (NIS code) as shades of one colour, in at most five classes of about as many places, with a legend.
import { type Map, Popup } from "maplibre-gl";
import { number } from "../words.ts";

const CLASSES = 5;

export async function choropleth(map: Map, box: HTMLElement): Promise<void> {
  const answer = await fetch(box.dataset["values"] ?? "", { headers: { Accept: "application/json", "Accept-Language": document.documentElement.lang } });
  if (!answer.ok) throw new Error(`The values answered ${answer.status}`);
  const values = (await answer.json()) as Record<string, number>; // our own API: NIS code to number
  const limits = limitsOf(Object.values(values));
  const shades = shadesOf(box, limits.length);
  for (const [nis, value] of Object.entries(values)) {
    map.setFeatureState({ source: "places", id: nis }, { shade: shades[limits.findLastIndex((limit) => value >= limit)] });
  }
  map.setPaintProperty("places", "fill-opacity", 1);
  map.setPaintProperty("places", "fill-color", ["coalesce", ["feature-state", "shade"], map.getPaintProperty("places", "fill-color")] as never);
  box.before(legend(box, limits, shades, Math.max(...Object.values(values))));
  tellOnHover(map, values, box);
}

/** The lowest value of each class. */
function limitsOf(values: number[]): number[] {
  const sorted = [...values].sort((one, other) => one - other);
  const cuts = Array.from({ length: CLASSES }, (_, at) => sorted[Math.floor((at * sorted.length) / CLASSES)] ?? 0);
  return [...new Set(cuts)];
}

function shadesOf(box: HTMLElement, count: number): string[] {
  const style = getComputedStyle(box);
  const [accent, page] = ["--perron-accent", "--perron-page"].map((name) => channels(style.getPropertyValue(name).trim()));
  return Array.from({ length: count }, (_, at) => {
    const share = count === 1 ? 1 : 0.15 + (0.85 * at) / (count - 1);
    return `rgb(${[0, 1, 2].map((part) => Math.round((accent?.[part] ?? 0) * share + (page?.[part] ?? 0) * (1 - share))).join(", ")})`;
  });
}

function channels(hex: string): number[] {
  const full = hex.length === 4 ? hex.replace(/[0-9a-f]/gi, "$&$&") : hex; // the build shortens #ffffff
  return [1, 3, 5].map((at) => parseInt(full.slice(at, at + 2), 16));
}

function legend(box: HTMLElement, limits: number[], shades: string[], highest: number): Element {
  const list = document.createElement("ul");
  list.className = "map__legend";
  limits.forEach((limit, at) => {
    const item = document.createElement("li");
    const swatch = document.createElement("span");
    swatch.style.backgroundColor = shades[at] ?? "";
    item.append(swatch, `${written(limit)} – ${written(limits[at + 1] ?? highest)} ${box.dataset["unit"] ?? ""}`);
    list.append(item);
  });
  return list;
}

function tellOnHover(map: Map, values: Record<string, number>, box: HTMLElement): void {
  const popup = new Popup({ closeButton: false, closeOnClick: false });
  map.on("mousemove", "places", (event) => {
    const { nis, name, ...names } = event.features?.[0]?.properties ?? {};
    const value = values[String(nis)];
    const said = value === undefined ? box.dataset["noValue"] : `${written(value)} ${box.dataset["unit"] ?? ""}`;
    popup.setLngLat(event.lngLat).setText(`${names[`name_${document.documentElement.lang}`] ?? name}: ${said}`).addTo(map);
  });
  map.on("mouseleave", "places", () => popup.remove());
}

function written(value: number): string {
  return number({ maximumFractionDigits: 2 })(value);
}
