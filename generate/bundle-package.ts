/**
 * Makes what the package ships of `src`: few files in place of a thousand, since each file that loads costs the start of
 * a command a millisecond or so. What several entries share is in chunks, so a command loads what it needs, and a
 * program that imports `jobsim` and `jobsim/testing` has one copy of everything.
 */

import { rmSync } from "node:fs";
import { build } from "esbuild";
import { copyPublicDeclarations } from "./public-declarations.ts";

/** All in one folder, so that a path relative to a module is the same for an entry and for a chunk. */
const FOLDER = "dist/js";

const ENTRIES = {
  jobsim: "src/cli/main.ts",
  index: "src/index.ts",
  analysis: "src/analysis/index.ts",
  report: "src/report/index.ts",
  testing: "src/testing/index.ts",
  go: "src/go/index.ts",
  worker: "src/analysis/parallel/worker.ts",
  "check-worker": "src/testing/check-worker.ts",
  "module-check-worker": "src/testing/module-check-worker.ts",
  "go-check-worker": "src/go/check-worker.ts",
};

/** Bundled modules that are not ES modules ask for those of Node by `require`. */
const REQUIRE = `import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);`;

copyPublicDeclarations();
rmSync(FOLDER, { recursive: true, force: true });
await build({
  entryPoints: ENTRIES,
  outdir: FOLDER,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  // tinypool starts a file of its own in each thread; fast-check is the one of the program that uses it.
  external: ["tinypool", "fast-check"],
  banner: { js: REQUIRE },
  // Names and lines stay as they are, for stack traces and profiles: an error shows a line, not a file.
  minifySyntax: true,
  sourcemap: true,
  sourcesContent: false,
  legalComments: "linked",
  logLevel: "warning",
});
