/**
 * Keeps out of the start of a command what Node would load of itself for nothing: a package that requires a module of
 * Node for a case that never comes, and the getters of `node:fs`, which an ECMAScript import reads all, and which load
 * streams and promises.
 */

import fs from "node:fs";
import type { Plugin } from "rolldown";

/** What a package uses of a module that it requires when it loads. */
const USED: readonly { readonly by: string; readonly module: string; readonly names: readonly string[] }[] = [
  // For commands that are programs of their own; ours are functions.
  { by: "/node_modules/commander/", module: "node:child_process", names: ["spawn"] },
  // For generators without a seed; ours have one.
  { by: "/node_modules/seedrandom/", module: "crypto", names: ["randomBytes"] },
];

const PREFIX = "late-builtin:";
const FS = "node:fs";

/** Modules of Node that load when something of them is called. */
export const lateBuiltins: Plugin = {
  name: "late-builtins",
  resolveId(id, importer = "") {
    const used = USED.find(({ by, module }) => module === id && importer.includes(by));
    if (used !== undefined) return `${PREFIX}${id}`;
    return id === FS && importer.endsWith(".ts") ? `${PREFIX}${id}` : undefined;
  },
  load(id) {
    if (!id.startsWith(PREFIX)) return undefined;
    const module = id.slice(PREFIX.length);
    if (module === FS) return functionsOfFs();
    const names = USED.filter((used) => used.module === module).flatMap((used) => used.names);
    const getters = names.map((name) => `get ${name}() { return process.getBuiltinModule("${module}").${name}; }`);
    return `module.exports = { ${getters.join(", ")} };`;
  },
};

function functionsOfFs(): string {
  const names = Object.entries(Object.getOwnPropertyDescriptors(fs))
    .filter(([name, { value }]) => typeof value === "function" || name === "constants")
    .map(([name]) => name);
  return `export const { ${names.join(", ")} } = process.getBuiltinModule("${FS}");`;
}
