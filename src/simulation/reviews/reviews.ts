/**
 * Reviews of what the built-in controllers create, by webhooks that answer later.
 *
 * Batches with creations have numbers. An answer is an action of the run that names the number of its batch, so a
 * replay holds the same batches for as long, and needs no webhook.
 */

import { isJsonObject } from "../../api/json.ts";
import { applyJsonPatch } from "../../api/json-patch.ts";
import type { ApiSwitches } from "../../api/switches.ts";
import type { ApiError, ApiErrorReason } from "../../apiserver/errors.ts";
import type { Actor } from "../../apiserver/log.ts";
import type { Request } from "../../apiserver/requests.ts";
import type { ReviewedBatch, Reviews } from "../../controller/reviews.ts";
import { type Creation, creationOf, isCreation, withObject } from "./creation.ts";

/** What webhooks say about one creation; nothing if all agree and change nothing. */
export interface ReviewVerdict {
  readonly refusal?: { readonly reason: ApiErrorReason; readonly message: string };
  /** JSON patch of the object. */
  readonly patch?: readonly unknown[];
}

/**
 * Starts a review of a batch; its verdicts arrive as an action.
 *
 * @param number of the batch
 * @param creations of the batch, made when somebody looks
 * @returns whether any webhook is asked
 */
export type AskReviewers = (number: number, creations: () => readonly Creation[]) => boolean;

interface Held {
  readonly batch: readonly Request[];
  readonly proceed: (reviewed: ReviewedBatch) => void;
}

export class BatchReviews implements Reviews {
  readonly #switches: ApiSwitches;
  readonly #planned: ReadonlySet<number>;
  readonly #ask: AskReviewers | undefined;
  readonly #held = new Map<number, Held>();
  #batches = 0;

  /** @param planned numbers of the batches that the actions of the plan answer */
  constructor(switches: ApiSwitches, planned: ReadonlySet<number>, ask: AskReviewers | undefined) {
    this.#switches = switches;
    this.#planned = planned;
    this.#ask = ask;
  }

  /** Numbers of the batches that wait for an answer. */
  get pending(): readonly number[] {
    return [...this.#held.keys()];
  }

  hold(batch: readonly Request[], actor: Actor, proceed: (reviewed: ReviewedBatch) => void): boolean {
    if (!batch.some(isCreation)) return false;
    const number = this.#batches++;
    if (!this.#planned.has(number) && !this.#isAsked(number, batch, actor)) return false;
    this.#held.set(number, { batch, proceed });
    return true;
  }

  /** Goes on with a batch; the verdicts are those of its creations, in their order. */
  answer(number: number, verdicts: readonly ReviewVerdict[]): void {
    const held = this.#held.get(number);
    if (held === undefined) return;
    this.#held.delete(number);
    const rest = [...verdicts];
    const refusals = new Map<Request, ApiError>();
    const requests = held.batch.map((request) => {
      const verdict = (isCreation(request) ? rest.shift() : undefined) ?? {};
      const { changed, refusal } = this.#obey(request, verdict);
      if (refusal !== undefined) refusals.set(changed, refusal);
      return changed;
    });
    held.proceed({ requests, refusals });
  }

  #isAsked(number: number, batch: readonly Request[], actor: Actor): boolean {
    const creations = () => batch.flatMap((request) => creationOf(request, actor, this.#switches) ?? []);
    return this.#ask?.(number, creations) ?? false;
  }

  #obey(request: Request, { refusal, patch }: ReviewVerdict): { changed: Request; refusal?: ApiError | undefined } {
    if (patch === undefined || refusal !== undefined) return { changed: request, refusal };
    try {
      const creation = creationOf(request, "user", this.#switches);
      const object = creation && applyJsonPatch(creation.object, patch);
      return { changed: isJsonObject(object) ? withObject(request, object) : request };
    } catch (error) {
      // Only a patch that somebody wrote by hand: others were applied before.
      const message = error instanceof Error ? error.message : String(error);
      return { changed: request, refusal: { reason: "InternalError", message } };
    }
  }
}
