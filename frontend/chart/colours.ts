// The colours of a chart: the authority's accent first, then hues that stay apart for colour-blind readers (Okabe and Ito, 2008).
const LIGHT = ["#b35900", "#006d50", "#9a4b7d", "#4a7fa8", "#8a7a00", "#6b6b6b"];
const DARK = ["#f0a24f", "#4fc79f", "#dc9cc2", "#8fc3ea", "#e5d75c", "#b8b8b8"];

export function inkOf(element: Element): string {
  return getComputedStyle(element).getPropertyValue("--perron-accent").trim();
}

export function colours(element: Element): string[] {
  return [inkOf(element), ...(matchMedia("(prefers-color-scheme: dark)").matches ? DARK : LIGHT)];
}
