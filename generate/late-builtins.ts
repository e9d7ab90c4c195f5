/**
 * Keeps unused modules of Node out of the start of a command. Some packages require one for a case that never occurs here,
 * and an ECMAScript import of `node:fs` reads all of its getters, which load streams and promises.
 */

import fs from "node:fs";
import type { Plugin } from "rolldown";

/** What a package uses of a module that it requires when it loads. */
const USED: readonly { readonly by: string; readonly module: string; readonly names: readonly string[] }[] = [
  // For commands that are separate programs; ours are functions.
  { by: "/node_modules/commander/", module: "node:child_process", names: ["spawn"] },
  // For generators without a seed; ours have one.
  { by: "/node_modules/seedrandom/", module: "crypto", names: ["randomBytes"] },
];

const PREFIX = "late-builtin:";
const FS = "node:fs";

/** Makes these modules load when one of their functions is called. */
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
