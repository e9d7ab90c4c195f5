/** What a client can specify about a write in addition to the object. */

import type { Actor } from "./log.ts";

/** What happens to an object's dependents: deleted before it, deleted after it, or left alone. */
export type Propagation = "Foreground" | "Background" | "Orphan";

/** Options of a write. */
export interface WriteOptions {
  readonly actor: Actor;
  /** Check everything and store nothing. */
  readonly dryRun?: boolean;
}

/** Options of an update. */
export interface UpdateOptions extends WriteOptions {
  /** Write to `/status` or, for pods, `/ephemeralcontainers`. */
  readonly subresource?: "status" | "ephemeralcontainers";
  /** A PUT must name the UID of the object it replaces; a patch applies to whatever is stored. */
  readonly isReplacement?: boolean;
}

/** What the stored object must match for a DELETE to happen. */
export interface Preconditions {
  readonly uid?: string;
  readonly resourceVersion?: string;
}

/** Options of a DELETE. */
export interface DeleteOptions extends WriteOptions {
  readonly propagation?: Propagation;
  readonly preconditions?: Preconditions;
  /** Only for pods, in seconds. */
  readonly gracePeriodSeconds?: number;
}
