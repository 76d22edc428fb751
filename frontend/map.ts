// [data-map]: a map of our own boundaries, with GeoJSON layers or numbers per place. The list beside it has the same things.
// Nothing is fetched from elsewhere unless the operator configured tiles.
import { onEach } from "./controllers/on-each.ts";
import { beside } from "./map/beside.ts";
import { choropleth } from "./map/choropleth.ts";
import { clusters } from "./map/clusters.ts";
import { layers } from "./map/layers.ts";
import { made } from "./map/made.ts";
import { rows } from "./map/rows.ts";

onEach("[data-map]", (box) => void start(box));

async function start(box: HTMLElement): Promise<void> {
  const words = box.dataset;
  try {
    const map = await made(box);
    if (words["values"]) await choropleth(map, box);
    for (const address of (words["layers"] ?? "").split(" ").filter(Boolean)) await layers(map, address, words["open"] ?? "");
    if (words["clusters"]) await clusters(map, words["clusters"], words["open"] ?? "");
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
