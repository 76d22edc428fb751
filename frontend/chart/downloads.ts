// Buttons under a chart that hand it out as SVG or PNG.

export function downloads(svg: SVGSVGElement, title: string, words: string): Element {
  const box = document.createElement("p");
  box.className = "chart__downloads";
  box.append(words, button("SVG", () => save(asFile(svg), `${title}.svg`)), button("PNG", () => void savePicture(svg, title)));
  return box;
}

function button(words: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button--small button--quiet";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

/** The picture on its own: colours and letters written out, for programs that do not have our style sheet. */
function asFile(svg: SVGSVGElement): Blob {
  const { color, fontFamily } = getComputedStyle(svg);
  const ground = getComputedStyle(document.body).backgroundColor;
  const copy = svg.cloneNode(true) as SVGSVGElement;
  for (const [name, value] of [["color", color], ["font-family", fontFamily], ["font-size", "13"]] as const) copy.setAttribute(name, value);
  const paper = document.createElementNS(svg.namespaceURI, "rect");
  for (const [name, value] of [["width", "100%"], ["height", "100%"], ["fill", ground]] as const) paper.setAttribute(name, value);
  copy.prepend(paper);
  const written = new XMLSerializer().serializeToString(copy).replaceAll("var(--plot-background)", ground);
  return new Blob([written], { type: "image/svg+xml" });
}

async function savePicture(svg: SVGSVGElement, title: string): Promise<void> {
  const picture = new Image();
  picture.src = URL.createObjectURL(asFile(svg));
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = svg.clientWidth * 2;
  canvas.height = svg.clientHeight * 2;
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(picture.src);
  canvas.toBlob((blob) => blob && save(blob, `${title}.png`), "image/png");
}

function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
