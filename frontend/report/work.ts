// A little work for the computer of who sends many reports: a number that makes a hash begin with enough zero bits.

export interface Work {
  challenge: string;
  bits: number;
}
const AT_ONCE = 256; // hashes asked for together

export async function solved({ challenge, bits }: Work): Promise<string> {
  const encoder = new TextEncoder();
  for (let start = 0; ; start += AT_ONCE) {
    const tries = Array.from({ length: AT_ONCE }, (_none, more) => start + more);
    const hashes = await Promise.all(tries.map((number) => crypto.subtle.digest("SHA-256", encoder.encode(`${challenge}:${number}`))));
    const found = hashes.findIndex((hash) => zeros(hash) >= bits);
    if (found >= 0) return `${challenge}:${start + found}`;
  }
}

function zeros(hash: ArrayBuffer): number {
  return Math.clz32(new DataView(hash).getUint32(0)); // 32 at most, more than we ever ask for
}
