/** The answers of admission webhooks to what the built-in controllers create. */

import type { ReviewVerdict } from "../reviews/reviews.ts";
import type { ActionKinds } from "./action.ts";

/** Actions of webhooks, by name. */
export interface ReviewActions {
  readonly answerReview: {
    /** Number of the batch, from 0, among all batches of creations in the run. */
    readonly batch: number;
    /** One for each creation of the batch. */
    readonly verdicts: readonly ReviewVerdict[];
  };
}

export const REVIEW_ACTIONS: ActionKinds<ReviewActions> = {
  answerReview: { perform: ({ reviews }, { batch, verdicts }) => reviews?.answer(batch, verdicts) },
};
