// A large file, sent in pieces that a bad network may lose (tus 1.0: create, how far, continue). What was begun is
// remembered, so that sending the same file again goes on where it stopped, also tomorrow morning.
const PIECE = 2 * 1024 * 1024; // bytes
const LARGE = 4 * PIECE; // smaller files go with their form
const PAUSES = [1, 2, 4, 8, 15, 30, 60, 60, 60, 60]; // seconds, then we give up until somebody presses the button again

export type Tell = (what: "sending" | "waiting", percent: number) => void;

export const isLarge = (file: File): boolean => file.size > LARGE;

/** The ticket of the whole file; null when the server takes no pieces. Throws when the network stays away. */
export async function sendInPieces(file: File, begin: string, token: string, tell: Tell): Promise<string | null> {
  const key = `part:${begin}:${file.name}:${file.size}:${file.lastModified}`;
  let address = localStorage.getItem(key) ?? "";
  let offset = address ? await reached(address) : null;
  if (offset === null) {
    address = (await announced(file, begin, token)) ?? "";
    if (!address) return null;
    localStorage.setItem(key, address);
    offset = 0;
  }
  for (let tries = 0; offset < file.size; ) {
    tell("sending", (100 * offset) / file.size);
    const next = await continued(file, address, token, offset);
    if (next === null && tries >= PAUSES.length) throw new Error("the network stays away");
    if (next === null) {
      tell("waiting", (100 * offset) / file.size);
      await pause(PAUSES[tries++] ?? 60);
      offset = (await reached(address)) ?? offset;
    } else {
      [offset, tries] = [next, 0];
    }
  }
  localStorage.removeItem(key);
  return address.split("/").filter(Boolean).at(-1) ?? null;
}

async function announced(file: File, begin: string, token: string): Promise<string | null> {
  const name = btoa(String.fromCharCode(...new TextEncoder().encode(file.name)));
  const headers = { "X-CSRFToken": token, "Upload-Length": `${file.size}`, "Upload-Metadata": `filename ${name}` };
  const answer = await fetch(begin, { method: "POST", headers });
  return answer.status === 201 ? answer.headers.get("Location") : null;
}

/** How many bytes the server has; null when it does not answer, or has forgotten the file. */
async function reached(address: string): Promise<number | null> {
  const answer = await fetch(address, { method: "HEAD" }).catch(() => null);
  return answer?.ok ? Number(answer.headers.get("Upload-Offset")) : null;
}

/** How many bytes the server has after one more piece; null when that did not get through. */
async function continued(file: File, address: string, token: string, offset: number): Promise<number | null> {
  const headers = {
    "X-CSRFToken": token,
    "Upload-Offset": `${offset}`,
    "Content-Type": "application/offset+octet-stream",
  };
  const body = file.slice(offset, offset + PIECE);
  const answer = await fetch(address, { method: "PATCH", headers, body }).catch(() => null);
  if (answer?.ok) return Number(answer.headers.get("Upload-Offset"));
  const mayPass = !answer || answer.status >= 500 || [408, 409, 429].includes(answer.status);
  if (!mayPass) throw new Error(`refused: ${answer.status}`);
  return null;
}

/** Some seconds, or less when the connection comes back. */
function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 1000 * seconds);
    addEventListener("online", () => resolve(), { once: true });
  });
}
