/** Everything that is generated, and which of it is not as its sources would have it. */

import { existsSync, readFileSync } from "node:fs";
import { cliReference } from "./cli-reference.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { httpReference } from "./http-reference.ts";
import { pageScripts } from "./page-scripts.ts";
import { schemaTables } from "./schema-tables.ts";

export async function generatedFiles(): Promise<GeneratedFile[]> {
  return [...schemaTables(), ...pageScripts(), await cliReference(), httpReference()];
}

/** Files that are missing or old. */
export function outdated(files: readonly GeneratedFile[]): GeneratedFile[] {
  return files.filter(({ path, text }) => !existsSync(path) || readFileSync(path, "utf8") !== text);
}
