/** Settings of the scheduler. */

import type { DisruptionBudgetFacts } from "../api/scheduling-types.ts";
import type { StringMap } from "../api/types.ts";
import type { BestNodes } from "./framework/best-nodes.ts";
import type { Profile } from "./framework/profile.ts";
import type { NodeInfo } from "./node-info.ts";
import type { QueueSettings } from "./queue/scheduling-queue.ts";
import type { SchedulerSwitches } from "./switches.ts";

/** The `schedulerName` of pods for this scheduler. */
export const DEFAULT_SCHEDULER_NAME = "default-scheduler";

export interface SchedulerSettings {
  readonly switches: SchedulerSwitches;
  readonly profile?: Profile;
  readonly queue: QueueSettings;
  readonly percentageOfNodesToScore: number;
  /**
   * Whether pods of one shape share results: a pod that fails waits in line behind another pod of its shape, and is
   * tried when that one has a node. Attempts that would fail in the same way are skipped.
   */
  readonly sharesFindings: boolean;
  /** When an attempt that begins at `begunMs` is decided. */
  readonly decidedAtMs: (begunMs: number) => number;
  /** Chooses one of the nodes with the best score. */
  readonly chooseNode: (best: BestNodes) => NodeInfo | undefined;
  readonly drawIndex: (below: number) => number;
  readonly namespaceLabels: (namespace: string) => StringMap;
  readonly budgets: () => readonly DisruptionBudgetFacts[];
}
