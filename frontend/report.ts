// The islands of reporting: where it is, what fits, photos, sending with a bad network, and the form that opens without one.
import { onEach } from "./controllers/on-each.ts";
import { photos } from "./report/photos.ts";
import { outbox, sending } from "./report/sending.ts";
import { spot } from "./report/spot.ts";
import { carryWords, suggest } from "./report/suggest.ts";
import { where } from "./report/where.ts";

onEach<HTMLFormElement>("form[data-where]", where);
onEach<HTMLFormElement>("form[data-suggest]", suggest);
onEach<HTMLTextAreaElement>("textarea[data-words]", carryWords);
onEach("[data-photos]", (box) => void photos(box));
onEach<HTMLFormElement>("form[data-report]", sending);
onEach("[data-outbox]", outbox);
onEach("[data-spot]", spot);
onEach("[data-share]", (button) => {
  if (!("share" in navigator)) return;
  button.hidden = false;
  button.addEventListener("click", () => void navigator.share({ title: document.title, url: button.dataset["share"] ?? location.href }).catch(closed));
});
onEach("[data-worker]", (box) => {
  if (!("serviceWorker" in navigator)) return;
  void navigator.serviceWorker.register(box.dataset["worker"] ?? "", { scope: box.dataset["scope"] ?? "" });
});

/** Closing the sheet of the phone is no failure. */
function closed(failure: unknown): void {
  if (!(failure instanceof DOMException && failure.name === "AbortError")) throw failure;
}
