/** Everything that is generated, and which of it is not as its sources would have it. */

import { existsSync, readFileSync } from "node:fs";
import type { GeneratedFile } from "./generated-file.ts";
import { pageScripts } from "./page-scripts.ts";

export function generatedFiles(): GeneratedFile[] {
  return pageScripts();
}

/** Files that are missing or old. */
export function outdated(files: readonly GeneratedFile[]): GeneratedFile[] {
  return files.filter(({ path, text }) => !existsSync(path) || readFileSync(path, "utf8") !== text);
}
