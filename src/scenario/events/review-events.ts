/** Events of admission webhooks: what they answered about writes of the built-in controllers. */

import { z } from "zod";

import { API_ERROR_REASONS } from "../../apiserver/errors.ts";
import type { ReviewActions } from "../../simulation/actions/review-actions.ts";
import type { ReviewVerdict } from "../../simulation/reviews/reviews.ts";
import { type ActionWriters, eventKind } from "./event-kind.ts";
import { at } from "./parts.ts";

const verdict = z
  .strictObject({
    refuse: z.string().optional().describe("The message of a refusal."),
    reason: z.enum(API_ERROR_REASONS).optional().describe("The reason of a refusal; BadRequest if absent."),
    patch: z
      .array(z.looseObject({ op: z.string().describe("add, remove, replace, move, copy or test.") }))
      .optional()
      .describe("A JSON patch of the object."),
  })
  .describe("What the webhooks say about one write; nothing if they agree and change nothing.");

const answerReview = eventKind(
  z
    .strictObject({
      at,
      action: z.literal("answerReview").describe("Answers a review that a batch of writes waits for."),
      of: z
        .enum(["creations", "changes"])
        .optional()
        .describe("Whether the batch creates objects (the default), or updates and deletes them."),
      batch: z
        .number()
        .int()
        .nonnegative()
        .describe("Number of the batch among all batches of that sort in the run, from 0."),
      verdicts: z.array(verdict).describe("One for each write of the batch."),
    })
    .describe("Admission webhooks answer: in sessions that jobsim serve has saved."),
  ({ at: time, of, batch, verdicts }, context) => [
    {
      atMs: context.durationMs("at", time),
      op: "answerReview",
      ...(of === undefined ? {} : { of }),
      batch,
      verdicts: verdicts.map(readVerdict),
    },
  ],
);

function readVerdict({ refuse, reason = "BadRequest", patch }: z.infer<typeof verdict>): ReviewVerdict {
  return {
    ...(refuse === undefined ? {} : { refusal: { reason, message: refuse } }),
    ...(patch === undefined ? {} : { patch }),
  };
}

function writeVerdict({ refusal, patch }: ReviewVerdict) {
  return {
    ...(refusal === undefined ? {} : { refuse: refusal.message, reason: refusal.reason }),
    ...(patch === undefined ? {} : { patch }),
  };
}

/** Events of webhooks, by their actions. */
export const REVIEW_EVENTS = { answerReview } as const;

export const REVIEW_WRITERS: ActionWriters<keyof ReviewActions> = {
  answerReview: ({ of, batch, verdicts }) => ({
    action: "answerReview",
    ...(of === undefined ? {} : { of }),
    batch,
    verdicts: verdicts.map(writeVerdict),
  }),
};
