// The desk of reports: keys for whoever works here all day, choosing many, texts to start from, rectangles on photos.
import { onEach } from "./controllers/on-each.ts";
import { photoCovers } from "./desk/covers.ts";
import { choosing } from "./desk/choosing.ts";
import { keys } from "./desk/keys.ts";
import { stateForm } from "./desk/state-form.ts";

onEach<HTMLDialogElement>("dialog[data-keys]", keys);
onEach<HTMLFormElement>("form[data-cases]", choosing);
onEach<HTMLFormElement>("form[data-state-form]", stateForm);
onEach("[data-cover-photo]", photoCovers);
onEach("[data-print]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});
