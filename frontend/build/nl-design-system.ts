// Puts NL Design System (EUPL-1.2) where main.css says `@nl-design-system`: its styles for bare elements, and those of its
// components that a template, view or script of ours names. The rest (nine tenths) never leaves this machine.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import postcss, { type ChildNode, type Plugin } from "postcss";

const require = createRequire(import.meta.url);

export function nlDesignSystem(folders: string[]): Plugin {
  return {
    postcssPlugin: "nl-design-system",
    AtRule: {
      "nl-design-system": (rule) => {
        const used = namesIn(folders);
        rule.replaceWith(...["html", "index"].flatMap((name) => rulesOf(name, used)));
      },
    },
  };
}

function rulesOf(name: string, used: Set<string>): ChildNode[] {
  const path = require.resolve(`@utrecht/component-library-css/dist/${name}.css`);
  const root = postcss.parse(readFileSync(path, "utf8"), { from: path });
  root.walkAtRules("charset", (rule) => void rule.remove());
  root.walkRules((rule) => {
    const kept = rule.selectors.filter((selector) => (selector.match(/utrecht-[\w-]+/g) ?? []).every((word) => used.has(word)));
    if (kept.length) rule.selectors = kept;
    else rule.remove();
  });
  return root.nodes;
}

function namesIn(folders: string[]): Set<string> {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => /\.(html|py|ts)$/.test(path))
      .map((path) => join(folder, path)),
  );
  return new Set(files.flatMap((path) => readFileSync(path, "utf8").match(/utrecht-[\w-]+/g) ?? []));
}
