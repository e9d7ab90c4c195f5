/** Files that the user has named for output, and what is said when something cannot be written. */

import { writeFileSync } from "node:fs";

/** What cannot be written: a sentence for the user, who is told nothing else. */
export class OutputError extends Error {
  override readonly name = "OutputError";

  /** @param where a file, or the name of a stream */
  constructor(where: string, cause: unknown) {
    super(`${where}: cannot be written: ${reasonOf(cause)}`, { cause });
  }
}

/** Plain words for what happens most. */
const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EACCES: "you may not write there",
  EPERM: "you may not write there",
  EROFS: "it lies on a file system that cannot be written",
  ENOENT: "there is no such folder",
  EISDIR: "it is a folder",
};

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return REASONS[code] ?? (cause instanceof Error ? cause.message : String(cause));
}

/**
 * Writes a file.
 *
 * @throws OutputError if it cannot be written
 */
export function writeOutput(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new OutputError(file, error);
  }
}
