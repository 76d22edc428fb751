// [data-photos]: up to five photos, made small and clean here, with what is covered on each. Those of a new report are kept on this phone
// until they are sent; those of any other form stand in its input, clean, and go with it.
import { Covers } from "./covers.ts";
import { type Shot, keepShots, keptShots } from "./outbox.ts";
import { shrunk } from "./shrink.ts";

const MOST = 5;
const ofForm = new WeakMap<HTMLFormElement, Shot[]>();

export const photosOf = (form: HTMLFormElement): Shot[] => ofForm.get(form) ?? [];

/** One more photo for the report that is being made. Throws DOMException when it cannot be read. */
export async function takeUp(file: File): Promise<void> {
  const known = await keptShots();
  if (known.length < MOST) await keepShots([...known, await shot(file)]);
}

async function shot(file: File): Promise<Shot> {
  return { blob: await shrunk(file), name: `${file.name.replace(/\.[^.]*$/, "") || "photo"}.jpg`, covers: [] };
}

export async function photos(box: HTMLElement): Promise<void> {
  const form = box.closest("form");
  const input = box.querySelector<HTMLInputElement>("input[type=file]");
  const list = box.querySelector<HTMLElement>("[data-photos-list]");
  const said = box.querySelector<HTMLElement>("[role=status]");
  if (!form || !input || !list || !said) return;
  const isKept = form.matches("[data-report]");
  const shots = isKept ? await keptShots() : [];
  ofForm.set(form, shots);
  const store = async (): Promise<void> => (isKept ? void (await keepShots(shots)) : handOver(form, input, shots));
  const show = (): void => list.replaceChildren(...shots.map((_one, at) => card(box, shots, at, store, show)));
  show();
  let making: Promise<void> | null = null;
  input.addEventListener("change", () => {
    const chosen = [...(input.files ?? [])];
    if (isKept) input.value = ""; // what is chosen is kept apart: the form sends the clean ones
    making = (making ?? Promise.resolve()).then(async () => {
      said.textContent = await taken(box, chosen, shots);
      await store();
      show();
      making = null;
    });
  });
  // A thumb that is faster than the phone: sent once the photos are ready.
  const hold = (event: SubmitEvent): void => {
    if (!making) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void making.then(() => form.requestSubmit(event.submitter));
  };
  form.addEventListener("submit", hold, { capture: true });
}

/** Make the chosen files clean and small; what is refused, in words. */
async function taken(box: HTMLElement, chosen: File[], shots: Shot[]): Promise<string> {
  const refused: string[] = [];
  for (const file of chosen) {
    if (shots.length >= MOST) return [...refused, box.dataset["tooMany"]].join(" ");
    try {
      shots.push(await shot(file));
    } catch (failure) {
      if (!(failure instanceof DOMException)) throw failure;
      refused.push((box.dataset["unreadable"] ?? "").replace("{0}", file.name));
    }
  }
  return refused.join(" ");
}

function handOver(form: HTMLFormElement, input: HTMLInputElement, shots: Shot[]): void {
  const files = new DataTransfer();
  for (const { blob, name } of shots) files.items.add(new File([blob], name, { type: blob.type }));
  input.files = files.files;
  const covers = form.querySelector<HTMLInputElement>("input[name$=covers]");
  if (covers) covers.value = JSON.stringify(shots.map((one) => one.covers));
}

function card(box: HTMLElement, shots: Shot[], at: number, store: () => Promise<void>, show: () => void): HTMLElement {
  const one = shots[at]!; // asked for by its place in the list
  const words = (name: string): string => (box.dataset[name] ?? "").replace("{0}", String(at + 1));
  const item = document.createElement("li");
  const frame = Object.assign(document.createElement("div"), { className: "shot", tabIndex: -1 });
  const picture = Object.assign(document.createElement("img"), { alt: words("alt"), src: URL.createObjectURL(one.blob), draggable: false });
  picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
  frame.append(picture);
  const covers = new Covers(frame, one.covers, words("cover"), () => void store());
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
    shots.splice(shots.indexOf(one), 1);
    void store().then(show);
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
