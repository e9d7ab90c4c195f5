/** The file in which a long search saves its progress. */

import { equalJson, isJsonObject } from "../../api/json.ts";
import { InputError } from "../../scenario/problem.ts";
import type { ExploreProgress } from "../../testing/explore/progress.ts";
import { writeOutput } from "../write-output.ts";

/** Saves the progress of a search. */
export function writeState(file: string, scope: object, progress: ExploreProgress): void {
  writeOutput(file, `${JSON.stringify({ scope, progress })}\n`);
}

/**
 * The progress of a search; nothing if there is no file yet.
 *
 * @throws InputError if the file is of another search, or none
 */
export function readState(
  file: string,
  scope: object,
  readFile: (file: string) => string,
): ExploreProgress | undefined {
  let text: string;
  try {
    text = readFile(file);
  } catch {
    return undefined;
  }
  const state: { readonly scope?: unknown; readonly progress?: ExploreProgress } = parse(file, text);
  if (!equalJson(state.scope, JSON.parse(JSON.stringify(scope)))) {
    throw new InputError([{ file, message: "is of another search: name another file with --state" }]);
  }
  if (state.progress?.tallies === undefined) {
    throw new InputError([{ file, message: "was written by an earlier version, which did not count what is armed" }]);
  }
  return state.progress;
}

function parse(file: string, text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return value;
  } catch {
    // Reported below, as for a file that is not an object.
  }
  throw new InputError([{ file, message: "was not written by jobsim explore --state" }]);
}
