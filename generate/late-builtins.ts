/**
 * Keeps unused modules of Node out of the start of a command. Some packages require one for a case that never occurs,
 * and an ECMAScript import of some reads all of their getters, which load streams, promises and sockets.
 */

import fs from "node:fs";
import timers from "node:timers";
import v8 from "node:v8";
import type { Plugin } from "rolldown";

/** What a package uses of a module that it requires when it loads. */
const USED: readonly { readonly by: string; readonly module: string; readonly names: readonly string[] }[] = [
  // For commands that are separate programs; ours are functions.
  { by: "/node_modules/commander/", module: "node:child_process", names: ["spawn"] },
  // For generators without a seed; ours have one.
  { by: "/node_modules/seedrandom/", module: "crypto", names: ["randomBytes"] },
];

const PREFIX = "late-builtin:";

/** What our own files import of Node and has getters that load more. */
const WITH_GETTERS: ReadonlyMap<string, object> = new Map<string, object>([
  ["node:fs", fs],
  ["node:process", process],
  ["node:timers", timers],
  ["node:v8", v8],
]);

/** Makes these modules load when one of their functions is called. */
export const lateBuiltins: Plugin = {
  name: "late-builtins",
  resolveId(id, importer = "") {
    const used = USED.find(({ by, module }) => module === id && importer.includes(by));
    if (used !== undefined) return `${PREFIX}${id}`;
    return WITH_GETTERS.has(id) && importer.endsWith(".ts") ? `${PREFIX}${id}` : undefined;
  },
  load(id) {
    if (!id.startsWith(PREFIX)) return undefined;
    const module = id.slice(PREFIX.length);
    const ours = WITH_GETTERS.get(module);
    if (ours !== undefined) return functionsOf(module, ours);
    const names = USED.filter((used) => used.module === module).flatMap((used) => used.names);
    const getters = names.map((name) => `get ${name}() { return process.getBuiltinModule("${module}").${name}; }`);
    return `module.exports = { ${getters.join(", ")} };`;
  },
};

/** One constant a function, marked as free of side effects, so that only those that are used stay in the bundle. */
function functionsOf(name: string, module: object): string {
  const names = Object.entries(Object.getOwnPropertyDescriptors(module))
    .filter(([name, { value }]) => typeof value === "function" || name === "constants")
    .map(([name]) => name);
  const constants = names.map((name) => `export const ${name} = /* @__PURE__ */ (() => module.${name})();`);
  return [`const module = process.getBuiltinModule("${name}");`, ...constants].join("\n");
}
