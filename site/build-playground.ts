/**
 * Builds the playground: the page, and the engine for a worker, from the same sources as the command line. What people
 * see first is in `main.js` and `engine.js`; the editor, charts, pages and zod are in files that load later.
 */

import { cpSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Plugin, rolldown } from "rolldown";
import { asciiOnly } from "../generate/ascii-only.ts";
import { zodInEnglish } from "../generate/zod-in-english.ts";

/** What the engine reaches for with files, threads and sockets only, which a page does not have. */
const ABSENT = /^node:(?!path$)|\/parallel\/pool\.ts$/;

const absentInPages: Plugin = {
  name: "absent-in-pages",
  resolveId: {
    filter: { id: [ABSENT, /^node:path$/] },
    handler(id, importer) {
      return id === "node:path" ? this.resolve("path-browserify", importer) : `absent:${id}`;
    },
  },
  load: {
    filter: { id: /^absent:/ },
    // Whoever calls it finds out; importing it is fine.
    handler: (id) =>
      `module.exports = new Proxy({}, { get: (_, name) => () => { throw new Error("${id.slice("absent:".length)}: no " + String(name) + " in a page"); } });`,
  },
};

const path = (name: string) => JSON.stringify(fileURLToPath(new URL(name, import.meta.url)));

/** zod loads when the first scenario is checked, as in the package. */
const zodComesLate: Plugin = {
  name: "zod-comes-late",
  resolveId: (id, importer) =>
    id === "zod" && importer?.endsWith("zod-on-demand.ts") === false ? "late:zod" : undefined,
  load(id) {
    if (id !== "late:zod") return undefined;
    return `import { lateZod } from ${path("../generate/late-zod.ts")};
            import { loadedZod } from ${path("playground/zod-on-demand.ts")};
            export const { z, safeParse } = lateZod(loadedZod);`;
  },
};

/** Builds it into a folder. */
export async function buildPlayground(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const entry of ["main", "engine"]) {
    const bundle = await rolldown({
      input: { [entry]: `site/playground/${entry}.ts` },
      platform: "browser",
      moduleTypes: { ".yaml": "text" },
      plugins: [absentInPages, zodComesLate, zodInEnglish, asciiOnly],
      transform: { target: "es2022" },
    });
    await bundle.write({
      dir: folder,
      format: "esm",
      minify: true,
      chunkFileNames: "[name]-[hash].js",
      comments: { legal: true, annotation: false, jsdoc: false },
    });
    await bundle.close();
  }
  cpSync("site/playground/index.html", `${folder}/index.html`);
  cpSync("site/playground/style.css", `${folder}/style.css`);
}
