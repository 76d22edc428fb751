// [data-photos]: up to five photos, made small and clean here, with what is covered on each; kept on this phone until they are sent.
import { Covers } from "./covers.ts";
import { type Shot, keepShots, keptShots } from "./outbox.ts";
import { shrunk } from "./shrink.ts";

const MOST = 5;
let shots: Shot[] = [];

export const photosOf = (form: HTMLFormElement): Shot[] => (form.querySelector("[data-photos]") ? shots : []);

/** One more photo for the report that is being made. Throws DOMException when it cannot be read. */
export async function takeUp(file: File): Promise<void> {
  const known = await keptShots();
  if (known.length < MOST) await keepShots([...known, await shot(file)]);
}

async function shot(file: File): Promise<Shot> {
  return { blob: await shrunk(file), name: `${file.name.replace(/\.[^.]*$/, "") || "photo"}.jpg`, covers: [] };
}

export async function photos(box: HTMLElement): Promise<void> {
  const input = box.querySelector<HTMLInputElement>("input[type=file]");
  const list = box.querySelector<HTMLElement>("[data-photos-list]");
  const said = box.querySelector<HTMLElement>("[role=status]");
  if (!input || !list || !said) return;
  shots = await keptShots();
  const show = (): void => list.replaceChildren(...shots.map((one, at) => card(box, one, at, show)));
  show();
  input.addEventListener("change", async () => {
    const chosen = [...(input.files ?? [])];
    input.value = ""; // what is chosen is kept apart: the form sends the clean ones
    const refused: string[] = [];
    for (const file of chosen) {
      if (shots.length >= MOST) {
        refused.push(box.dataset["tooMany"] ?? "");
        break;
      }
      try {
        shots.push(await shot(file));
      } catch (failure) {
        if (!(failure instanceof DOMException)) throw failure;
        refused.push((box.dataset["unreadable"] ?? "").replace("{0}", file.name));
      }
    }
    said.textContent = refused.join(" ");
    await keepShots(shots);
    show();
  });
}

function card(box: HTMLElement, one: Shot, at: number, show: () => void): HTMLElement {
  const words = (name: string): string => (box.dataset[name] ?? "").replace("{0}", String(at + 1));
  const item = document.createElement("li");
  const frame = Object.assign(document.createElement("div"), { className: "shot", tabIndex: -1 });
  const picture = Object.assign(document.createElement("img"), { alt: words("alt"), src: URL.createObjectURL(one.blob), draggable: false });
  picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
  frame.append(picture);
  const covers = new Covers(frame, one.covers, words("cover"), () => void keepShots(shots));
  const draw = button(words("draw"), () => {
    const on = draw.getAttribute("aria-pressed") !== "true";
    draw.setAttribute("aria-pressed", String(on));
    draw.textContent = words(on ? "drawn" : "draw");
    covers.drawing = on;
    hint.hidden = !on;
    add.hidden = !on;
  });
  draw.setAttribute("aria-pressed", "false");
  const add = button(words("add"), () => covers.add());
  add.hidden = true;
  const hint = Object.assign(document.createElement("p"), { className: "quiet", textContent: words("hint"), hidden: true });
  const remove = button(words("remove"), () => {
    shots = shots.filter((other) => other !== one);
    void keepShots(shots).then(show);
  });
  const acts = Object.assign(document.createElement("div"), { className: "cluster" });
  acts.append(draw, add, remove);
  item.append(frame, hint, acts);
  return item;
}

function button(words: string, act: () => void): HTMLButtonElement {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "button--small", textContent: words });
  made.addEventListener("click", act);
  return made;
}
