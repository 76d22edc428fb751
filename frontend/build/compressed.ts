// Writes .br and .gz beside each built file, once, so that the server never compresses while somebody waits.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

const COMPRESSIBLE = /\.(css|js|mjs|svg|json|wasm)$/;
const LARGE = 2_000_000; // above this, the best quality costs minutes

export function compressed(): Plugin {
  let folder = "";
  return {
    name: "perron:compressed",
    apply: "build",
    configResolved(config) {
      folder = config.build.outDir;
    },
    async closeBundle() {
      for (const name of await readdir(folder)) {
        if (COMPRESSIBLE.test(name) && name !== "manifest.json") await compress(join(folder, name));
      }
    },
  };
}

async function compress(path: string): Promise<void> {
  const content = await readFile(path);
  const quality = content.length > LARGE ? 5 : 11;
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: quality } };
  await writeFile(`${path}.br`, await promisify(brotliCompress)(content, options));
  await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: content.length > LARGE ? 6 : 9 }));
}
