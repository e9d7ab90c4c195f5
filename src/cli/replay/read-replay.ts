/** Replay files on the command line. */

import { InputError } from "../../scenario/problem.ts";
import { parseReplay, type Replay } from "../../testing/replay.ts";

/**
 * Reads a replay file.
 *
 * @param file how it is called in messages
 * @throws InputError with everything that is wrong
 */
export function readReplay(file: string, text: string): Replay {
  const parsed = parseReplay(text);
  if ("problems" in parsed) throw new InputError(parsed.problems.map((message) => ({ file, message })));
  return parsed;
}
