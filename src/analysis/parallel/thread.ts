/** Threads that play runs. */

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

/** Starts a thread. */
export function startThread(script: URL, data: object): Worker {
  return new Worker(script, { workerData: data, ...threadOptions(script.pathname.endsWith(".ts")) });
}

/**
 * Options of threads that play runs.
 *
 * @param fromSource whether the program runs from its source, as tests do: its threads need a TypeScript loader, too
 */
export function threadOptions(fromSource: boolean) {
  return {
    // Little of what a run allocates outlives it: if there is room for several runs, most of it is never copied.
    resourceLimits: { maxYoungGenerationSizeMb: 64 },
    execArgv: fromSource ? ["--import", sourceLoader()] : [],
  };
}

/** Node lets threads register loaders only for themselves. */
function sourceLoader(): string {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx/package.json"));
  const api = new URL("dist/esm/api/index.mjs", tsx).href;
  return `data:text/javascript,import { register } from ${JSON.stringify(api)}; register();`;
}
