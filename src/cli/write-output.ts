/** Files that the user has named for output, and what is said if something cannot be written. */

import { writeFileSync } from "node:fs";

/** Output that cannot be written: one sentence for the user, and nothing else. */
export class OutputError extends Error {
  override readonly name = "OutputError";

  /** @param where a file, or the name of a stream */
  constructor(where: string, cause: unknown) {
    super(`${where}: cannot be written: ${reasonOf(cause)}`, { cause });
  }
}

/** Plain words for the most common causes. */
const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EACCES: "you may not write there",
  EPERM: "you may not write there",
  EROFS: "it is on a read-only file system",
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
