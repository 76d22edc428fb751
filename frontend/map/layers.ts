// GeoJSON of any geometry on the map: shapes, lines, and points that gather when they are many. A click tells what it is.
import { type GeoJSONSource, LngLatBounds, type Map, type MapGeoJSONFeature, type MapLayerMouseEvent, Popup } from "maplibre-gl";
import { fetched } from "./fetched.ts";

const MANY = 200; // points, above which they gather

export async function layers(map: Map, address: string, open: string): Promise<void> {
  const found = await fetched(address);
  const id = `layer-${address}`;
  put(map, id, found);
  for (const part of ["shapes", "lines", "points"]) tellOnClick(map, `${id}-${part}`, open);
  openOnClick(map, id);
  if (found.features.length) map.fitBounds(boxOf(found), { padding: 40, maxZoom: 15, animate: false });
}

export function put(map: Map, id: string, found: GeoJSON.FeatureCollection): void {
  paint(map, id, found, found.features.length > MANY);
}

/** Draws things under a name; `gather`: points that are near each other become one with their number. */
export function paint(map: Map, id: string, found: GeoJSON.FeatureCollection, gather: boolean): void {
  const accent = getComputedStyle(map.getContainer()).getPropertyValue("--perron-accent").trim();
  const page = getComputedStyle(map.getContainer()).getPropertyValue("--perron-page").trim();
  map.addSource(id, { type: "geojson", data: found, cluster: gather && found.features.every(isPoint), clusterRadius: 40 });
  map.addLayer({ id: `${id}-shapes`, type: "fill", source: id, filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": accent, "fill-opacity": 0.25 } });
  map.addLayer({ id: `${id}-lines`, type: "line", source: id, filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": accent, "line-width": 2 } });
  map.addLayer({
    id: `${id}-points`,
    type: "circle",
    source: id,
    filter: ["==", ["geometry-type"], "Point"],
    paint: {
      "circle-color": accent,
      "circle-radius": ["case", ["has", "point_count"], ["interpolate", ["linear"], ["get", "point_count"], 2, 12, 1000, 28], 7],
      "circle-stroke-color": page,
      "circle-stroke-width": 2,
    },
  });
  map.addLayer({
    id: `${id}-room`, // seen by nobody: it keeps the names of places off the points
    type: "symbol",
    source: id,
    filter: ["==", ["geometry-type"], "Point"],
    layout: { "text-field": "●", "text-font": ["sans-serif"], "text-size": 16, "text-allow-overlap": true },
    paint: { "text-opacity": 0 },
  });
  map.addLayer({
    id: `${id}-counts`,
    type: "symbol",
    source: id,
    filter: ["has", "point_count"],
    layout: { "text-field": ["get", "point_count_abbreviated"], "text-font": ["sans-serif"], "text-size": 12, "text-allow-overlap": true },
    paint: { "text-color": page },
  });
}

export function boxOf(found: GeoJSON.FeatureCollection): LngLatBounds {
  const box = new LngLatBounds();
  const visit = (part: unknown): void => {
    if (!Array.isArray(part)) return;
    if (typeof part[0] === "number") box.extend([part[0], part[1] as number]);
    else part.forEach(visit);
  };
  for (const { geometry } of found.features) if (geometry && "coordinates" in geometry) visit(geometry.coordinates);
  return box;
}

/** Says what a thing is; `focus` moves the reader there, for when she asked by a click. */
export function tell(map: Map, at: { lng: number; lat: number }, properties: Record<string, unknown> | HTMLElement, open: string, focus: boolean): void {
  const words = properties instanceof HTMLElement ? properties : named(properties, open);
  new Popup({ maxWidth: "18rem", focusAfterOpen: focus }).setLngLat(at).setDOMContent(words).addTo(map);
}

function named(properties: Record<string, unknown>, open: string): HTMLElement {
  const words = document.createElement("div");
  const title = document.createElement(properties["address"] ? "a" : "strong");
  title.textContent = String(properties["title"] ?? properties["name"] ?? open);
  if (title instanceof HTMLAnchorElement) title.href = String(properties["address"]);
  words.append(title);
  if (properties["line"]) words.append(Object.assign(document.createElement("p"), { textContent: String(properties["line"]) }));
  return words;
}

function tellOnClick(map: Map, layer: string, open: string): void {
  map.on("click", layer, (event: MapLayerMouseEvent) => {
    const feature = event.features?.[0];
    if (feature && !feature.properties["point_count"]) tell(map, event.lngLat, feature.properties, open, true);
  });
  map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
  map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
}

/** A click on many gathered points goes near enough to see them apart. */
export function openOnClick(map: Map, id: string): void {
  map.on("click", `${id}-points`, async (event: MapLayerMouseEvent) => {
    const feature: MapGeoJSONFeature | undefined = event.features?.[0];
    const cluster = feature?.properties["cluster_id"] as number | undefined;
    if (cluster === undefined) return;
    const zoom = await map.getSource<GeoJSONSource>(id)?.getClusterExpansionZoom(cluster);
    if (zoom !== undefined) map.easeTo({ center: event.lngLat, zoom, animate: !matchMedia("(prefers-reduced-motion: reduce)").matches });
  });
}

function isPoint(feature: GeoJSON.Feature): boolean {
  return feature.geometry?.type === "Point";
}
