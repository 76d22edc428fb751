// Builds each entry into src/perron/ui/static/ui/built/ under a hashed name, with manifest.json and .gz/.br beside each file.
import { resolve } from "node:path";
import { defineConfig } from "vite";
import { compressed } from "./build/compressed.ts";
import { nlDesignSystem } from "./build/nl-design-system.ts";

const here = import.meta.dirname;
const entry = (name: string) => resolve(here, name);

export default defineConfig({
  root: here,
  base: "./",
  publicDir: false,
  clearScreen: false,
  logLevel: "warn",
  plugins: [compressed()],
  css: { postcss: { plugins: [nlDesignSystem([resolve(here, "../src/perron"), here])] } },
  build: {
    outDir: resolve(here, "../src/perron/ui/static/ui/built"),
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsDir: "",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    reportCompressedSize: false,
    chunkSizeWarningLimit: 4000,
    rolldownOptions: { input: ["main.css", "main.ts", "map.ts", "chart.ts", "sql.ts", "drop.ts", "report.ts", "desk-reports.ts", "desk-reports.css", "round.ts"].map(entry),
      // What every page loads anyway is one request, not one for each small part that several entries share.
      output: { codeSplitting: { groups: [{ name: "shared", test: /htmx|preload-helper|frontend\/(words|controllers\/on-each|round\/kept|(report|desk)\/(covers|shrink))\.ts/ }] } },
    },
  },
});
