/** The reviews of one run. */

import type { ApiServer } from "../../apiserver/api-server.ts";
import type { EventLoop } from "../../engine/event-loop.ts";
import type { SimulationPlan } from "../plan.ts";
import { switchesOfPlan } from "../releases/releases.ts";
import { HeldDeletions } from "./held-deletions.ts";
import { type AskReviewers, BatchReviews } from "./reviews.ts";

/** The reviews that the actions of a plan answer, and those that are asked for; `undefined` if there can be none. */
export function reviewsOf(
  plan: SimulationPlan,
  { loop, server }: { readonly loop: EventLoop; readonly server: ApiServer },
  ask: AskReviewers | undefined,
): BatchReviews | undefined {
  const planned = plan.actions.filter((action) => action.op === "answerReview");
  if (planned.length === 0 && ask === undefined) return undefined;
  const reviews = new BatchReviews({ switches: switchesOfPlan(plan), objects: server.objects }, planned, ask);
  server.deletionReviews = new HeldDeletions(loop, server, reviews);
  return reviews;
}
