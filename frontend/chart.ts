// [data-chart]: draws the JSON table beside it with Observable Plot. Kinds: bar, ranking (bars that lie, for names), line, dot, histogram, bins (from x to x2). The table stays in the page.
import * as Plot from "@observablehq/plot";
import "./chart.css";
import { downloads } from "./chart/downloads.ts";
import { colours, inkOf } from "./chart/colours.ts";
import { onEach } from "./controllers/on-each.ts";
import { number } from "./words.ts";

type Row = Record<string, string | number | null>;

onEach("[data-chart]", (box) => {
  const source = document.getElementById(box.dataset["source"] ?? "");
  const rows = dated(JSON.parse(source?.textContent ?? "[]") as Row[], box.dataset["x"] ?? ""); // our own json_script
  if (!rows.length) return;
  box.hidden = false;
  const draw = (): void => void box.replaceChildren(...drawn(box, rows));
  draw();
  new ResizeObserver(throttled(draw)).observe(box.parentElement ?? box);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
});

function drawn(box: HTMLElement, rows: Row[]): Element[] {
  const svg = plotted(box, rows);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", box.dataset["title"] ?? "");
  return [...legend(box, rows), svg, downloads(svg, box.dataset["title"] ?? "chart", box.dataset["download"] ?? "")];
}

function plotted(box: HTMLElement, rows: Row[]): SVGSVGElement {
  const lies = box.dataset["chart"] === "ranking";
  const made = Plot.plot({
    width: Math.max(280, box.parentElement?.clientWidth ?? 640),
    height: 360,
    marginLeft: 64,
    marginTop: 32,
    marginBottom: 44,
    x: { label: null, ...ticksOf(rows, box), ...(isLongText(rows, box) ? { tickRotate: -35 } : {}) },
    y: { grid: true, nice: true, label: box.dataset["unit"] || null, zero: box.dataset["chart"] !== "dot", tickFormat: number({ notation: "compact" }) },
    color: { domain: seriesOf(box, rows), range: colours(box) },
    ...(isLongText(rows, box) ? { marginBottom: 110 } : {}),
    ...(lies ? lying(box, rows) : {}),
    marks: marks(box, rows),
  });
  const svg = made instanceof SVGSVGElement ? made : made.querySelector("svg");
  if (!svg) throw new Error("Plot gave no picture");
  for (const style of svg.querySelectorAll("style")) style.remove(); // its rules are in chart.css
  for (const group of svg.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label"); // the picture is one image
  return svg;
}

/** Dates in the page's language; years stay as they are written; larger numbers become short. */
function ticksOf(rows: Row[], box: HTMLElement): Plot.ScaleOptions {
  const moments = momentsOf(rows, box);
  if (moments.length) return { tickFormat: shortDate((Math.max(...moments) - Math.min(...moments)) / 86_400_000) };
  const numbers = rows.map((row) => row[box.dataset["x"] ?? ""]).filter((value) => typeof value === "number");
  if (numbers.length < rows.length) return {};
  const plain = numbers.every((value) => Math.abs(value) < 10_000);
  return { tickFormat: number(plain ? { useGrouping: false, maximumFractionDigits: 3 } : { notation: "compact" }) };
}

function momentsOf(rows: Row[], box: HTMLElement): number[] {
  return rows.map((row) => row[box.dataset["x"] ?? ""] as unknown).filter((value) => value instanceof Date).map(Number);
}

/** A date of an axis that spans so many days: the year alone when that is enough. */
function shortDate(days: number): (moment: Date) => string {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: "UTC", ...options });
  const [year, month, day, hour] = [format({ year: "numeric" }), format({ month: "short" }), format({ day: "numeric", month: "short" }), format({ hour: "numeric", minute: "2-digit" })];
  return (moment) => {
    if (days > 1100) return year.format(moment);
    if (days > 62) return moment.getUTCMonth() === 0 ? `${month.format(moment)}\n${year.format(moment)}` : month.format(moment);
    return days > 3 || moment.getUTCHours() + moment.getUTCMinutes() === 0 ? day.format(moment) : hour.format(moment);
  };
}

