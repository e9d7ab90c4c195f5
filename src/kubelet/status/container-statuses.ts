/** Container statuses from the status of the runtime (convertToAPIContainerStatuses; semantics 11, section 2). */

import { formatTimestamp } from "../../api/timestamp.ts";
import type { ContainerState, ContainerStateTerminated, ContainerStatus } from "../../api/types.ts";
import type { ContainerPlan } from "../plan/container-plan.ts";
import type { PodPlan } from "../plan/pod-plan.ts";
import { isRestartable, RESTARTING_ALL_CONTAINERS } from "../restart-policy.ts";
import { type ContainerRecord, newestOf, type RuntimeStatus } from "../runtime/record.ts";
import type { KubeletSwitches } from "../switches.ts";
import type { StatusParts } from "./container-status.ts";

/** Why a container could not be started. */
export interface StartFailure {
  readonly reason: string;
  readonly message: string;
}

export interface StatusInput {
  readonly plan: PodPlan;
  readonly switches: KubeletSwitches;
  readonly runtime: RuntimeStatus;
  /** The beginning of the run, in milliseconds since 1970. */
  readonly epochMs: number;
  /** Whether the pod is marked for deletion. */
  readonly deleting: boolean;
  /** Whether all containers are being restarted and their records are removed. */
  readonly resetting: boolean;
  readonly failures: ReadonlyMap<string, StartFailure>;
}

export const CONTAINER_STATUS_UNKNOWN = "ContainerStatusUnknown";
/** Exit code of a container that is missing or was killed. */
export const UNKNOWN_EXIT_CODE = 137;

const EPOCH = formatTimestamp(0);
const CREATING: ContainerState = { waiting: { reason: "ContainerCreating" } };
const INITIALIZING: ContainerState = { waiting: { reason: "PodInitializing" } };
const CREATED: ContainerState = { waiting: {} };

/** The status of one container, without the results of its probes. */
export function containerParts(
  input: StatusInput,
  container: ContainerPlan,
  old: ContainerStatus | undefined,
): StatusParts {
  const [newest, earlier] = shownRecords(input.runtime, container.name);
  const parts = withoutRecords(input, container, old, newest);
  return withStartFailure(
    input,
    container,
    newest === undefined ? parts : withRecords(input, parts, newest, earlier, old),
  );
}

/** The two newest records of a container, for its state and its last state. */
function shownRecords({ records }: RuntimeStatus, name: string): readonly ContainerRecord[] {
  const shown: ContainerRecord[] = [];
  for (const record of records) {
    if (record.name !== name) continue;
    if (shown.push(record) === 2) break;
  }
  return shown;
}

/** The status of a container without a record. */
function withoutRecords(
  { plan, resetting, deleting }: StatusInput,
  container: ContainerPlan,
  old: ContainerStatus | undefined,
  newest: ContainerRecord | undefined,
): StatusParts {
  const { name, image, role } = container;
  const fresh: StatusParts = {
    name,
    image,
    imageID: "",
    containerID: undefined,
    restartCount: 0,
    state: plan.inits.length === 0 ? CREATING : INITIALIZING,
    lastState: undefined,
  };
  if (old === undefined) return fresh;
  if (resetting) return old.state?.waiting === undefined ? resetStatus(old) : partsOf(old);
  if (role !== "main" && old.state?.terminated !== undefined && !isGoneForReset(old)) return partsOf(old);
  fresh.restartCount = old.restartCount ?? 0;
  fresh.lastState = old.lastState;
  if (old.state?.running === undefined || newest !== undefined) return fresh;
  fresh.restartCount += Number(!deleting);
  fresh.lastState = lostState();
  return fresh;
}

function partsOf({
  name,
  image,
  imageID,
  containerID,
  restartCount = 0,
  state,
  lastState,
}: ContainerStatus): StatusParts {
  return { name, image, imageID, containerID, restartCount, state, lastState };
}

function isGoneForReset({ state }: ContainerStatus): boolean {
  return state?.terminated?.reason === RESTARTING_ALL_CONTAINERS;
}

