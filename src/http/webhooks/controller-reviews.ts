/**
 * Asks webhooks about what the built-in controllers create: pods of Jobs, and Jobs of CronJobs.
 *
 * The world is stopped until they have answered. The answer is recorded as a write, like those of clients.
 */

import type { Creation } from "../../simulation/reviews/creation.ts";
import type { BatchReviews, ReviewVerdict } from "../../simulation/reviews/reviews.ts";
import type { World } from "../context.ts";
import { HttpError, toApiError } from "../status.ts";
import { type ConfiguredWebhooks, isAsked, webhooksIn } from "./matching.ts";
import type { ReviewedWrite } from "./pass.ts";
import { Reviewer } from "./reviewer.ts";

/** A world that can be stopped while webhooks are called. */
export interface ReviewedWorld extends World {
  /** Holds the world until the returned function is called. */
  hold(): () => void;
  readonly reviews: BatchReviews | undefined;
}

export class ControllerReviews {
  readonly #world: ReviewedWorld;
  readonly #reviewer: Reviewer;

  constructor(world: ReviewedWorld) {
    this.#world = world;
    this.#reviewer = new Reviewer(world);
  }

  /** Starts the review of a batch; returns whether any webhook is asked. */
  start(batch: number, creations: () => readonly Creation[]): boolean {
    const configured = webhooksIn(this.#world);
    if (configured === undefined) return false;
    const all = [...configured.mutating, ...configured.validating];
    const writes = creations().map(writeOf);
    if (!writes.some((write) => all.some((webhook) => isAsked(this.#world, webhook, write)))) return false;
    const release = this.#world.hold();
    void Promise.all(writes.map((write) => this.#verdict(configured, write)))
      .then((verdicts) => this.#answer(batch, verdicts))
      .finally(release);
    return true;
  }

  #answer(batch: number, verdicts: readonly ReviewVerdict[]): void {
    if (this.#world.ended?.aborted === true) return;
    this.#world.write(() => {
      this.#world.record({ op: "answerReview", batch, verdicts });
      this.#world.reviews?.answer(batch, verdicts);
    });
  }

  async #verdict({ mutating, validating }: ConfiguredWebhooks, write: ReviewedWrite): Promise<ReviewVerdict> {
    // Controllers log warnings, and do nothing about them.
    const warnings: string[] = [];
    try {
      const { object, patches } = await this.#reviewer.mutate(mutating, write, warnings);
      await this.#reviewer.validate(validating, { ...write, object }, warnings);
      return patches.length === 0 ? {} : { patch: patches };
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      return { refusal: toApiError(error) };
    }
  }
}

function writeOf({ of, actor, namespace, object }: Creation): ReviewedWrite {
  const { group, version, kind, plural, isNamespaced } = of;
  return {
    operation: "CREATE",
    of: { group, version, kind, plural, isNamespaced },
    namespace,
    // Pods get their names when they are stored.
    name: "",
    ...{ subresource: "", oldObject: undefined, isDryRun: false },
    object,
    serviceAccount: actor,
  };
}
