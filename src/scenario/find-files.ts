/** From paths, folders and patterns to files with YAML or JSON. */

import { readdirSync, type Stats, statSync } from "node:fs";
import path from "node:path";

import { InputError } from "./problem.ts";

const ENDINGS: ReadonlySet<string> = new Set([".yaml", ".yml", ".json"]);
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(["node_modules", "expected"]);

/** Standard input, which is no file. */
export const STDIN = "-";

/**
 * Lists the named files.
 *
 * @param paths files; folders, to be searched for `.yaml`, `.yml` and `.json`; patterns with `*`, `**` and `?`, for
 * shells that leave them as they are; or `-`
 * @returns each once, in the order in which they were named, those of a folder sorted; a path that leads nowhere too,
 * as whoever reads it says so
 * @throws InputError for a folder or pattern without any such file
 * @example
 * const files = findFiles(["docs/how-to/files"]);
 */
export function findFiles(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.flatMap(filesOf))];
}

/** Whether a path stands for several files. */
export function meansSeveral(given: string): boolean {
  return given !== STDIN && (isFolder(given) || (isPattern(given) && !exists(given)));
}

function filesOf(given: string): readonly string[] {
  if (!meansSeveral(given)) return [given];
  if (isFolder(given)) return found(walk(given), given, "holds no .yaml, .yml or .json file");
  return found(matching(given), given, "matches no .yaml, .yml or .json file");
}

function found(files: readonly string[], given: string, problem: string): readonly string[] {
  if (files.length === 0) throw new InputError([{ file: given, message: problem }]);
  return files;
}

function exists(given: string): boolean {
  return statsOf(given) !== undefined;
}

function isFolder(given: string): boolean {
  return statsOf(given)?.isDirectory() === true;
}

/** Nothing for a name that cannot also be a pattern: its reader reports it. */
function statsOf(given: string): Stats | undefined {
  try {
    return statSync(given, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function isPattern(given: string): boolean {
  return /[*?]/.test(given);
}

function walk(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED_FOLDERS.has(entry.name) || entry.name.startsWith(".") ? [] : walk(name);
    return ENDINGS.has(path.extname(entry.name)) ? [name] : [];
  });
}

/** Files below the part of the pattern that has no wildcard. */
function matching(pattern: string): readonly string[] {
  const normal = path.normalize(pattern);
  const steps = normal.split(path.sep);
  const fixed = steps.slice(0, steps.findIndex(isPattern)).join(path.sep);
  const folder = fixed === "" ? (path.isAbsolute(normal) ? path.sep : ".") : fixed;
  if (!isFolder(folder)) return [];
  const expression = new RegExp(`^${steps.map(stepPattern).join(SEPARATOR).replaceAll(`.*${SEPARATOR}`, "(?:.*/)?")}$`);
  return walk(folder).filter((name) => expression.test(name.split(path.sep).join("/")));
}

const SEPARATOR = "/";

function stepPattern(step: string): string {
  if (step === "**") return ".*";
  return step
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^/]*")
    .replaceAll("?", "[^/]");
}
