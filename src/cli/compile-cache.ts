/** Keeps what V8 compiled for the next command, where only the user may write: V8 runs what it finds there. */

import { mkdirSync } from "node:fs";
import * as nodeModule from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

/** Environment variables that Node reads itself; with one of them set, the choice is the user's. */
const OF_NODE = ["NODE_COMPILE_CACHE", "NODE_DISABLE_COMPILE_CACHE"];

/**
 * Turns on Node's compile cache, in `jobsim` in the user's cache folder. Does nothing before Node 22.8, which has none,
 * or if the folder cannot be made.
 */
export function keepCompiledCode(variables: Readonly<Record<string, string | undefined>>): void {
  const enable = "enableCompileCache" in nodeModule ? nodeModule.enableCompileCache : undefined;
  if (typeof enable !== "function" || OF_NODE.some((name) => variables[name] !== undefined)) return;
  try {
    const { XDG_CACHE_HOME } = variables;
    const caches = XDG_CACHE_HOME === undefined || XDG_CACHE_HOME === "" ? join(homedir(), ".cache") : XDG_CACHE_HOME;
    enable(ownFolder(caches));
  } catch {
    // A cache is no reason to fail: without one, everything is compiled again.
  }
}

/** One level at a time: in some file systems, Node never ends making a path of folders that are refused. */
function ownFolder(caches: string): string {
  const own = join(caches, "jobsim");
  for (const folder of [caches, own]) {
    try {
      mkdirSync(folder, { mode: 0o700 });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
  }
  return own;
}
