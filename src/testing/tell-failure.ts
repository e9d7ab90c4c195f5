/** A violation in a dozen lines: what was done, what happened, what is wrong. */

import type { StartControllers } from "../simulation/controllers/controllers.ts";
import type { Violation } from "./invariants/invariant.ts";
import { type Playing, played } from "./playing.ts";
import { lastLines, storyOf } from "./story.ts";
import type { Trial } from "./trial.ts";

/** Lines of a story; a dozen is what people read. */
const STORY_LINES = 12;

/** The last things that happen before a violation. */
export function* tellFailure(
  trial: Trial,
  violation: Violation,
  controllers: StartControllers | undefined,
): Playing<string[]> {
  try {
    const { entries } = yield* played(trial, { invariants: [], controllers, record: true });
    return lastLines(storyOf(entries.slice(0, violation.entry)), STORY_LINES);
  } catch (error) {
    return [`the run ends with an exception: ${error instanceof Error ? error.message : String(error)}`];
  }
}
