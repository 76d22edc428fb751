// What this phone holds of a round: its page in a cache, and what was told of stops until the server has it.

export interface Act {
  key: string; // the server does it once
  actor: string; // whose round: nobody else's session sends it
  address: string;
  ready: string;
  title: string;
  at: number; // milliseconds since 1970
  fields: [string, string][];
  shots: { blob: Blob; name: string }[];
  refused?: string; // the server's reason, when trying again changes nothing
}

export const STORE = "perron-round";
export const UNTIL = "perron-round-until";
const DATABASE = "perron-rounds";

function opened(): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => void request.result.createObjectStore("acts", { keyPath: "key" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

async function inStore<Value>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<Value>): Promise<Value> {
  const database = await opened();
  try {
    return await new Promise<Value>((done, failed) => {
      const transaction = database.transaction("acts", mode);
      const request = act(transaction.objectStore("acts"));
      transaction.oncomplete = () => done(request.result);
      transaction.onabort = () => failed(transaction.error ?? request.error);
    });
  } finally {
    database.close();
  }
}

export const keep = (act: Act): Promise<unknown> => inStore("readwrite", (store) => store.put(act));
export const forget = (key: string): Promise<unknown> => inStore("readwrite", (store) => store.delete(key));
export const waiting = async (): Promise<Act[]> => (await inStore("readonly", (store) => store.getAll() as IDBRequest<Act[]>)).sort((one, other) => one.at - other.at);

/** Nothing of a round stays on this phone: neither its page and photos, nor what was told. */
export async function wipe(): Promise<void> {
  localStorage.removeItem(UNTIL);
  await caches.delete(STORE);
  await inStore("readwrite", (store) => store.clear());
}
