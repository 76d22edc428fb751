// form[data-sign-out]: what this phone holds of an agent's round goes when she signs out, and after its day on any page.
import { STORE, UNTIL, waiting, wipe } from "../round/kept.ts";

export function signOut(form: HTMLFormElement): void {
  form.addEventListener("submit", (event) => {
    if (!("caches" in window)) return;
    event.preventDefault();
    void leave(form);
  });
}

async function leave(form: HTMLFormElement): Promise<void> {
  const acts = await waiting();
  if (acts.length && !confirm(form.dataset["signOut"])) return;
  await wipe();
  form.submit();
}

/** The page and photos of a round that is over; what was told of it stays until it is sent. */
export async function wipeOld(): Promise<void> {
  const until = Number(localStorage.getItem(UNTIL) ?? 0);
  if (!until || until > Date.now()) return;
  localStorage.removeItem(UNTIL);
  await caches.delete(STORE);
}
