// A report on its way: kept on this phone first, sent when there is a network, once, because its key is known to the server.
import { type Kept, forget, forgetShots, keep, keepShots, waiting } from "./outbox.ts";
import { photosOf } from "./photos.ts";
import { type Work, solved } from "./work.ts";

type Outcome = { sent: string } | { refused: Document } | { lost: true };
const IN_ADDRESS = new Set(["lon", "lat", "by", "place", "category", "called"]);
const APART = new Set(["csrfmiddlewaretoken", "photos", "covers", "work"]);

/** form[data-report]: sent by hand, so that a network that fails loses nothing. */
export function sending(form: HTMLFormElement): void {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !window.indexedDB) return;
    event.preventDefault();
    void sendForm(form, event.submitter);
  });
}

async function sendForm(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  const said = form.querySelector<HTMLElement>("[data-report-said]");
  const report = keptOf(form, submitter);
  form.setAttribute("aria-busy", "true");
  if (said) said.textContent = form.dataset["sending"] ?? "";
  await keep(report);
  const outcome = navigator.onLine ? await tried(report) : { lost: true as const };
  form.removeAttribute("aria-busy");
  if ("refused" in outcome) {
    await forget(report.key);
    return showInstead(outcome.refused);
  }
  await forgetShots();
  localStorage.removeItem(`perron-draft:${form.dataset["draft"]}`);
  if ("sent" in outcome) return location.assign(outcome.sent);
  form.hidden = true;
  document.querySelector("[data-report-rest]")?.setAttribute("hidden", "");
  document.dispatchEvent(new CustomEvent("perron:kept"));
}

function keptOf(form: HTMLFormElement, submitter: HTMLElement | null): Kept {
  const data = new FormData(form, submitter);
  const fields = [...data].filter((field): field is [string, string] => !APART.has(field[0]) && typeof field[1] === "string");
  const given = String(data.get("sent_key") ?? "");
  const key = given || crypto.randomUUID(); // the form that is kept on the phone has none
  if (!given) fields.push(["sent_key", key]);
  return {
    key,
    address: form.action,
    ready: form.dataset["ready"] ?? "",
    title: form.dataset["title"] || String(data.get("description") ?? "").slice(0, 60),
    at: Date.now(),
    fields,
    shots: [...photosOf(form)],
  };
}

/** One try to hand a kept report over. What is sent is forgotten here. */
export async function tried(report: Kept): Promise<Outcome> {
  try {
    const answer = await fetch(report.ready, { cache: "no-store", headers: { Accept: "application/json" } });
    if (!answer.ok) return { lost: true };
    const { csrf, work } = (await answer.json()) as { csrf: string; work: Work | null }; // our own answer
    const response = await fetch(report.address, { method: "POST", body: await body(report, csrf, work) });
    if (response.redirected && response.ok) {
      await forget(report.key);
      return { sent: response.url };
    }
    if (response.status >= 500) return { lost: true };
    return { refused: new DOMParser().parseFromString(await response.text(), "text/html") };
  } catch (failure) {
    if (failure instanceof TypeError) return { lost: true }; // no network
    throw failure;
  }
}

async function body(report: Kept, csrf: string, work: Work | null): Promise<FormData> {
  const data = new FormData();
  for (const [name, value] of report.fields) data.append(name, value);
  for (const { blob, name } of report.shots) data.append("photos", blob, name);
  data.set("covers", JSON.stringify(report.shots.map((shot) => shot.covers)));
  data.set("csrfmiddlewaretoken", csrf);
  if (work) data.set("work", await solved(work));
  return data;
}

/** The server's page in place of this one: its errors stand beside what was typed. */
function showInstead(page: Document): void {
  const fresh = page.querySelector("main");
  if (!fresh) return location.reload();
  document.querySelector("main")?.replaceWith(fresh);
  document.title = page.title;
  document.dispatchEvent(new CustomEvent("htmx:after:swap"));
  fresh.querySelector<HTMLElement>("[role=alert]")?.focus();
}

/** [data-outbox]: the list of what waits on this phone; tried again whenever there may be a network. */
export function outbox(box: HTMLElement): void {
  const list = box.querySelector("ul");
  const said = box.querySelector<HTMLElement>("[role=status]");
  if (!list || !said || !window.indexedDB) return;
  let busy = false;
  const show = async (): Promise<void> => {
    const kept = await waiting();
    box.hidden = !kept.length && !list.dataset["sent"];
    list.replaceChildren(...kept.map((report) => line(box, report, show)));
  };
  const again = async (): Promise<void> => {
    if (busy || !navigator.onLine) return;
    busy = true;
    for (const report of await waiting()) {
      const outcome = report.refused ? null : await tried(report);
      if (outcome && "sent" in outcome) told(said, box, report, outcome.sent);
      if (outcome && "refused" in outcome) await keep({ ...report, refused: reason(outcome.refused) });
    }
    busy = false;
    await show();
  };
  document.addEventListener("perron:kept", () => void show().then(() => box.focus()));
  addEventListener("online", () => void again());
  box.querySelector("[data-outbox-again]")?.addEventListener("click", () => void again());
  void show().then(again);

  function told(where: HTMLElement, { dataset }: HTMLElement, report: Kept, address: string): void {
    const link = Object.assign(document.createElement("a"), { href: address, textContent: (dataset["sent"] ?? "").replace("{0}", report.title) });
    where.append(link, document.createElement("br"));
    if (list) list.dataset["sent"] = "true";
  }
}

function reason(page: Document): string {
  return page.querySelector(".field-error, .alert__words p:nth-of-type(2), .alert__words p, main p")?.textContent?.trim() ?? page.title;
}

function line(box: HTMLElement, report: Kept, show: () => Promise<void>): HTMLElement {
  const item = document.createElement("li");
  const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(report.at);
  item.append(Object.assign(document.createElement("strong"), { textContent: report.title }), ` ${when} `);
  if (report.refused) item.append(Object.assign(document.createElement("p"), { textContent: report.refused }));
  if (report.refused) item.append(correct(box, report));
  const drop = Object.assign(document.createElement("button"), { type: "button", className: "button--small button--quiet", textContent: box.dataset["drop"] ?? "" });
  drop.addEventListener("click", () => void forget(report.key).then(show));
  item.append(drop);
  return item;
}

/** A refused report goes back into the form, with all that was told: the place and the category in the address, the rest in the draft. */
function correct(box: HTMLElement, report: Kept): HTMLElement {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button--small", textContent: box.dataset["correct"] ?? "" });
  button.addEventListener("click", async () => {
    const address = new URL(report.address, location.href);
    const values: Record<string, string[]> = {};
    for (const [name, value] of report.fields) {
      if (IN_ADDRESS.has(name)) address.searchParams.set(name, value);
      (values[name] ??= []).push(value);
    }
    if (!address.searchParams.get("lon")) for (const name of ["lon", "lat"]) address.searchParams.delete(name);
    localStorage.setItem("perron-draft:report-new", JSON.stringify({ sent: false, values }));
    await keepShots(report.shots);
    await forget(report.key);
    location.assign(address);
  });
  return button;
}
