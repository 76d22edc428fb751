// [data-cover-photo]: rectangles over a photo that the agent draws or moves; the form beside it takes them.
import { type Cover, Covers } from "../report/covers.ts";

export function photoCovers(frame: HTMLElement): void {
  const form = document.querySelector<HTMLFormElement>("[data-covers-form]");
  const field = form?.querySelector<HTMLTextAreaElement>("[name=covers]");
  const add = form?.querySelector<HTMLElement>("[data-cover-add]");
  if (!form || !field || !add) return;
  const covers = field.value.split("\n").map((line) => line.trim().split(/[\s,;]+/).map((part) => Number(part) / 100)).filter((one) => one.length === 4 && one.every(Number.isFinite)) as Cover[];
  const write = (): void => {
    field.value = covers.map((cover) => cover.map((part) => Math.round(1000 * part) / 10).join(" ")).join("\n");
  };
  const drawn = new Covers(frame, covers, add.dataset["label"] ?? "", write);
  drawn.drawing = true;
  add.hidden = false;
  add.addEventListener("click", () => drawn.add());
  form.querySelector<HTMLElement>("[data-covers-hint]")?.removeAttribute("hidden");
}