function resetStatus({ name, image = "", restartCount = 0 }: ContainerStatus): StatusParts {
  const message = "The container is removed because RestartAllContainers in place";
  return {
    name,
    image,
    imageID: "",
    containerID: undefined,
    restartCount: restartCount + 1,
    state: { waiting: { reason: RESTARTING_ALL_CONTAINERS, message } },
    lastState: { terminated: unknownEnd(RESTARTING_ALL_CONTAINERS, message) },
  };
}

function lostState(): ContainerState {
  const message = "The container could not be located when the pod was deleted.  The container used to be Running";
  return { terminated: unknownEnd(CONTAINER_STATUS_UNKNOWN, message) };
}

/** The end of a container that was not observed. */
export function unknownEnd(reason: string, message: string): ContainerStateTerminated {
  return { exitCode: UNKNOWN_EXIT_CODE, reason, message };
}

/** The status from the newest record and the one before it. */
function withRecords(
  { epochMs }: StatusInput,
  { name, image = "" }: StatusParts,
  newest: ContainerRecord,
  earlier: ContainerRecord | undefined,
  old: ContainerStatus | undefined,
): StatusParts {
  return {
    name,
    image,
    imageID: image,
    containerID: newest.id,
    restartCount: newest.restartCount,
    state: stateOf(newest, epochMs),
    lastState: earlier === undefined ? lastKnownEnd(old, newest.id) : stateOf(earlier, epochMs),
  };
}

/** The end of the previous instance, if its record is gone. */
function lastKnownEnd(old: ContainerStatus | undefined, id: string): ContainerState | undefined {
  const { terminated } = old?.state ?? {};
  return terminated === undefined || old?.containerID === id ? old?.lastState : { terminated };
}

/** Cached by record, as records are immutable. */
const states = new WeakMap<ContainerRecord, ContainerState>();

function stateOf(record: ContainerRecord, epochMs: number): ContainerState {
  let state = states.get(record);
  if (state === undefined) {
    state = makeState(record, epochMs);
    states.set(record, state);
  }
  return state;
}

function makeState(record: ContainerRecord, epochMs: number): ContainerState {
  const at = (timeMs: number | undefined) => (timeMs === undefined ? EPOCH : formatTimestamp(epochMs + timeMs));
  if (record.state === "created") return CREATED;
  if (record.state === "running") return { running: { startedAt: at(record.startedMs) } };
  const { exitCode = UNKNOWN_EXIT_CODE, reason = "Error", message, startedMs, finishedMs } = record;
  const startedAt = at(startedMs);
  const finishedAt = at(finishedMs);
  if (message === undefined) return { terminated: { exitCode, reason, startedAt, finishedAt } };
  return { terminated: { exitCode, reason, startedAt, finishedAt, message } };
}

/** A container that failed to start is waiting, whatever happened to its last instance. */
function withStartFailure(input: StatusInput, container: ContainerPlan, parts: StatusParts): StatusParts {
  const failure = input.failures.size === 0 ? undefined : input.failures.get(container.name);
  if (failure === undefined || !shouldBeRestarted(input, container)) return parts;
  const newest = newestOf(input.runtime, container.name);
  // An init container or sidecar that exited with 0 counts as done here, even if it will be restarted.
  if (container.role !== "main" && newest?.state === "exited" && newest.exitCode === 0) return parts;
  const { terminated } = parts.state ?? {};
  if (terminated !== undefined) parts.lastState = { terminated };
  parts.state = { waiting: { reason: failure.reason, message: failure.message } };
  return parts;
}

/** Whether the kubelet will start it: it never ran, or policies restart it (ShouldContainerBeRestarted). */
export function shouldBeRestarted(
  { plan, runtime, deleting, switches }: Pick<StatusInput, "plan" | "runtime" | "deleting" | "switches">,
  container: ContainerPlan,
): boolean {
  if (deleting) return false;
  const newest = newestOf(runtime, container.name);
  if (newest === undefined || newest.state === "created") return true;
  return newest.state === "exited" && isRestartable(container, plan, newest.exitCode ?? UNKNOWN_EXIT_CODE, switches);
}
