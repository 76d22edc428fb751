// What every page loads: htmx for what feels better without a reload, and small controllers for attributes in the page.
import "htmx.org";
import { autosubmit } from "./controllers/autosubmit.ts";
import { copy } from "./controllers/copy.ts";
import { draft, forgetSentDrafts } from "./controllers/draft.ts";
import { locate } from "./controllers/locate.ts";
import { once } from "./controllers/once.ts";
import { suggestions } from "./controllers/suggestions.ts";
import { signOut, wipeOld } from "./controllers/sign-out.ts";
import { onEach } from "./controllers/on-each.ts";

onEach("[data-copy]", copy);
onEach("form[data-autosubmit]", autosubmit);
onEach("form[data-draft]", draft);
onEach("form[data-suggestions]", suggestions);
onEach("form[method=post]", once);
onEach("[data-locate]", locate);
onEach<HTMLFormElement>("form[data-sign-out]", signOut);
onEach("[data-focus]", (element) => element.focus());
forgetSentDrafts();
void wipeOld();
