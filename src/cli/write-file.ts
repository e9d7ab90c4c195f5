/** Writes files so that a reader finds the old text or the new one, never a part. */

import { accessSync, constants, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { OutputError } from "./write-output.ts";

/** Only its owner may read a file with a token, whoever could read it before. */
export const PRIVATE_MODE = 0o600;

/**
 * Finds out before the work begins whether its result can be written.
 *
 * @throws OutputError that says what prevents it
 */
export function checkWritable(file: string): void {
  const folder = path.dirname(path.resolve(file));
  const isFolder = statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isFolder) throw new OutputError(file, new Error("it is a folder"));
  try {
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new OutputError(file, error);
  }
}

/**
 * Writes to a temporary file, and renames it when it is complete.
 *
 * @throws OutputError if it cannot be written
 */
export function writeWhole(file: string, text: string, mode?: number): void {
  const aside = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}`);
  try {
    writeFileSync(aside, text, mode === undefined ? {} : { mode });
    renameSync(aside, file);
  } catch (error) {
    throw new OutputError(file, error);
  } finally {
    rmSync(aside, { force: true });
  }
}
