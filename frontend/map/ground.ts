// The base map: our boundaries, and the operator's raster tiles below them when there are any.
import { addProtocol, type StyleSpecification } from "maplibre-gl";

export async function ground(boundaries: GeoJSON.FeatureCollection, box: HTMLElement): Promise<StyleSpecification> {
  const colour = (name: string): string => getComputedStyle(box).getPropertyValue(`--perron-${name}`).trim();
  const name = ["coalesce", ["get", `name_${document.documentElement.lang}`], ["get", "name"], ""];
  const named = box.dataset["tiles"] ?? "";
  const tiles = named.startsWith("/") ? location.origin + named : named; // {z} would not survive `new URL`
  const style: StyleSpecification = {
    version: 8,
    sources: { places: { type: "geojson", data: boundaries, promoteId: "nis" } },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": colour("sunken") } },
      { id: "places", type: "fill", source: "places", paint: { "fill-color": colour("page"), "fill-opacity": tiles ? 0 : 1 } },
      { id: "borders", type: "line", source: "places", paint: { "line-color": colour("line-strong"), "line-width": ["interpolate", ["linear"], ["zoom"], 7, 0.4, 12, 1.5] } },
      {
        id: "names",
        type: "symbol",
        source: "places",
        minzoom: 9,
        layout: {
          "text-field": name as never, // an expression, wider than its type
          "text-font": ["sans-serif"],
          "text-size": 12,
          "text-variable-anchor": ["center", "top", "bottom", "left", "right"], // makes room for points
          "text-radial-offset": 0.6,
        },
        paint: { "text-color": colour("ink-soft"), "text-halo-color": colour("page"), "text-halo-width": 1.5 },
      },
    ],
  };
  return tiles ? withTiles(style, tiles) : style;
}

async function withTiles(style: StyleSpecification, tiles: string): Promise<StyleSpecification> {
  if (tiles.endsWith(".pmtiles")) {
    const { Protocol } = await import("pmtiles");
    addProtocol("pmtiles", new Protocol().tile);
  }
  const source = tiles.endsWith(".pmtiles") ? { url: `pmtiles://${tiles}` } : { tiles: [tiles] };
  const [first, ...rest] = style.layers;
  return {
    ...style,
    sources: { ...style.sources, tiles: { type: "raster", tileSize: 256, ...source } },
    layers: [...(first ? [first] : []), { id: "tiles", type: "raster", source: "tiles" }, ...rest.filter(({ id }) => id !== "names")], // tiles have their own
  };
}
