/** Numbers and choices of the scheduler that a run can change. */

import type { DisruptionBudgetFacts } from "../api/scheduling-types.ts";
import type { StringMap } from "../api/types.ts";
import type { BestNodes } from "./framework/best-nodes.ts";
import type { Profile } from "./framework/profile.ts";
import type { NodeInfo } from "./node-info.ts";
import type { QueueSettings } from "./queue/scheduling-queue.ts";
import type { SchedulerSwitches } from "./switches.ts";

/** The name by which pods ask for this scheduler. */
export const DEFAULT_SCHEDULER_NAME = "default-scheduler";

export interface SchedulerSettings {
  readonly switches: SchedulerSwitches;
  readonly profile?: Profile;
  readonly queue: QueueSettings;
  readonly percentageOfNodesToScore: number;
  /**
   * Whether equal pods share what is found out about one of them: a pod that fails stands in line behind an equal one
   * that waits, and is tried when that one has a node. Attempts that would fail again alike are left out.
   */
  readonly sharesFindings: boolean;
  /** When an attempt that begins now is decided; the same instant means at once. */
  readonly decidedAtMs: (begunMs: number) => number;
  /** One of the nodes with the best score. */
  readonly chooseNode: (best: BestNodes) => NodeInfo | undefined;
  readonly drawIndex: (below: number) => number;
  readonly namespaceLabels: (namespace: string) => StringMap;
  readonly budgets: () => readonly DisruptionBudgetFacts[];
}
