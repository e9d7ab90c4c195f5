/** Container statuses from what the runtime shows (convertToAPIContainerStatuses; semantics 11, section 2). */

import { formatTimestamp } from "../../api/timestamp.ts";
import type { ContainerState, ContainerStateTerminated, ContainerStatus } from "../../api/types.ts";
import type { ContainerPlan } from "../plan/container-plan.ts";
import type { PodPlan } from "../plan/pod-plan.ts";
import { isRestartable, RESTARTING_ALL_CONTAINERS } from "../restart-policy.ts";
import { type ContainerRecord, newestOf, type RuntimeStatus } from "../runtime/record.ts";
import type { KubeletSwitches } from "../switches.ts";

/** Why a container could not be started last time. */
export interface StartFailure {
  readonly reason: string;
  readonly message: string;
}

export interface StatusInput {
  readonly plan: PodPlan;
  readonly switches: KubeletSwitches;
  readonly runtime: RuntimeStatus;
  /** Milliseconds since 1970 of the run's begin. */
  readonly epochMs: number;
  /** The pod is marked deleted. */
  readonly deleting: boolean;
  /** All containers are being restarted, and their records are gone. */
  readonly resetting: boolean;
  readonly failures: ReadonlyMap<string, StartFailure>;
}

export const CONTAINER_STATUS_UNKNOWN = "ContainerStatusUnknown";
/** Exit code of a container that is gone, and of one that was killed. */
export const UNKNOWN_EXIT_CODE = 137;

const EPOCH = formatTimestamp(0);
/** The two newest records of a container show: its state and its last state. */
const SHOWN_RECORDS = 2;

/** Statuses of one list of containers; mains are sorted by name, init containers stand as in the template. */
export function containerStatuses(
  input: StatusInput,
  containers: readonly ContainerPlan[],
  before: readonly ContainerStatus[] | undefined,
): readonly ContainerStatus[] {
  const statuses = containers.map((container) => {
    const old = before?.find(({ name }) => name === container.name);
    return withStartFailure(
      input,
      container,
      withRecords(input, container, withoutRecords(input, container, old), old),
    );
  });
  const isMain = containers[0]?.role === "main";
  return isMain ? statuses.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name))) : statuses;
}

/** What a container shows if the runtime has no record of it. */
function withoutRecords(
  { plan, resetting, deleting, runtime }: StatusInput,
  container: ContainerPlan,
  old: ContainerStatus | undefined,
): ContainerStatus {
  const { name, image, role } = container;
  const waiting = plan.inits.length === 0 ? "ContainerCreating" : "PodInitializing";
  const fresh = { name, image, imageID: "", ready: false, restartCount: 0, state: { waiting: { reason: waiting } } };
  if (old === undefined) return fresh;
  if (resetting) return old.state?.waiting === undefined ? resetStatus(old) : old;
  if (role !== "main" && old.state?.terminated !== undefined && !isGoneForReset(old)) return old;
  const { restartCount = 0, lastState } = old;
  const kept: ContainerStatus = { ...fresh, restartCount, ...(lastState === undefined ? {} : { lastState }) };
  const lost = old.state?.running !== undefined && newestOf(runtime, name) === undefined;
  return lost ? { ...kept, restartCount: restartCount + Number(!deleting), lastState: lostState() } : kept;
}

function isGoneForReset({ state }: ContainerStatus): boolean {
  return state?.terminated?.reason === RESTARTING_ALL_CONTAINERS;
}

function resetStatus(old: ContainerStatus): ContainerStatus {
  const message = "The container is removed because RestartAllContainers in place";
  const { name, image = "", restartCount = 0 } = old;
  return {
    name,
    image,
    imageID: "",
    ready: false,
    restartCount: restartCount + 1,
    state: { waiting: { reason: RESTARTING_ALL_CONTAINERS, message } },
    lastState: { terminated: unknownEnd(RESTARTING_ALL_CONTAINERS, message) },
  };
}

function lostState(): ContainerState {
  const message = "The container could not be located when the pod was deleted.  The container used to be Running";
  return { terminated: unknownEnd(CONTAINER_STATUS_UNKNOWN, message) };
}

/** The end of a container that nobody saw end. */
export function unknownEnd(reason: string, message: string): ContainerStateTerminated {
  return { exitCode: UNKNOWN_EXIT_CODE, reason, message };
}

/** The newest record is the state, the one before it the last state. */
function withRecords(
  input: StatusInput,
  { name }: ContainerPlan,
  base: ContainerStatus,
  old: ContainerStatus | undefined,
): ContainerStatus {
  const shown = input.runtime.records.filter((record) => record.name === name).slice(0, SHOWN_RECORDS);
  const [newest, earlier] = shown;
  if (newest === undefined) return base;
  const status: ContainerStatus = {
    name,
    image: base.image ?? "",
    imageID: base.image ?? "",
    containerID: newest.id,
    ready: false,
    restartCount: newest.restartCount,
    state: stateOf(newest, input.epochMs),
  };
  const lastState = earlier === undefined ? lastKnownEnd(old, newest.id) : stateOf(earlier, input.epochMs);
  return lastState === undefined ? status : { ...status, lastState };
}

/** The end of the instance before, if its record is gone. */
function lastKnownEnd(old: ContainerStatus | undefined, id: string): ContainerState | undefined {
  const { terminated } = old?.state ?? {};
  return terminated === undefined || old?.containerID === id ? old?.lastState : { terminated };
}

function stateOf(record: ContainerRecord, epochMs: number): ContainerState {
  const at = (timeMs: number | undefined) => (timeMs === undefined ? EPOCH : formatTimestamp(epochMs + timeMs));
  if (record.state === "created") return { waiting: {} };
  if (record.state === "running") return { running: { startedAt: at(record.startedMs) } };
  const { exitCode = UNKNOWN_EXIT_CODE, reason = "Error", message, startedMs, finishedMs } = record;
  const end = { exitCode, reason, startedAt: at(startedMs), finishedAt: at(finishedMs) };
  return { terminated: message === undefined ? end : { ...end, message } };
}

/** A container that is due to start and could not is waiting, whatever became of its last instance. */
function withStartFailure(input: StatusInput, container: ContainerPlan, status: ContainerStatus): ContainerStatus {
  const failure = input.failures.get(container.name);
  if (failure === undefined || !shouldBeRestarted(input, container)) return status;
  const newest = newestOf(input.runtime, container.name);
  // An init container or side-car that ended well counts as done here, even if it is to start again.
  if (container.role !== "main" && newest?.state === "exited" && newest.exitCode === 0) return status;
  const waiting = { waiting: { reason: failure.reason, message: failure.message } };
  const { terminated } = status.state ?? {};
  return terminated === undefined
    ? { ...status, state: waiting }
    : { ...status, state: waiting, lastState: { terminated } };
}

/** Whether the kubelet means to start it: it never ran, or policies restart it (ShouldContainerBeRestarted). */
export function shouldBeRestarted(
  { plan, runtime, deleting, switches }: Pick<StatusInput, "plan" | "runtime" | "deleting" | "switches">,
  container: ContainerPlan,
): boolean {
  if (deleting) return false;
  const newest = newestOf(runtime, container.name);
  if (newest === undefined || newest.state === "created") return true;
  return newest.state === "exited" && isRestartable(container, plan, newest.exitCode ?? UNKNOWN_EXIT_CODE, switches);
}
