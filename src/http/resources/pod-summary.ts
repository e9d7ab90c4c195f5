/** The summary of a pod in `kubectl get pods` (upstream `printPod`). */

import type { ContainerState, ContainerStatus, Pod } from "../../api/types.ts";
import { isTerminalPhase } from "../../apiserver/pod-deletion.ts";

/** READY, STATUS and RESTARTS. */
export interface PodSummary {
  readonly ready: number;
  readonly containers: number;
  readonly word: string;
  readonly restarts: number;
  /** When the last container that was restarted had ended, milliseconds since 1970; 0 if there is none. */
  readonly lastRestartMs: number;
}

/** The reason that node controllers of earlier releases gave to pods on unreachable nodes. */
const NODE_LOST = "NodeLost";

/** Summarizes the containers of a pod. */
export function summaryOf(pod: Pod): PodSummary {
  const { spec, status, metadata } = pod;
  const sidecars = new Set(
    (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === "Always").map(({ name }) => name),
  );
  const inits = status.initContainerStatuses ?? [];
  const mains = status.containerStatuses ?? [];
  const open = inits.findIndex((init) => !isPassed(init, sidecars));
  const passed = open === -1 ? inits : inits.slice(0, open);
  const readySidecars = passed.filter(({ name, state, ready }) => sidecars.has(name) && !endedWell(state) && ready);
  const isInitializing = open !== -1 && !isTrue(pod, "Initialized");
  const counted = isInitializing
    ? inits.slice(0, open + 1)
    : [...inits.filter(({ name }) => sidecars.has(name)), ...mains];
  const running = isInitializing ? [] : mains.filter(isRunning);
  const opening = inits[open];
  const initWord =
    opening === undefined ? undefined : initWordOf(opening.state, open, spec.initContainers?.length ?? 0);
  const before = initWord ?? phaseWord(pod);
  const word = isInitializing ? before : mainWord(pod, mains, before, running.length > 0);
  return {
    ready: readySidecars.length + running.length,
    containers: spec.containers.length + sidecars.size,
    word: metadata.deletionTimestamp === undefined ? word : deletedWord(pod, word),
    restarts: counted.reduce((sum, { restartCount = 0 }) => sum + restartCount, 0),
    lastRestartMs: Math.max(
      0,
      ...counted.map(({ lastState }) => Date.parse(lastState?.terminated?.finishedAt ?? "") || 0),
    ),
  };
}

/** Whether the next init container may have started. */
function isPassed({ name, state, started }: ContainerStatus, sidecars: ReadonlySet<string>): boolean {
  return endedWell(state) || (sidecars.has(name) && started === true);
}

function endedWell(state: ContainerState | undefined): boolean {
  return state?.terminated?.exitCode === 0;
}

function isRunning({ ready, state }: ContainerStatus): boolean {
  return ready === true && state?.running !== undefined;
}

function isTrue({ status }: Pod, type: string): boolean {
  return status.conditions?.some((condition) => condition.type === type && condition.status === "True") === true;
}

function phaseWord({ status }: Pod): string {
  const { phase = "Unknown", reason = "", conditions = [] } = status;
  const isGated = conditions.some(({ type, reason: why }) => type === "PodScheduled" && why === "SchedulingGated");
  return isGated ? "SchedulingGated" : reason === "" ? phase : reason;
}

function initWordOf(state: ContainerState | undefined, place: number, count: number): string {
  const { terminated, waiting } = state ?? {};
  if (terminated !== undefined) return `Init:${terminated.reason || `ExitCode:${terminated.exitCode}`}`;
  const { reason = "" } = waiting ?? {};
  return reason === "" || reason === "PodInitializing" ? `Init:${place}/${count}` : `Init:${reason}`;
}

/** The status comes from the first container that waits or has ended; if others run, completed ones do not count. */
function mainWord(pod: Pod, mains: readonly ContainerStatus[], before: string, isAnyRunning: boolean): string {
  const words = mains.flatMap(({ state }) => {
    if (state?.waiting?.reason) return [state.waiting.reason];
    const ended = state?.terminated;
    return ended === undefined ? [] : [ended.reason || `ExitCode:${ended.exitCode}`];
  });
  const word = words[0] ?? before;
  if (word !== "Completed" || !isAnyRunning) return word;
  return isTrue(pod, "Ready") ? "Running" : "NotReady";
}

function deletedWord({ status }: Pod, word: string): string {
  if (status.reason === NODE_LOST) return "Unknown";
  return isTerminalPhase(status.phase) ? word : "Terminating";
}
