// A map of our boundaries, in our colours and the page's language, with its buttons; nothing on it yet.
import { AttributionControl, type LngLatBoundsLike, Map, NavigationControl, setWorkerUrl } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "../map.css";
import { fetched } from "./fetched.ts";
import { ground } from "./ground.ts";
import { boxOf } from "./layers.ts";

setWorkerUrl(workerUrl);

export async function made(box: HTMLElement): Promise<Map> {
  const words = box.dataset;
  box.hidden = false;
  box.toggleAttribute("data-dark", matchMedia("(prefers-color-scheme: dark)").matches && !words["tiles"]);
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
  return map;
}

function credits(boundaries: GeoJSON.FeatureCollection, words: DOMStringMap): string {
  const facts = boundaries as { source?: string; licence?: string; approximate?: boolean }; // members that our API adds
  const told = [words["credit"], facts.source, facts.licence, facts.approximate ? words["approximate"] : ""].filter(Boolean);
  const safe = document.createElement("span");
  safe.textContent = told.join(" · ");
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
