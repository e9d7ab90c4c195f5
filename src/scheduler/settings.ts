/** Numbers and choices of the scheduler that a run can change. */

import type { DisruptionBudgetFacts } from "../api/scheduling-types.ts";
import type { StringMap } from "../api/types.ts";
import type { Profile } from "./framework/profile.ts";
import type { NodeInfo } from "./node-info.ts";
import type { QueueSettings } from "./queue/scheduling-queue.ts";
import type { SchedulerSwitches } from "./switches.ts";

export interface SchedulerSettings {
  readonly switches: SchedulerSwitches;
  readonly profile?: Profile;
  readonly queue: QueueSettings;
  readonly percentageOfNodesToScore: number;
  /** When an attempt that begins now is decided; the same instant means at once. */
  readonly decidedAtMs: (begunMs: number) => number;
  /** One of the nodes with the best score. */
  readonly chooseNode: (best: readonly NodeInfo[]) => NodeInfo | undefined;
  readonly drawIndex: (below: number) => number;
  readonly namespaceLabels: (namespace: string) => StringMap;
  readonly budgets: () => readonly DisruptionBudgetFacts[];
}
