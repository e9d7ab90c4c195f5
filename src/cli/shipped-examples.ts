/** The scenarios that help and docs name: read from the package if there is no folder of that name here. */

import { existsSync } from "node:fs";
import { shippedPath } from "./package-folder.ts";

/** What the package ships for commands to read. */
const FOLDERS = ["sim-scenarios", "docs/how-to/files"];

/**
 * The path to read for a path that a user or a scenario names: the same one, except for examples of the package in a
 * folder without any of its own.
 */
export function orShipped(path: string): string {
  const folder = FOLDERS.find((one) => path.startsWith(`${one}/`));
  if (folder === undefined || path.split("/").includes("..") || existsSync(folder)) return path;
  const shipped = shippedPath(path);
  return existsSync(shipped) ? shipped : path;
}
