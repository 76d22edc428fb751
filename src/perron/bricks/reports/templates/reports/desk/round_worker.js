// Opens a round that its agent took with her when there is no network. All else goes to the network alone.
const HOURS = 24;
const STORE = "perron-round";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event.request));
  else event.respondWith(part(event.request));
});

// The network first. When the server no longer lets this person in, nothing of the round stays here.
async function page(request) {
  try {
    const answer = await fetch(request);
    if (answer.type === "opaqueredirect" || answer.redirected || [401, 403, 404].includes(answer.status)) await caches.delete(STORE);
    return answer;
  } catch (failure) {
    const kept = await fresh(new URL(request.url).pathname);
    if (kept) return kept;
    throw failure;
  }
}

// A page may not be older than a day: then all of it is removed.
async function fresh(path) {
  const store = await caches.open(STORE);
  const kept = await store.match(path);
  if (!kept) return undefined;
  if (Date.now() - Number(kept.headers.get("x-kept-at")) < HOURS * 3_600_000) return kept;
  await caches.delete(STORE);
  return undefined;
}

// Styles, scripts and photos of the round: from the phone when it has them (their names change with their content).
async function part(request) {
  const store = await caches.has(STORE) ? await caches.open(STORE) : undefined;
  return (await store?.match(request, { ignoreVary: true })) ?? fetch(request);
}
