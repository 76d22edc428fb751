// Keeps the form of a new report, and what it is drawn with, for when there is no network. Nothing else is ever kept:
// all other pages, and all that anybody sends, go to the network alone.
const SHELL = "{{ shell|escapejs }}";
const SCREENS = "{{ screens|escapejs }}";
const ASSETS = [{% for asset in assets %}"{{ asset|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const STORE = "perron-report {{ version }}";

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(clear()));
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && address.pathname === SCREENS) event.respondWith(fetch(event.request).catch(() => caches.match(SHELL)));
  else if (ASSETS.includes(address.pathname + address.search)) event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request)));
});

async function fill() {
  const store = await caches.open(STORE);
  // Without cookies: the form as a stranger gets it, with nobody's name in it.
  await store.put(SHELL, await fetch(SHELL, { credentials: "omit", cache: "no-store" }));
  await store.addAll(ASSETS);
  await self.skipWaiting();
}

async function clear() {
  for (const name of await caches.keys()) if (name.startsWith("perron-report ") && name !== STORE) await caches.delete(name);
  await self.clients.claim();
}
