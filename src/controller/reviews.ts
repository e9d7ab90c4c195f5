/** Admission webhooks between a controller and the API server: what it writes waits for their answer. */

import type { ApiError } from "../apiserver/errors.ts";
import type { Actor } from "../apiserver/log.ts";
import type { Request } from "../apiserver/requests.ts";

/** A batch after its review. */
export interface ReviewedBatch {
  readonly requests: readonly Request[];
  /** Those of its requests that are refused. */
  readonly refusals: ReadonlyMap<Request, ApiError>;
}

export interface Reviews {
  /**
   * Holds a batch that webhooks are asked about, and proceeds with it later.
   *
   * @returns whether it is held; a batch that is not can be sent now
   */
  hold(batch: readonly Request[], actor: Actor, proceed: (reviewed: ReviewedBatch) => void): boolean;
}
