/** Of the declarations of all sources, those that the package ships: what its entries lead to, and nothing else. */

import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { ENTRY_TYPES } from "./entry-types.ts";

const ALL = "dist/declarations";
const PUBLIC = "dist/types";

/** Imports and exports of other files of ours; modules of packages do not begin with a dot. */
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*["'](\.[^"']+)["']/g;

/**
 * Copies them into `dist/types`, which is emptied first.
 *
 * @throws Error if a declaration leads to a file that is not there
 */
export function copyPublicDeclarations(): void {
  rmSync(PUBLIC, { recursive: true, force: true });
  for (const file of reachable(Object.values(ENTRY_TYPES))) cpSync(file, file.replace(ALL, PUBLIC));
}

function reachable(entries: readonly string[]): ReadonlySet<string> {
  const found = new Set(entries);
  // A set is walked in the order in which it grows.
  for (const file of found) {
    for (const [, target = ""] of readFileSync(file, "utf8").matchAll(IMPORT)) {
      const imported = path.join(path.dirname(file), target.replace(/\.[jt]s$/, ".d.ts"));
      if (!existsSync(imported)) throw new Error(`${file} imports ${target}, which is not there`);
      found.add(imported);
    }
  }
  return found;
}
