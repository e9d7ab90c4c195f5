/**
 * Asks webhooks about what the built-in controllers write.
 *
 * The world is stopped until they have answered. The answer is recorded as a write, like those of clients.
 */

import type { ControllerWrite } from "../../simulation/reviews/controller-write.ts";
import type { BatchName, BatchReviews, ReviewVerdict } from "../../simulation/reviews/reviews.ts";
import type { World } from "../context.ts";
import { HttpError, toApiError } from "../status.ts";
import { accountUser } from "../user-info.ts";
import { type ConfiguredWebhooks, isAsked, webhooksIn } from "./matching.ts";
import type { ReviewedWrite } from "./pass.ts";
import { Reviewer } from "./reviewer.ts";

/** A world that can be stopped while webhooks are called. */
export interface ReviewedWorld extends World {
  /** Holds the world until the returned function is called. */
  hold(): () => void;
  readonly reviews: BatchReviews | undefined;
}

/** The service accounts of controllers that have other names in a log. */
const SERVICE_ACCOUNTS: ReadonlyMap<string, string> = new Map([
  ["ttl-controller", "ttl-after-finished-controller"],
  ["garbage-collector", "generic-garbage-collector"],
]);

export class ControllerReviews {
  readonly #world: ReviewedWorld;
  readonly #reviewer: Reviewer;

  constructor(world: ReviewedWorld) {
    this.#world = world;
    this.#reviewer = new Reviewer(world);
  }

  /** Starts the review of a batch; returns whether any webhook is asked. */
  start(name: BatchName, writes: () => readonly (ControllerWrite | undefined)[]): boolean {
    const configured = webhooksIn(this.#world);
    if (configured === undefined) return false;
    const all = [...configured.mutating, ...configured.validating];
    const asked = writes().map((write) => write && writeOf(write));
    if (!asked.some((write) => write && all.some((webhook) => isAsked(this.#world, webhook, write)))) return false;
    const release = this.#world.hold();
    void Promise.all(asked.map((write) => (write === undefined ? {} : this.#verdict(configured, write))))
      .then((verdicts) => this.#answer(name, verdicts))
      .finally(release);
    return true;
  }

  #answer(name: BatchName, verdicts: readonly ReviewVerdict[]): void {
    if (this.#world.ended?.aborted === true) return;
    this.#world.write(() => {
      this.#world.record({ op: "answerReview", ...name, verdicts });
      this.#world.reviews?.answer(name, verdicts);
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

function writeOf({ of, actor, ...write }: ControllerWrite): ReviewedWrite {
  const { group, version, kind, plural, isNamespaced } = of;
  return {
    ...write,
    of: { group, version, kind, plural, isNamespaced },
    isDryRun: false,
    user: accountUser("kube-system", SERVICE_ACCOUNTS.get(actor) ?? actor),
  };
}
