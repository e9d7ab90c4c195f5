/** What a recorded pod did: how long each step took, and how it ended. */

import { secondsToDurationMs } from "../../api/go-duration.ts";
import type { ContainerStatus, Pod, PodCondition } from "../../api/types.ts";
import { instantOf } from "./json-stream.ts";
import type { RecordedPod } from "./recording.ts";

/** Durations are whole milliseconds; instants are milliseconds since 1970. What was not observed is absent. */
export interface PodObservation {
  readonly pod: RecordedPod;
  readonly image: string;
  readonly createdMs: number;
  readonly scheduledMs: number | undefined;
  readonly startedMs: number | undefined;
  readonly endedMs: number | undefined;
  /** From running to Ready; known only if the pod was seen Ready. */
  readonly readyAfterMs: number | undefined;
  /** From the last start of the container to its end. */
  readonly runMs: number | undefined;
  readonly exitCode: number | undefined;
  /** Named if it is not the first of the template. */
  readonly container: string | undefined;
  readonly restarts: number;
  /** How long a run took that was followed by a restart, and its exit code. */
  readonly failedRun: { readonly runMs: number; readonly exitCode: number } | undefined;
  /** Why the pod was disrupted. */
  readonly disruption: PodCondition | undefined;
  /** When somebody asked for its deletion. */
  readonly deletedMs: number | undefined;
}

/** @param pod with at least one version */
export function observePod(pod: RecordedPod): PodObservation | undefined {
  const last = pod.versions.at(-1);
  if (last === undefined) return undefined;
  const createdMs = instantOf(last.metadata.creationTimestamp);
  if (createdMs === undefined) return undefined;
  const deciding = decidingStatus(last);
  const { state, lastState, restartCount = 0 } = deciding ?? {};
  const ended = state?.terminated;
  const firstStartMs = firstStart(pod);
  const lastStartMs = instantOf(ended?.startedAt) ?? instantOf(state?.running?.startedAt) ?? firstStartMs;
  const endedMs = instantOf(ended?.finishedAt);
  return {
    pod,
    image: last.spec.containers[0]?.image ?? "",
    createdMs,
    scheduledMs: conditionTime(last, "PodScheduled"),
    startedMs: firstStartMs,
    endedMs,
    readyAfterMs: readyAfter(pod),
    runMs: endedMs === undefined || lastStartMs === undefined ? undefined : Math.max(0, endedMs - lastStartMs),
    exitCode: ended?.exitCode,
    container: deciding?.name === last.spec.containers[0]?.name ? undefined : deciding?.name,
    restarts: restartCount,
    failedRun: runOf(lastState?.terminated),
    disruption: last.status.conditions?.find(({ type, status }) => type === "DisruptionTarget" && status === "True"),
    deletedMs: deletionRequest(pod),
  };
}

/** The container that decides how the pod ended: one that failed, else the last to end. */
function decidingStatus({ status }: Pod): ContainerStatus | undefined {
  const { containerStatuses = [] } = status;
  const failed = containerStatuses.find(({ state }) => (state?.terminated?.exitCode ?? 0) !== 0);
  if (failed !== undefined) return failed;
  return containerStatuses.toSorted((a, b) => endOf(b) - endOf(a))[0];
}

function endOf({ state }: ContainerStatus): number {
  return instantOf(state?.terminated?.finishedAt) ?? 0;
}

/** The first start that any version shows, else that of the Event. */
function firstStart({ versions, startedEventMs }: RecordedPod): number | undefined {
  const starts = versions.flatMap(({ status }) =>
    (status.containerStatuses ?? []).flatMap(({ state, lastState }) => {
      const stamps = [lastState?.terminated?.startedAt, state?.terminated?.startedAt, state?.running?.startedAt];
      return stamps.flatMap((stamp) => instantOf(stamp) ?? []);
    }),
  );
  return starts.length === 0 ? startedEventMs : Math.min(...starts);
}

function readyAfter(pod: RecordedPod): number | undefined {
  const startedMs = firstStart(pod);
  const ready = pod.versions.flatMap((version) => conditionTime(version, "Ready") ?? []);
  return startedMs === undefined || ready.length === 0 ? undefined : Math.max(0, Math.min(...ready) - startedMs);
}

function conditionTime({ status }: Pod, type: string): number | undefined {
  const condition = status.conditions?.find((one) => one.type === type && one.status === "True");
  return instantOf(condition?.lastTransitionTime);
}

function runOf(ended: NonNullable<ContainerStatus["state"]>["terminated"]): PodObservation["failedRun"] {
  const [fromMs, toMs] = [instantOf(ended?.startedAt), instantOf(ended?.finishedAt)];
  if (ended === undefined || fromMs === undefined || toMs === undefined) return undefined;
  return { runMs: Math.max(0, toMs - fromMs), exitCode: ended.exitCode };
}

/** `deletionTimestamp` is the end of the grace period; a final delete without grace moves it. */
function deletionRequest({ versions }: RecordedPod): number | undefined {
  const marked = versions.find(({ metadata }) => metadata.deletionTimestamp !== undefined);
  const endMs = instantOf(marked?.metadata.deletionTimestamp);
  return endMs === undefined
    ? undefined
    : endMs - secondsToDurationMs(marked?.metadata.deletionGracePeriodSeconds ?? 0);
}
