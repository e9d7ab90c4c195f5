/** What a client may say of a write beside the object. */

import type { Actor } from "./log.ts";

/** What happens to an object's dependents: gone before it, after it, or left alone. */
export type Propagation = "Foreground" | "Background" | "Orphan";

export interface WriteOptions {
  readonly actor: Actor;
  /** Everything is checked and nothing is stored. */
  readonly dryRun?: boolean;
}

export interface UpdateOptions extends WriteOptions {
  /** The write is to `/status`; only pods have `/ephemeralcontainers`. */
  readonly subresource?: "status" | "ephemeralcontainers";
  /** A PUT names the very object that it replaces; a patch is made onto whatever is stored. */
  readonly isReplacement?: boolean;
}

/** What must be so for a DELETE to be done. */
export interface Preconditions {
  readonly uid?: string;
  readonly resourceVersion?: string;
}

export interface DeleteOptions extends WriteOptions {
  readonly propagation?: Propagation;
  readonly preconditions?: Preconditions;
  /** Only pods have one. */
  readonly gracePeriodSeconds?: number;
}
