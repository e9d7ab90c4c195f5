/** Admission webhooks before the deletions of components that act inside the server, such as the garbage collector. */

import type { AnyKind } from "../api/kinds/kind.ts";
import type { KubeObject } from "../api/types.ts";
import type { Actor } from "./log.ts";
import type { Propagation } from "./write-options.ts";

/** A deletion that webhooks may be asked about. */
export interface ReviewedDeletion {
  readonly of: AnyKind;
  readonly stored: KubeObject;
  readonly actor: Actor;
  readonly propagation?: Propagation;
  readonly gracePeriodSeconds?: number;
  /** Whether a refused deletion is tried again. */
  readonly isRetried: boolean;
  /** Deletes the object. */
  readonly carryOut: () => void;
}

export interface DeletionReviews {
  /** Holds a deletion that webhooks are asked about; returns whether it is held. One that is not can happen now. */
  hold(deletion: ReviewedDeletion): boolean;
}
