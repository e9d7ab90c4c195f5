/** What an attempt reads, and where chance comes from. */

import type { DisruptionBudgetFacts } from "../api/scheduling-types.ts";
import type { Snapshot } from "./cluster-state.ts";
import type { NominatedVerdicts } from "./framework/nominated-verdicts.ts";
import type { Profile } from "./framework/profile.ts";
import type { NodeInfo } from "./node-info.ts";
import type { Nominator } from "./nominator.ts";
import type { SchedulerSwitches } from "./switches.ts";

export interface AttemptWorld {
  readonly snapshot: Snapshot;
  readonly nominator: Nominator;
  /** Absent if each pod looks at each node itself. */
  readonly nominatedVerdicts?: NominatedVerdicts;
  readonly profile: Profile;
  readonly switches: SchedulerSwitches;
  readonly budgets: readonly DisruptionBudgetFacts[];
  /** Share of the nodes that is searched, in percent; 0 goes by the size of the cluster. */
  readonly percentageOfNodesToScore: number;
  /** Where the search for nodes begins. */
  readonly startIndex: number;
  /** One of the nodes with the best score. */
  readonly chooseNode: (best: readonly NodeInfo[]) => NodeInfo | undefined;
  /** A whole number at least 0 and less than `below`. */
  readonly drawIndex: (below: number) => number;
}
