// What this phone keeps until the server has it: the photos of the report being made, and reports that wait for a network.
import type { Cover } from "./covers.ts";

export interface Shot {
  blob: Blob;
  name: string;
  covers: Cover[];
}
export interface Kept {
  key: string; // the report's sent_key: the server takes it once
  address: string;
  ready: string;
  title: string;
  at: number; // milliseconds since 1970
  fields: [string, string][];
  shots: Shot[];
  refused?: string; // the server's reason, when trying again changes nothing
}

const DRAFT = "draft";

function opened(): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const request = indexedDB.open("perron-reports", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("kept", { keyPath: "key" });
      request.result.createObjectStore("shots");
    };
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

async function inStore<Value>(name: "kept" | "shots", mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<Value>): Promise<Value> {
  const database = await opened();
  try {
    return await new Promise<Value>((done, failed) => {
      const transaction = database.transaction(name, mode);
      const request = act(transaction.objectStore(name));
      transaction.oncomplete = () => done(request.result);
      transaction.onabort = () => failed(transaction.error ?? request.error);
    });
  } finally {
    database.close();
  }
}

export const keep = (report: Kept): Promise<unknown> => inStore("kept", "readwrite", (store) => store.put(report));
export const forget = (key: string): Promise<unknown> => inStore("kept", "readwrite", (store) => store.delete(key));
export const waiting = (): Promise<Kept[]> => inStore("kept", "readonly", (store) => store.getAll() as IDBRequest<Kept[]>);
export const keepShots = (shots: Shot[]): Promise<unknown> => inStore("shots", "readwrite", (store) => store.put(shots, DRAFT));
export const keptShots = async (): Promise<Shot[]> => (await inStore("shots", "readonly", (store) => store.get(DRAFT) as IDBRequest<Shot[] | undefined>)) ?? [];
export const forgetShots = (): Promise<unknown> => inStore("shots", "readwrite", (store) => store.delete(DRAFT));
