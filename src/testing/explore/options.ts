/** What a search of schedules is about. */

import type { AnyKind } from "../../api/kinds/kind.ts";
import type { ChoiceKind } from "../../simulation/choices/oracle.ts";
import type { StartControllers } from "../../simulation/controllers/controllers.ts";
import type { Invariant } from "../invariants/invariant.ts";
import type { ExploreProgress } from "./progress.ts";

/** Options of `explore`. */
export interface ExploreOptions {
  /** Maximum deviations from the usual schedule; 2 by default. */
  readonly deviations?: number;
  /** What may deviate; everything by default. */
  readonly kinds?: readonly ChoiceKind[];
  /** How late held deliveries and late writes are, in milliseconds; 1500 by default. */
  readonly heldMs?: number;
  /** What must hold; the invariants of Jobs by default. */
  readonly invariants?: readonly Invariant[];
  /** What runs in the controller manager; the built-in controllers by default. */
  readonly controllers?: StartControllers;
  /** Kinds of objects with their own strategies. */
  readonly objectKinds?: readonly AnyKind[];
  /** A share of the work: every `of`-th of the schedules with one deviation, with all that follow from it. */
  readonly shard?: { readonly index: number; readonly of: number };
  /** Continues from there. */
  readonly from?: ExploreProgress;
  /** Called before each part of the work with the progress so far; the search ends when it says so. */
  readonly shouldStop?: (progress: ExploreProgress) => boolean;
}
