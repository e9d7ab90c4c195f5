/** Builds the playground: the page, and the engine for a worker, from the same sources as the command line. */

import { cpSync, mkdirSync } from "node:fs";
import { build, type Plugin } from "esbuild";

/** What the engine reaches for with files, threads and sockets only, which a page does not have. */
const ABSENT = /^node:(fs|os|url|module|crypto|process|worker_threads|timers\/promises)$|\/parallel\/pool\.ts$/;

const absentInPages: Plugin = {
  name: "absent-in-pages",
  setup(of) {
    of.onResolve({ filter: ABSENT }, ({ path }) => ({ path, namespace: "absent" }));
    of.onLoad({ filter: /.*/, namespace: "absent" }, ({ path }) => ({
      // Whoever calls it finds out; importing it is fine.
      contents: `module.exports = new Proxy({}, { get: (_, name) => () => { throw new Error("${path}: no " + String(name) + " in a page"); } });`,
      loader: "js",
    }));
    of.onResolve({ filter: /^node:path$/ }, ({ resolveDir }) =>
      of.resolve("path-browserify", { resolveDir, kind: "import-statement" }),
    );
  },
};

/** Builds it into a folder. */
export async function buildPlayground(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: ["site/playground/main.ts", "site/playground/engine.ts"],
    outdir: folder,
    bundle: true,
    format: "iife",
    platform: "browser",
    target: "es2022",
    minify: true,
    loader: { ".yaml": "text" },
    plugins: [absentInPages],
    legalComments: "linked",
    logLevel: "warning",
  });
  cpSync("site/playground/index.html", `${folder}/index.html`);
  cpSync("site/playground/style.css", `${folder}/style.css`);
}
