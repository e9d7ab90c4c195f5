/** The reviews of one run. */

import type { ApiSwitches } from "../../api/switches.ts";
import type { TimedAction } from "../actions/table.ts";
import { type AskReviewers, BatchReviews } from "./reviews.ts";

/** The reviews that the actions of a plan answer, and those that are asked for; `undefined` if there can be none. */
export function reviewsOf(
  actions: readonly TimedAction[],
  switches: ApiSwitches,
  ask: AskReviewers | undefined,
): BatchReviews | undefined {
  const planned = new Set(actions.flatMap((action) => (action.op === "answerReview" ? action.batch : [])));
  return planned.size === 0 && ask === undefined ? undefined : new BatchReviews(switches, planned, ask);
}
