/** Behaviour that differs between releases, as named switches; code depends on switches and never on versions. */

import { type ApiSwitches, CURRENT_API } from "../api/switches.ts";
import { type CronJobSwitches, CURRENT_CRON_JOB } from "../controller/cronjob/switches.ts";
import type { JobControllerSwitches } from "../controller/job/switches.ts";
import { CURRENT_NODE_LIFECYCLE, type NodeLifecycleSwitches } from "../controller/node-lifecycle/switches.ts";
import { CURRENT_KUBELET, type KubeletSwitches } from "../kubelet/switches.ts";
import { CURRENT_SCHEDULER, type ReleasedSchedulerSwitches } from "../scheduler/switches.ts";

export type Switches = ApiSwitches &
  JobControllerSwitches &
  CronJobSwitches &
  KubeletSwitches &
  NodeLifecycleSwitches &
  ReleasedSchedulerSwitches;

export type SwitchId = keyof Switches;

const { tolerationComparison: _gated, ...RELEASED_SCHEDULER } = CURRENT_SCHEDULER;

/** The newest patch release of Kubernetes 1.36. */
export const DEFAULT_SWITCHES: Switches = {
  ...CURRENT_API,
  ...CURRENT_CRON_JOB,
  jobUpdateDelay: "1s",
  finishedJobUpdate: "cleanUp",
  podFailedEventDelay: "1s",
  errorRetry: "1s-60s",
  retryReset: "cleanSync",
  newFailureIsError: false,
  conflict409: "error",
  backoffSource: "finishTime",
  backoffCap: "600s",
  backoffRecheckMin: "1s",
  activeDuringBackoff: "real",
  sidecarFinishTime: true,
  sidecarDeletionOrder: true,
  creationExpectation: "late",
  finishedMemory: true,
  cacheConsistency: true,
  deleteDropsBackoff: true,
  podOwnerMatch: "kindNameUid",
  orphanQueue: "perSelector",
  orphanRespectsOthers: true,
  backoffLimitCheck: "plain",
  failureTarget: "all",
  successCriteriaMet: true,
  completeReason: "CompletionsReached",
  terminalConditionDelay: true,
  completionCountsRest: false,
  capBlocksFinish: true,
  finishEventBeforeWrite: false,
  terminatingField: true,
  deletedAddsToTerminating: true,
  deletedLowersReady: true,
  replaceAfterTermination: "full",
  suspendClearsStartTime: true,
  eventBudget: "perType",
  indexLabelOnPods: true,
  ...CURRENT_KUBELET,
  ...CURRENT_NODE_LIFECYCLE,
  ...RELEASED_SCHEDULER,
};
