// [data-drop]: files may be dropped on it; the form is sent with progress. Without this script it is a plain file input.
// data-parts: the address that takes large files in pieces, so that a lost connection costs no more than one of them.
import htmx from "htmx.org";
import { onEach } from "./controllers/on-each.ts";
import { isLarge, sendInPieces } from "./pieces.ts";

onEach("[data-drop]", (zone) => {
  const input = zone.querySelector<HTMLInputElement>("input[type=file]");
  const form = zone.closest("form");
  if (!input || !form) return;
  acceptDrops(zone, input);
  form.addEventListener("submit", (event) => {
    if (!input.files?.length) return;
    event.preventDefault();
    if (form.ariaBusy === "true") return;
    const data = new FormData(form, event.submitter);
    const [file, ...others] = input.files;
    if (zone.dataset.parts && file && !others.length && isLarge(file)) void inPieces(form, data, zone, input, file);
    else send(form, data, zone);
  });
});

function acceptDrops(zone: HTMLElement, input: HTMLInputElement): void {
  const over = (isOver: boolean) => (event: Event) => {
    event.preventDefault();
    zone.classList.toggle("is-over", isOver);
  };
  zone.addEventListener("dragenter", over(true));
  zone.addEventListener("dragover", over(true));
  zone.addEventListener("dragleave", over(false));
  zone.addEventListener("drop", (event) => {
    over(false)(event);
    const files = event.dataTransfer?.files;
    if (!files?.length) return;
    input.files = files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

async function inPieces(
  form: HTMLFormElement,
  data: FormData,
  zone: HTMLElement,
  input: HTMLInputElement,
  file: File,
): Promise<void> {
  const said = shown(zone);
  form.ariaBusy = "true";
  try {
    const token = String(data.get("csrfmiddlewaretoken"));
    const ticket = await sendInPieces(file, zone.dataset.parts ?? "", token, said);
    if (ticket) {
      data.delete(input.name);
      data.set("part", ticket);
    }
    send(form, data, zone);
  } catch {
    said("lost", 0);
    form.ariaBusy = null;
  }
}

function send(form: HTMLFormElement, data: FormData, zone: HTMLElement): void {
  const request = new XMLHttpRequest(); // fetch() tells nothing about the way up
  const said = shown(zone);
  request.open("POST", form.action);
  request.upload.onprogress = ({ loaded, total }) => said(loaded < total ? "sending" : "received", (100 * loaded) / total);
  request.onerror = () => {
    said("lost", 0);
    form.ariaBusy = null;
  };
  request.onload = () => follow(request, form);
  form.ariaBusy = "true";
  if (!data.has("part")) said("sending", 0);
  request.send(data);
}

function shown(zone: HTMLElement): (what: "sending" | "waiting" | "received" | "lost", percent: number) => void {
  const box = zone.querySelector<HTMLElement>("[data-drop-progress]");
  const bar = box?.querySelector("progress");
  const words = box?.querySelector("[role=status]");
  return (what, percent) => {
    if (!box || !bar || !words) return;
    box.hidden = false;
    bar.value = percent;
    const sentence = zone.dataset[what] ?? "";
    if (words.textContent !== sentence) words.textContent = sentence;
  };
}

/** Where the server sent us, or, when it answered in place (a refusal, errors in the form), its page's content here. */
function follow(request: XMLHttpRequest, form: HTMLFormElement): void {
  const isElsewhere = request.responseURL !== new URL(form.action, location.href).href;
  if (isElsewhere) return location.assign(request.responseURL);
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const fresh = page.querySelector("main");
  if (!fresh) return location.reload();
  document.querySelector("main")?.replaceWith(fresh);
  document.title = page.title;
  htmx.process(fresh);
  document.dispatchEvent(new CustomEvent("htmx:after:swap"));
  fresh.focus();
}
