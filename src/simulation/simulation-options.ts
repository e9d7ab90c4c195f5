/** What a run needs in addition to its plan: what is kept, who looks on, and what is not data. */

import type { AnyKind } from "../api/kinds/kind.ts";
import type { Recording } from "../apiserver/log.ts";
import type { OnDecision } from "../controller/job/decisions.ts";
import type { ScriptFor } from "../kubelet/behaviour/scripts.ts";
import type { ChoiceListener } from "./choices/oracle.ts";
import type { StartControllers } from "./controllers/controllers.ts";
import type { ReconcileObserver } from "./controllers/reconcile-observer.ts";
import type { AskReviewers } from "./reviews/reviews.ts";

export interface SimulationOptions {
  /** How much of the log is kept; all of it by default. */
  readonly record?: Recording;
  /** Whether Events about pods are recorded: nothing acts on them, and they would be most of the log. */
  readonly podEvents?: boolean;
  /** Called with the rule behind each decision of the Job controller. */
  readonly onDecision?: OnDecision;
  /** Looks on while custom controllers read and write. */
  readonly observer?: ReconcileObserver;
  /** Called with each choice of a run with a schedule. */
  readonly onChoice?: ChoiceListener;
  /** The scripts of pods, instead of the rules of the plan. */
  readonly scriptFor?: ScriptFor;
  /** Additional kinds of objects with their own strategies. */
  readonly kinds?: readonly AnyKind[];
  /** The controllers to run; those of Kubernetes by default. */
  readonly controllers?: StartControllers;
  /** Asks webhooks about what the built-in controllers write. */
  readonly askReviewers?: AskReviewers;
}
