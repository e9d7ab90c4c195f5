/**
 * Makes what the package ships of `src`: few files in place of a thousand, since each file that loads costs the start
 * of a command a millisecond or so. What several entries share is in chunks, so a program that imports `jobsim` and
 * `jobsim/testing` has one copy of everything, and all that `jobsim run` loads is in three of them.
 */

import { chmodSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type OutputOptions, type Plugin, rolldown } from "rolldown";
import { asciiOnly } from "./ascii-only.ts";
import { lateBuiltins } from "./late-builtins.ts";
import { LATE_ENTRIES, LATE_GROUPS, lateRooms } from "./late-rooms.ts";
import { copyPublicDeclarations } from "./public-declarations.ts";
import { zodInEnglish } from "./zod-in-english.ts";

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
  "explore-worker": "src/cli/explore/explore-worker.ts",
  "go-check-worker": "src/go/check-worker.ts",
  "watchdog-thread": "src/cli/watchdog/watchdog-thread.ts",
};

/**
 * A group has these modules and all that they import, unless a group of higher priority has it. The entry of the
 * command is in none: it waits for what it loads, and whatever it loads may use the group `start`.
 */
const GROUPS = [
  {
    name: "start",
    test: /src\/(?:cli\/(?:program|read-file|terminal-text|write-output)|scenario\/text-encoding)\.ts$/,
  },
  { name: "flags", test: /src\/cli\/commands\/run\.ts$/ },
  { name: "play", test: /src\/cli\/run\/execute\.ts$/ },
  ...LATE_GROUPS,
];

/** Names and lines stay as they are, for stack traces and profiles; without white space nothing starts sooner. */
const OUTPUT: OutputOptions = {
  dir: FOLDER,
  sourcemap: true,
  sourcemapExcludeSources: true,
  minify: "dce-only",
  comments: { legal: true, annotation: false, jsdoc: false },
};

const LATE_ZOD = fileURLToPath(new URL("late-zod.ts", import.meta.url));

/** zod in a file of its own, which can be loaded in the middle of a function: a CommonJS module. */
const ZOD_FILE = "zod.cjs";

const zodComesLate: Plugin = {
  name: "zod-comes-late",
  resolveId: (id) => (id === "zod" ? "late:zod" : undefined),
  load: (id) =>
    id === "late:zod"
      ? `import { createRequire } from "node:module";
         import { lateZod } from ${JSON.stringify(LATE_ZOD)};
         export const { z, safeParse } = lateZod(() => createRequire(import.meta.url)("./${ZOD_FILE}"));`
      : undefined,
};

copyPublicDeclarations();
const bundle = await rolldown({
  input: { ...ENTRIES, ...LATE_ENTRIES },
  platform: "node",
  // tinypool starts a file of its own in each thread; fast-check is shared with programs that use it.
  external: ["tinypool", "fast-check"],
  plugins: [zodComesLate, lateBuiltins, lateRooms, asciiOnly],
});
const groups = GROUPS.map((group, i) => ({ ...group, priority: GROUPS.length - i }));
await bundle.write({ ...OUTPUT, cleanDir: true, format: "esm", codeSplitting: { groups } });
// npm makes a command executable once, when it links it; after the next build npx would be denied to run it.
chmodSync(`${FOLDER}/jobsim.js`, 0o755);

const zod = await rolldown({
  input: "node_modules/zod/index.js",
  platform: "node",
  plugins: [zodInEnglish, asciiOnly],
});
await zod.write({ ...OUTPUT, format: "cjs", exports: "named", entryFileNames: ZOD_FILE });
