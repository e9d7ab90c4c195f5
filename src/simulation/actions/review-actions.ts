/** The answers of admission webhooks to what the built-in controllers write. */

import type { BatchName, ReviewVerdict } from "../reviews/reviews.ts";
import type { ActionKinds } from "./action.ts";

/** Actions of webhooks, by name. */
export interface ReviewActions {
  readonly answerReview: BatchName & {
    /** One for each creation, or each update and deletion, of the batch. */
    readonly verdicts: readonly ReviewVerdict[];
  };
}

export const REVIEW_ACTIONS: ActionKinds<ReviewActions> = {
  answerReview: { perform: ({ reviews }, action) => reviews?.answer(action, action.verdicts) },
};
