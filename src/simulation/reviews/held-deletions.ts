/**
 * Deletions by the garbage collector and the controllers of nodes that wait for webhooks.
 *
 * These components act at the instant of what they react to, and have no connection that could hold their requests.
 */

import { equalJson } from "../../api/json.ts";
import type { ApiServer } from "../../apiserver/api-server.ts";
import type { DeletionReviews, ReviewedDeletion } from "../../apiserver/deletion-reviews.ts";
import type { Request } from "../../apiserver/requests.ts";
import type { Reviews } from "../../controller/reviews.ts";
import { defaultRetryDelay } from "../../controller/work-queue.ts";
import { type EventLoop, Phase } from "../../engine/event-loop.ts";

export class HeldDeletions implements DeletionReviews {
  readonly #loop: EventLoop;
  readonly #server: ApiServer;
  readonly #reviews: Reviews;
  /** Who is about to delete what. */
  readonly #held = new Set<string>();

  constructor(loop: EventLoop, server: ApiServer, reviews: Reviews) {
    this.#loop = loop;
    this.#server = server;
    this.#reviews = reviews;
  }

  /** What the users of a scenario delete is not reviewed. */
  hold(deletion: ReviewedDeletion): boolean {
    if (deletion.actor === "user" || deletion.stored.metadata.deletionTimestamp !== undefined) return false;
    return this.#held.has(keyOf(deletion)) || this.#isHeld(deletion, 0);
  }

  #isHeld(deletion: ReviewedDeletion, failures: number): boolean {
    const { actor } = deletion;
    const request = requestOf(deletion);
    const isHeld = this.#reviews.hold([request], actor, ({ refusals }) => {
      const refusal = refusals.get(request);
      if (refusal !== undefined) {
        this.#server.logRefused(request, actor, refusal);
        if (deletion.isRetried) this.#retry(deletion, failures);
        else this.#held.delete(keyOf(deletion));
      } else if (this.#goesOn(deletion)) deletion.carryOut();
    });
    if (isHeld) this.#held.add(keyOf(deletion));
    return isHeld;
  }

  #retry(deletion: ReviewedDeletion, failures: number): void {
    this.#loop.schedule(this.#loop.nowMs + defaultRetryDelay(failures), Phase.world, () => {
      if (this.#goesOn(deletion) && !this.#isHeld(deletion, failures + 1)) deletion.carryOut();
    });
  }

  /** Whether the object is still to be deleted: it exists, is not being deleted, and has the same owners. */
  #goesOn(deletion: ReviewedDeletion): boolean {
    this.#held.delete(keyOf(deletion));
    const { uid, namespace, name, ownerReferences } = deletion.stored.metadata;
    const now = this.#server.objects.of(deletion.of).get(namespace, name)?.metadata;
    if (now === undefined || now.uid !== uid || now.deletionTimestamp !== undefined) return false;
    return equalJson(now.ownerReferences, ownerReferences);
  }
}

function keyOf({ actor, stored: { metadata } }: ReviewedDeletion): string {
  return `${actor} ${metadata.uid}`;
}

function requestOf({ of, stored, propagation, gracePeriodSeconds }: ReviewedDeletion): Request {
  const { namespace, name } = stored.metadata;
  return {
    ...{ resource: "objects", of, verb: "delete", namespace, name },
    ...(propagation === undefined ? {} : { propagation }),
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
  };
}