/** What a tip says, as people write it. */
function told(rows: Row[], box: HTMLElement): Plot.TipOptions {
  const date = new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: "UTC", dateStyle: "medium" });
  const plain = number({ maximumFractionDigits: 2 });
  const said = (value: unknown): string => (value instanceof Date ? date.format(value) : typeof value === "number" ? plain(value) : String(value));
  const isYear = !momentsOf(rows, box).length && box.dataset["chart"] === "line";
  return { format: { x: isYear ? String : said, y: said } };
}

/** Names stand to the left of their bars, shortened when they would leave them no room; numbers go along the bottom. */
function lying(box: HTMLElement, rows: Row[]): Plot.PlotOptions {
  const width = box.parentElement?.clientWidth ?? 640;
  const names = new Set(rows.map((row) => String(row[box.dataset["x"] ?? ""])));
  const longest = Math.max(...[...names].map((name) => name.length));
  const room = Math.min(longest * 7.4 + 20, width * 0.42);
  const letters = Math.floor((room - 16) / 7.4);
  const short = (name: unknown): string => (String(name).length > letters ? `${String(name).slice(0, letters - 1)}…` : String(name));
  return {
    height: names.size * 24 + 80,
    marginBottom: 56,
    marginLeft: room,
    marginRight: 24,
    x: { grid: true, nice: true, label: box.dataset["unit"] || null, labelOffset: 40, tickFormat: number({ notation: "compact" }), ticks: Math.max(2, Math.floor((width - room) / 90)) },
    y: { label: null, domain: [...names], tickFormat: short, tickSize: 0 },
  };
}

function marks(box: HTMLElement, rows: Row[]): Plot.Markish[] {
  const { x = "", y = "", series, chart } = box.dataset;
  const paint = series || inkOf(box);
  const tip = told(rows, box);
  const stroke = { x, y, stroke: paint, tip };
  if (chart === "line") return [Plot.ruleY([0]), Plot.lineY(rows, { ...stroke, strokeWidth: 2 }), Plot.dot(rows, { x, y, fill: paint, r: 2.5 })];
  if (chart === "dot") return [Plot.dot(rows, { ...stroke, strokeWidth: 1.75 })];
  if (chart === "histogram") return [Plot.rectY(rows, { ...Plot.binX({ y: "count" }, { x }), fill: paint, tip, inset: 0.5 }), Plot.ruleY([0])];
  if (chart === "bins") return [Plot.rectY(rows, { x1: x, x2: "x2", y, fill: paint, tip, inset: 0.5 }), Plot.ruleY([0])];
  if (chart === "ranking") return [Plot.barX(rows, { x: y, y: x, fill: paint, tip, insetTop: 2, insetBottom: 2 }), Plot.ruleX([0])];
  return [Plot.barY(rows, { x, y, fill: paint, tip, sort: null }), Plot.ruleY([0])];
}

function seriesOf(box: HTMLElement, rows: Row[]): string[] {
  const series = box.dataset["series"];
  return series ? [...new Set(rows.map((row) => String(row[series])))] : [];
}

function legend(box: HTMLElement, rows: Row[]): Element[] {
  const series = seriesOf(box, rows);
  if (series.length < 2) return [];
  const list = document.createElement("ul");
  list.className = "chart__legend";
  for (const [at, name] of series.entries()) {
    const item = document.createElement("li");
    const swatch = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const square = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [key, value] of [["width", "12"], ["height", "12"], ["rx", "2"], ["fill", colours(box)[at % colours(box).length] ?? ""]] as const) square.setAttribute(key, value);
    swatch.append(square);
    item.append(swatch, name);
    list.append(item);
  }
  return [list];
}

/** Dates come as text in JSON; a column of `2026-05-03` or of moments becomes one of dates. */
function dated(rows: Row[], name: string): Row[] {
  const isDate = rows.length > 0 && rows.every((row) => /^\d{4}-\d{2}-\d{2}/.test(String(row[name])));
  return isDate ? rows.map((row) => ({ ...row, [name]: new Date(String(row[name])) as unknown as string })) : rows; // Plot takes dates
}

function isLongText(rows: Row[], box: HTMLElement): boolean {
  const longest = Math.max(...rows.map((row) => String(row[box.dataset["x"] ?? ""]).length));
  return box.dataset["chart"] === "bar" && longest * rows.length * 8 > box.parentElement!.clientWidth;
}

function throttled(act: () => void): () => void {
  let width = innerWidth;
  return () => {
    if (innerWidth === width) return; // only the height changed, or nothing
    width = innerWidth;
    requestAnimationFrame(act);
  };
}
