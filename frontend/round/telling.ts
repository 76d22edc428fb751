// What is told of a stop: kept on this phone first, then sent; what the server refuses stays here with its reason.
import { shrunk } from "../report/shrink.ts";
import { type Act, forget, keep, waiting } from "./kept.ts";

type Outcome = { said: string } | { refused: string } | { lost: "network" | "session" };
const PATIENCE = 15_000; // milliseconds until a network that failed is tried again
const APART = new Set(["csrfmiddlewaretoken", "photos", "key"]);

export function telling(box: HTMLElement): void {
  if (!window.indexedDB) return;
  const list = box.querySelector<HTMLElement>("[data-round-waiting]");
  const said = box.querySelector<HTMLElement>("[data-round-said]");
  let busy = false;
  const show = async (): Promise<void> => {
    const acts = await waiting();
    if (list) list.hidden = !acts.length && !said?.textContent;
    list?.querySelector("ul")?.replaceChildren(...acts.map((act) => line(box, act, show)));
  };
  const send = async (): Promise<void> => {
    if (busy || !navigator.onLine) return;
    busy = true;
    for (const act of await waiting()) {
      if (act.refused || act.actor !== box.dataset["round"]) continue;
      const outcome = await tried(act);
      if ("said" in outcome) await forget(act.key);
      if ("said" in outcome && said) said.textContent = outcome.said;
      if ("refused" in outcome) await keep({ ...act, refused: outcome.refused });
      if ("lost" in outcome && said) said.textContent = outcome.lost === "session" ? (box.dataset["lost"] ?? "") : "";
      if ("lost" in outcome && outcome.lost === "network") setTimeout(() => void send(), PATIENCE);
      if ("lost" in outcome) break;
    }
    busy = false;
    await show();
  };
  for (const form of box.querySelectorAll<HTMLFormElement>("form[data-round-act]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void told(box, form, event.submitter).then(show).then(send);
    });
  }
  addEventListener("online", () => void send());
  box.querySelector("[data-round-again]")?.addEventListener("click", () => void send());
  void show().then(send);
}

/** Keeps what was told, and folds the stop away. */
async function told(box: HTMLElement, form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  const data = new FormData(form, submitter);
  const fields = [...data].filter((field): field is [string, string] => !APART.has(field[0]) && typeof field[1] === "string");
  const files = data.getAll("photos").filter((file): file is File => file instanceof File && file.size > 0);
  await keep({
    key: crypto.randomUUID(),
    actor: box.dataset["round"] ?? "",
    address: form.action,
    ready: box.dataset["ready"] ?? "",
    title: `${form.dataset["title"]}: ${submitter?.textContent?.trim() ?? ""}`,
    at: Date.now(),
    fields,
    shots: await Promise.all(files.map(async (file) => ({ blob: await small(file), name: file.name }))),
  });
  const stop = form.closest<HTMLElement>("[data-stop]");
  stop?.classList.add("stop--told");
  stop?.querySelector("details")?.removeAttribute("open");
  const words = stop?.querySelector("[data-stop-said]");
  if (words) words.textContent = box.dataset["kept"] ?? "";
  form.reset();
}

/** Smaller when the browser can read it, else as it is: the server says what it takes. */
async function small(file: File): Promise<Blob> {
  try {
    return await shrunk(file);
  } catch (failure) {
    if (failure instanceof DOMException) return file;
    throw failure;
  }
}

async function tried(act: Act): Promise<Outcome> {
  try {
    const ready = await fetch(act.ready, { cache: "no-store", redirect: "manual", headers: { Accept: "application/json" } });
    if (!ready.ok) return { lost: "session" };
    const { csrf } = (await ready.json()) as { csrf: string }; // our own answer
    const data = new FormData();
    for (const [name, value] of [...act.fields, ["key", act.key], ["csrfmiddlewaretoken", csrf]] as const) data.append(name, value);
    for (const { blob, name } of act.shots) data.append("photos", blob, name);
    const answer = await fetch(act.address, { method: "POST", body: data, redirect: "manual", headers: { Accept: "application/json" } });
    if (answer.status >= 500 || answer.type === "opaqueredirect") return { lost: "network" };
    const found = (await answer.json()) as { said?: string; refused?: string; title?: string; detail?: string };
    if (answer.ok) return { said: found.said ?? "" };
    return { refused: [found.refused ?? found.title, found.detail].filter(Boolean).join(" ") };
  } catch (failure) {
    if (failure instanceof TypeError) return { lost: "network" };
    throw failure;
  }
}

/** One act that waits, with the server's reason when it was refused; only the agent takes it away. */
function line(box: HTMLElement, act: Act, show: () => Promise<void>): HTMLElement {
  const item = document.createElement("li");
  const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(act.at);
  item.append(Object.assign(document.createElement("strong"), { textContent: act.title }), ` ${when}`);
  const words = act.fields.find(([name]) => name === "words")?.[1];
  if (words) item.append(Object.assign(document.createElement("p"), { textContent: words }));
  if (!act.refused) return item;
  item.append(Object.assign(document.createElement("p"), { textContent: act.refused, className: "round__refused" }));
  const drop = Object.assign(document.createElement("button"), { type: "button", className: "button--small button--quiet", textContent: box.dataset["drop"] ?? "" });
  drop.addEventListener("click", () => void forget(act.key).then(show));
  item.append(drop);
  return item;
}
