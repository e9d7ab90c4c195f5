/** Determines the phase of a pod from the states of its containers (getPhase; semantics 11, section 1.1). */

import type { ContainerStatus, PodPhase } from "../../api/types.ts";
import type { ContainerPlan } from "../plan/container-plan.ts";
import type { PodPlan } from "../plan/pod-plan.ts";
import { isRestartable, RESTARTING_ALL_CONTAINERS } from "../restart-policy.ts";
import type { KubeletSwitches } from "../switches.ts";

export interface PhaseQuestion {
  readonly plan: PodPlan;
  readonly switches: KubeletSwitches;
  readonly statuses: readonly ContainerStatus[];
  /** Whether no container is running or will run. */
  readonly podIsTerminal: boolean;
  /** Whether a main container was started in the current sandbox. */
  readonly podHasInitialized: boolean;
}

interface Counts {
  pendingInit: number;
  failedInit: number;
  failedInitFinal: number;
  pendingSide: number;
  unknown: number;
  waiting: number;
  running: number;
  stopped: number;
  stoppedFinal: number;
  succeeded: number;
}

/** The phase of the pod. */
export function phaseOf(question: PhaseQuestion): PodPhase {
  const { plan, switches, podIsTerminal } = question;
  const counts = count(question);
  const initFailed = switches.containerRestartRules
    ? counts.failedInitFinal > 0
    : counts.failedInit > 0 && plan.restartPolicy === "Never";
  if (initFailed) return "Failed";
  if (counts.pendingInit > 0) return "Pending";
  if (counts.pendingSide > 0 && !isPastSidecars(question)) return "Pending";
  if (counts.waiting > 0) return "Pending";
  if (counts.running > 0 && counts.unknown === 0) return "Running";
  if (counts.running === 0 && counts.stopped > 0 && counts.unknown === 0) {
    const outcome = counts.stopped === counts.succeeded ? "Succeeded" : "Failed";
    if (podIsTerminal && switches.terminalPhaseBeforeRemoval) return outcome;
    return isStillRestartable(question, counts) ? "Running" : outcome;
  }
  return "Pending";
}

function isStillRestartable({ plan, switches }: PhaseQuestion, { stopped, stoppedFinal, succeeded }: Counts): boolean {
  if (switches.containerRestartRules) return stoppedFinal < stopped;
  return plan.restartPolicy === "Always" || (plan.restartPolicy === "OnFailure" && stopped !== succeeded);
}

function isPastSidecars({ switches, podHasInitialized, plan, statuses }: PhaseQuestion): boolean {
  if (switches.pendingSidecars === "sandboxRecords") return podHasInitialized;
  return plan.mains.some(({ name }) => {
    const state = statuses.find((status) => status.name === name)?.state;
    return state?.running !== undefined || state?.terminated !== undefined;
  });
}

function count(question: PhaseQuestion): Counts {
  const counts: Counts = {
    pendingInit: 0,
    failedInit: 0,
    failedInitFinal: 0,
    pendingSide: 0,
    unknown: 0,
    waiting: 0,
    running: 0,
    stopped: 0,
    stoppedFinal: 0,
    succeeded: 0,
  };
  const { plan, statuses } = question;
  for (const container of [...plan.inits, ...plan.mains]) {
    const status = statuses.find(({ name }) => name === container.name);
    COUNTERS[container.role](counts, status, (end) => isAgain(question, container, end));
  }
  return counts;
}

interface End {
  readonly exitCode: number;
  readonly reason?: string;
}

function isAgain({ plan, switches }: PhaseQuestion, container: ContainerPlan, { exitCode, reason }: End): boolean {
  if (switches.restartAllContainers && reason === RESTARTING_ALL_CONTAINERS) return true;
  return isRestartable(container, plan, exitCode, switches);
}

type Counter = (counts: Counts, status: ContainerStatus | undefined, again: (end: End) => boolean) => void;

const COUNTERS: Readonly<Record<ContainerPlan["role"], Counter>> = {
  init(counts, status, again) {
    const { running, terminated, waiting } = status?.state ?? {};
    const end = terminated ?? (waiting === undefined ? undefined : status?.lastState?.terminated);
    if (running !== undefined || end === undefined) counts.pendingInit++;
    else if (end.exitCode !== 0) {
      counts.failedInit++;
      if (!again(end)) counts.failedInitFinal++;
    }
  },

  sidecar(counts, status) {
    const { running, terminated, waiting } = status?.state ?? {};
    if (running !== undefined) {
      counts.running++;
      if (status?.started !== true) counts.pendingSide++;
    } else if (waiting !== undefined) {
      if (status?.lastState?.terminated !== undefined) return;
      counts.pendingSide++;
      counts.waiting++;
    } else if (terminated === undefined) counts.unknown++;
  },

  main(counts, status, again) {
    const { running, terminated, waiting } = status?.state ?? {};
    const end = terminated ?? (waiting === undefined ? undefined : status?.lastState?.terminated);
    if (running !== undefined) counts.running++;
    else if (end !== undefined) {
      counts.stopped++;
      if (terminated?.exitCode === 0) counts.succeeded++;
      if (!again(end)) counts.stoppedFinal++;
    } else if (waiting !== undefined) counts.waiting++;
    else counts.unknown++;
  },
};
