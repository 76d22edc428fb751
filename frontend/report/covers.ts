// Rectangles over faces and plates: drawn with a finger or a mouse, or put and moved with the keyboard. Painted by the server.

export type Cover = [left: number, top: number, width: number, height: number]; // parts of the photo, 0 to 1
const STEP = 0.02;
const LEAST = 0.02;

export class Covers {
  #drawing = false;

  constructor(
    readonly frame: HTMLElement,
    readonly covers: Cover[],
    readonly label: string, // "Cover {0}: …"
    readonly changed: () => void,
  ) {
    frame.addEventListener("pointerdown", (event) => this.#draw(event));
    this.#show();
  }

  set drawing(on: boolean) {
    this.#drawing = on;
    this.frame.classList.toggle("is-covering", on);
  }

  add(): void {
    this.covers.push([0.35, 0.35, 0.3, 0.2]);
    this.#show();
    this.#boxes().at(-1)?.focus();
    this.changed();
  }

  #boxes(): HTMLElement[] {
    return [...this.frame.querySelectorAll<HTMLElement>(".cover")];
  }

  #show(): void {
    for (const box of this.#boxes()) box.remove();
    this.covers.forEach((cover, at) => {
      const box = document.createElement("button");
      box.type = "button";
      box.className = "cover";
      box.setAttribute("aria-label", this.label.replace("{0}", String(at + 1)));
      box.addEventListener("keydown", (event) => this.#key(event, at));
      place(box, cover);
      this.frame.append(box);
    });
  }

  #key(event: KeyboardEvent, at: number): void {
    const cover = this.covers[at];
    const [right, down] = ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] } as Record<string, [number, number]>)[event.key] ?? [0, 0];
    if (!cover) return;
    if (event.key === "Delete" || event.key === "Backspace") return this.#remove(event, at);
    if (!right && !down) return;
    event.preventDefault();
    if (event.shiftKey) [cover[2], cover[3]] = [Math.max(LEAST, cover[2] + right * STEP), Math.max(LEAST, cover[3] + down * STEP)];
    else [cover[0], cover[1]] = [cover[0] + right * STEP, cover[1] + down * STEP];
    within(cover);
    place(event.currentTarget as HTMLElement, cover);
    this.changed();
  }

  #remove(event: Event, at: number): void {
    event.preventDefault();
    this.covers.splice(at, 1);
    this.#show();
    (this.#boxes()[Math.max(0, at - 1)] ?? this.frame).focus();
    this.changed();
  }

  #draw(event: PointerEvent): void {
    if (!this.#drawing || event.button) return;
    const on = (event.target as Element).closest<HTMLElement>(".cover");
    const index = on ? this.#boxes().indexOf(on) : -1;
    event.preventDefault();
    const area = this.frame.getBoundingClientRect();
    const at = (moved: PointerEvent): [number, number] => [clamp((moved.clientX - area.left) / area.width), clamp((moved.clientY - area.top) / area.height)];
    const [left, top] = at(event);
    const held = this.covers[index];
    const from: Cover = held ? [...held] : [left, top, 0, 0];
    const cover: Cover = held ?? from;
    if (!held) this.covers.push(cover);
    this.#show();
    const box = this.#boxes()[held ? index : this.covers.length - 1];
    const move = (moved: PointerEvent): void => {
      const [x, y] = at(moved);
      const now: Cover = held ? [from[0] + x - left, from[1] + y - top, from[2], from[3]] : [Math.min(x, left), Math.min(y, top), Math.abs(x - left), Math.abs(y - top)];
      cover.splice(0, 4, ...now);
      within(cover);
      if (box) place(box, cover);
    };
    const end = (): void => {
      this.frame.removeEventListener("pointermove", move);
      if (cover[2] < LEAST || cover[3] < LEAST) this.covers.splice(this.covers.indexOf(cover), 1); // a tap
      this.#show();
      this.changed();
    };
    this.frame.setPointerCapture(event.pointerId);
    this.frame.addEventListener("pointermove", move);
    this.frame.addEventListener("pointerup", end, { once: true });
    this.frame.addEventListener("pointercancel", end, { once: true });
  }
}

function clamp(part: number): number {
  return Math.min(1, Math.max(0, part));
}

function within(cover: Cover): void {
  cover[2] = Math.min(1, cover[2]);
  cover[3] = Math.min(1, cover[3]);
  cover[0] = Math.min(1 - cover[2], Math.max(0, cover[0]));
  cover[1] = Math.min(1 - cover[3], Math.max(0, cover[1]));
}

function place(box: HTMLElement, [left, top, width, height]: Cover): void {
  const percent = (part: number): string => `${(100 * part).toFixed(2)}%`;
  Object.assign(box.style, { insetInlineStart: percent(left), insetBlockStart: percent(top), inlineSize: percent(width), blockSize: percent(height) });
}
