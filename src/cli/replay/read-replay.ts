/** Files of violations on the command line. */

import { loadScenario } from "../../scenario/load.ts";
import { type Replay, replayOf } from "../../testing/replay.ts";
import type { Environment } from "../environment.ts";
import type { NamedText } from "../text-files.ts";

/**
 * Reads the file of a violation.
 *
 * @throws InputError with everything that is wrong
 */
export function readReplay({ name: file, text }: NamedText, { readFile }: Environment): Replay {
  return replayOf(loadScenario({ text, file, readFile }), file);
}
