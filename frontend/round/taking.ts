// "Take it with me": the page, its photos and what it is drawn with, kept for a day. Nothing is kept before one says so.
import { STORE, UNTIL } from "./kept.ts";

export function taking(box: HTMLElement): void {
  const take = box.querySelector<HTMLButtonElement>("[data-round-take]");
  const drop = box.querySelector<HTMLButtonElement>("[data-round-drop]");
  const said = box.querySelector<HTMLElement>("[data-round-taken]");
  if (!("serviceWorker" in navigator) || !("caches" in window)) return;
  sayHowOld(box);
  if (!take || !drop || !said) return;
  const { home = "", worker = "", hours = "24", taken = "", failed = "" } = box.dataset;
  const show = (): void => {
    const until = Number(localStorage.getItem(UNTIL) ?? 0);
    drop.hidden = until < Date.now();
    take.hidden = false;
    said.textContent = drop.hidden ? "" : taken.replace("{0}", moment(until));
  };
  take.addEventListener("click", () => {
    take.setAttribute("aria-busy", "true");
    void keepAll(home, worker)
      .then(() => {
        localStorage.setItem(UNTIL, String(Date.now() + Number(hours) * 3_600_000));
        show();
      })
      .catch(() => void (said.textContent = failed)) // the network, or no room: said, and tried again by hand
      .finally(() => take.removeAttribute("aria-busy"));
  });
  drop.addEventListener("click", () => {
    localStorage.removeItem(UNTIL);
    void caches.delete(STORE).then(show);
  });
  show();
}

async function keepAll(home: string, worker: string): Promise<void> {
  await navigator.serviceWorker.register(worker, { scope: home });
  await caches.delete(STORE);
  const store = await caches.open(STORE);
  const page = await fetch(location.href, { cache: "no-store", headers: { Accept: "text/html" } });
  if (!page.ok || page.redirected) throw new TypeError("the page was not given");
  const headers = new Headers(page.headers);
  headers.set("x-kept-at", String(Date.now()));
  await store.put(home, new Response(await page.blob(), { headers }));
  await store.addAll([...new Set(parts())]);
}

/** What the page is drawn with, and the photos of its stops. */
function parts(): string[] {
  const linked = [...document.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet], link[rel=modulepreload], link[rel=icon]")].map((one) => one.href);
  const scripts = [...document.querySelectorAll<HTMLScriptElement>("script[src]")].map((one) => one.src);
  const drawings = [...document.querySelectorAll<SVGUseElement>("use")].map((one) => new URL(one.getAttribute("href") ?? "", location.href).href.split("#")[0] ?? "");
  const photos = [...document.querySelectorAll<HTMLImageElement>("[data-stop] img")].map((one) => one.src);
  return [...linked, ...scripts, ...drawings, ...photos].filter((one) => one.startsWith(location.origin));
}

/** Without a network, the page that is shown is the one that was kept: it says of when. */
function sayHowOld(box: HTMLElement): void {
  const old = box.querySelector<HTMLElement>("[data-round-old]");
  const until = Number(localStorage.getItem(UNTIL) ?? 0);
  if (!old || navigator.onLine || !until) return;
  old.hidden = false;
  old.textContent = (box.dataset["old"] ?? "").replace("{0}", moment(until - Number(box.dataset["hours"]) * 3_600_000));
}

const moment = (at: number): string => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(at);
