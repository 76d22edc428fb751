// [data-map]: a map of our own boundaries, with GeoJSON layers or numbers per place. The list beside it has the same things.
// Nothing is fetched from elsewhere unless the operator configured tiles.
import { AttributionControl, type LngLatBoundsLike, Map, NavigationControl, setWorkerUrl } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "./map.css";
import { onEach } from "./controllers/on-each.ts";
import { beside } from "./map/beside.ts";
import { choropleth } from "./map/choropleth.ts";
import { ground } from "./map/ground.ts";
import { boxOf, layers } from "./map/layers.ts";
import { fetched } from "./map/fetched.ts";
import { rows } from "./map/rows.ts";

setWorkerUrl(workerUrl);
onEach("[data-map]", (box) => void start(box));

async function start(box: HTMLElement): Promise<void> {
  const words = box.dataset;
  box.hidden = false;
  try {
    const boundaries = await fetched(`${words["boundaries"]}${words["kind"]}.geojson`);
    const style = await ground(boundaries, box);
    const map = new Map({
      container: box,
      style,
      bounds: (words["box"] ? words["box"].split(",").map(Number) : boxOf(boundaries)) as LngLatBoundsLike,
      fitBoundsOptions: { padding: 24, maxZoom: 15 },
      attributionControl: false,
      cooperativeGestures: true,
      dragRotate: false,
      pitchWithRotate: false,
      maxPitch: 0,
      locale: spoken(words),
    });
    map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    map.addControl(new AttributionControl({ compact: false, customAttribution: credits(boundaries, words) }));
    map.touchZoomRotate.disableRotation();
    await map.once("load");
    if (words["values"]) await choropleth(map, box);
    for (const address of (words["layers"] ?? "").split(" ").filter(Boolean)) await layers(map, address, words["open"] ?? "");
    if (words["rows"]) await rows(map, box);
    beside(map, box, words["open"] ?? "");
    box.dataset["ready"] = "";
  } catch (failure) {
    const said = document.createElement("p");
    said.textContent = words["failed"] ?? "";
    box.replaceChildren(said);
    box.classList.add("map--failed");
    throw failure;
  }
}

function credits(boundaries: GeoJSON.FeatureCollection, words: DOMStringMap): string {
  const facts = boundaries as { source?: string; licence?: string; approximate?: boolean }; // members that our API adds
  const made = [facts.source, facts.licence, facts.approximate ? words["approximate"] : ""].filter(Boolean);
  const safe = document.createElement("span");
  safe.textContent = made.join(" · ");
  return safe.innerHTML;
}

function spoken(words: DOMStringMap): Record<string, string> {
  return {
    "Map.Title": words["label"] ?? "",
    "NavigationControl.ZoomIn": words["zoomIn"] ?? "",
    "NavigationControl.ZoomOut": words["zoomOut"] ?? "",
    "Popup.Close": words["close"] ?? "",
    "CooperativeGesturesHandler.WindowsHelpText": words["scroll"] ?? "",
    "CooperativeGesturesHandler.MacHelpText": words["scrollMac"] ?? "",
    "CooperativeGesturesHandler.MobileHelpText": words["fingers"] ?? "",
  };
}
