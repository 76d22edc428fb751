// Things gathered by the server for the part of the map that is shown: GeoJSON points, with `point_count` where they are many.
import { type GeoJSONSource, type Map } from "maplibre-gl";
import { fetched } from "./fetched.ts";
import { paint, tell } from "./layers.ts";

const ID = "clusters";
const NEARER = 2; // zooms

export async function clusters(map: Map, address: string, open: string): Promise<void> {
  const join = address.includes("?") ? "&" : "?";
  const ask = (): Promise<GeoJSON.FeatureCollection> => {
    const box = map.getBounds().toArray().flat().map((degrees) => degrees.toFixed(5)).join(",");
    return fetched(`${address}${join}bbox=${box}&zoom=${Math.max(0, Math.floor(map.getZoom()) - 1)}`);
  };
  paint(map, ID, await ask(), false);
  let asked = 0;
  map.on("moveend", async () => {
    const mine = ++asked;
    const found = await ask();
    if (mine === asked) map.getSource<GeoJSONSource>(ID)?.setData(found); // else she has moved on
  });
  map.on("click", `${ID}-points`, (event) => {
    const properties = event.features?.[0]?.properties;
    if (!properties) return;
    if (!properties["point_count"]) return tell(map, event.lngLat, properties, open, true);
    map.easeTo({ center: event.lngLat, zoom: map.getZoom() + NEARER, animate: !matchMedia("(prefers-reduced-motion: reduce)").matches });
  });
  map.on("mouseenter", `${ID}-points`, () => (map.getCanvas().style.cursor = "pointer"));
  map.on("mouseleave", `${ID}-points`, () => (map.getCanvas().style.cursor = ""));
}
