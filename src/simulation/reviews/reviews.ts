/**
 * Reviews of what the built-in controllers write, by webhooks that answer later.
 *
 * Batches have numbers. An answer is an action of the run that names the number of its batch, so a replay holds the
 * same batches for as long, and needs no webhook.
 */

import { isJsonObject } from "../../api/json.ts";
import { applyJsonPatch } from "../../api/json-patch.ts";
import type { ApiSwitches } from "../../api/switches.ts";
import type { ApiError, ApiErrorReason } from "../../apiserver/errors.ts";
import type { Actor } from "../../apiserver/log.ts";
import type { Registries } from "../../apiserver/registries.ts";
import type { Request } from "../../apiserver/requests.ts";
import type { ReviewedBatch, Reviews } from "../../controller/reviews.ts";
import { changeOf, isChange, withResult } from "./change.ts";
import type { ControllerWrite } from "./controller-write.ts";
import { creationOf, isCreation, withObject } from "./creation.ts";

/** What webhooks say about one write; nothing if all agree and change nothing. */
export interface ReviewVerdict {
  readonly refusal?: { readonly reason: ApiErrorReason; readonly message: string };
  /** JSON patch of the object. */
  readonly patch?: readonly unknown[];
}

/** A batch of writes in a run. */
export interface BatchName {
  /** Whether it creates objects, or updates and deletes them; `creations` if absent. */
  readonly of?: "creations" | "changes";
  /** Its number, from 0, among all batches of that sort. */
  readonly batch: number;
}

/**
 * Starts a review of a batch; its verdicts arrive as an action.
 *
 * @param name of the batch
 * @param writes of the batch, made when somebody looks; `undefined` for writes that the server refuses anyway
 * @returns whether any webhook is asked
 */
export type AskReviewers = (name: BatchName, writes: () => readonly (ControllerWrite | undefined)[]) => boolean;

/** What the reviews of a run need to know of it. */
export interface ReviewedRun {
  readonly switches: ApiSwitches;
  readonly objects: Registries;
}

interface Held {
  readonly name: BatchName;
  readonly batch: readonly Request[];
  readonly proceed: (reviewed: ReviewedBatch) => void;
}

export class BatchReviews implements Reviews {
  readonly #run: ReviewedRun;
  readonly #planned: ReadonlySet<string>;
  readonly #ask: AskReviewers | undefined;
  readonly #held = new Map<string, Held>();
  readonly #batches = { creations: 0, changes: 0 };

  /**
   * @param planned the batches that the actions of the plan answer
   * @internal
   */
  constructor(run: ReviewedRun, planned: Iterable<BatchName>, ask: AskReviewers | undefined) {
    this.#run = run;
    this.#planned = new Set(Array.from(planned, keyOf));
    this.#ask = ask;
  }

  /** The batches that wait for an answer. */
  get pending(): readonly BatchName[] {
    return Array.from(this.#held.values(), ({ name }) => name);
  }

  hold(batch: readonly Request[], actor: Actor, proceed: (reviewed: ReviewedBatch) => void): boolean {
    const name = this.#nameOf(batch);
    if (name === undefined) return false;
    if (!this.#planned.has(keyOf(name)) && !this.#isAsked(name, batch, actor)) return false;
    this.#held.set(keyOf(name), { name, batch, proceed });
    return true;
  }

  /** Goes on with a batch; the verdicts are those of its writes, in their order. */
  answer(name: BatchName, verdicts: readonly ReviewVerdict[]): void {
    const held = this.#held.get(keyOf(name));
    if (held === undefined) return;
    this.#held.delete(keyOf(name));
    const rest = [...verdicts];
    const refusals = new Map<Request, ApiError>();
    const requests = held.batch.map((request) => {
      const verdict = (isReviewed(request) ? rest.shift() : undefined) ?? {};
      const { changed, refusal } = this.#obey(request, verdict);
      if (refusal !== undefined) refusals.set(changed, refusal);
      return changed;
    });
    held.proceed({ requests, refusals });
  }

  /** Creations are counted by themselves, as sessions were saved in which nothing else was reviewed. */
  #nameOf(batch: readonly Request[]): BatchName | undefined {
    if (batch.some(isCreation)) return { batch: this.#batches.creations++ };
    return batch.some(isChange) ? { of: "changes", batch: this.#batches.changes++ } : undefined;
  }

  #isAsked(name: BatchName, batch: readonly Request[], actor: Actor): boolean {
    return this.#ask?.(name, () => batch.filter(isReviewed).map((request) => this.#writeOf(request, actor))) ?? false;
  }

  #writeOf(request: Request, actor: Actor): ControllerWrite | undefined {
    return creationOf(request, actor, this.#run.switches) ?? changeOf(request, actor, this.#run.objects);
  }

  #obey(request: Request, { refusal, patch }: ReviewVerdict): { changed: Request; refusal?: ApiError | undefined } {
    if (patch === undefined || refusal !== undefined) return { changed: request, refusal };
    try {
      const { object } = this.#writeOf(request, "user") ?? {};
      const patched = object && applyJsonPatch(object, patch);
      if (!isJsonObject(patched)) return { changed: request };
      return { changed: isCreation(request) ? withObject(request, patched) : withResult(request, patched) };
    } catch (error) {
      // A patch that somebody wrote by hand, or an object that has changed since its patch was applied.
      const message = error instanceof Error ? error.message : String(error);
      return { changed: request, refusal: { reason: "InternalError", message } };
    }
  }
}

function isReviewed(request: Request): boolean {
  return isCreation(request) || isChange(request);
}

function keyOf({ of = "creations", batch }: BatchName): string {
  return `${of} ${batch}`;
}
