/** Examples of pod life that were worked out from the rules: older releases, evictions, shutdowns (FORMAT-POD-LIFE). */

import type { ContainerStatus, Pod, PodSpec, PodStatus } from "../../../src/api/types.ts";
import { summaryOf } from "../../../src/http/resources/pod-summary.ts";
import { SHUTDOWN } from "../../../src/kubelet/kubelet-end.ts";
import { isRelease, switchesOf } from "../../../src/simulation/releases/releases.ts";
import { isRecord, type RecordedJson } from "../vectors.ts";
import { PlayedPod, type PodAction } from "./play-pod.ts";
import { behavioursOf, type RecordedBehaviour } from "./pod-behaviour.ts";

interface ExampleEnd {
  readonly exitCode?: number;
  readonly reason?: string;
}

interface ExampleContainer extends ExampleEnd {
  readonly name: string;
  readonly state?: string;
  readonly restartCount?: number;
  readonly ready?: boolean;
  readonly lastState?: ExampleEnd;
}

interface ExampleVersion {
  readonly t: number;
  readonly phase?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly conditions?: Readonly<Record<string, string>>;
  readonly containerStatuses?: readonly ExampleContainer[];
  readonly kubectl?: { readonly STATUS: string; readonly READY: string; readonly RESTARTS: number };
  readonly deleted?: boolean;
}

interface ExpectedEvent {
  readonly t: number;
  readonly reason: string;
}

interface ExampleEvent {
  readonly t: number;
  readonly type: string;
  readonly grace?: number;
  readonly condition?: boolean;
  readonly message?: string;
}

export interface PodExample {
  readonly name: string;
  readonly release: string;
  readonly pod: PodSpec;
  readonly behaviour: Readonly<Record<string, RecordedBehaviour>>;
  readonly events: readonly ExampleEvent[];
  readonly kubelet?: { readonly maxContainerRestartPeriodSeconds?: number };
  readonly until: number;
  readonly expect: readonly ExampleVersion[];
  readonly eventsExpected: readonly ExpectedEvent[];
}

/** First delay of a crash loop. */
const CRASH_LOOP_INITIAL_SECONDS = 10;
/** Examples count in whole seconds; what happens at one instant has settled this much later. */
const SETTLED_MS = 100;
/** These words lag by one sync in the real kubelet: until then the container shows how it ended. */
const BACK_OFF_WORDS = new Set(["CrashLoopBackOff", "ErrImagePull", "ImagePullBackOff"]);

export function isPodExample(vector: RecordedJson): vector is RecordedJson & PodExample {
  return isRecord(vector.pod) && isRecord(vector.behaviour) && Array.isArray(vector.expect) && "release" in vector;
}

export function firstExampleDifference(example: PodExample): string | undefined {
  const { release, pod, behaviour, kubelet, until, expect, events } = example;
  if (!isRelease(release)) return `Kubernetes ${release} is not supported yet`;
  const capSeconds = kubelet?.maxContainerRestartPeriodSeconds;
  const played = new PlayedPod({
    spec: pod,
    behaviour: behavioursOf(pod, behaviour, undefined),
    actions: events.map(actionOf),
    untilMs: until * 1000,
    switches: switchesOf(release),
    settings:
      capSeconds === undefined
        ? {}
        : {
            crashLoopInitialMs: Math.min(CRASH_LOOP_INITIAL_SECONDS, capSeconds) * 1000,
            crashLoopMaxMs: capSeconds * 1000,
          },
  });
  for (const version of expect) {
    const difference = compareVersion(version, played);
    if (difference !== undefined) return `at ${version.t} s: ${difference}`;
  }
  return compareEvents(example.eventsExpected, played);
}

function actionOf({ t, type, grace = 0, condition, message = "" }: ExampleEvent): PodAction {
  const atMs = t * 1000;
  if (type === "delete") return { atMs, act: (pod) => pod.delete(grace === 0 ? undefined : grace) };
  const isDisruption = type !== "evict" || condition === true;
  const end = type === "evict" ? { reason: "Evicted", message, isDisruption } : SHUTDOWN;
  return { atMs, act: (pod) => pod.kubelet.end(end, grace) };
}

function compareVersion(version: ExampleVersion, played: PlayedPod): string | undefined {
  const atMs = version.t * 1000 + SETTLED_MS;
  if (version.deleted === true) {
    const deletedMs = played.deletedAtMs;
    return deletedMs !== undefined && deletedMs <= atMs ? undefined : `deleted, simulated: ${deletedMs} ms`;
  }
  const pod = played.versions.filter((other) => other.atMs <= atMs).at(-1)?.pod;
  if (pod === undefined) return "no status";
  const { status } = pod;
  return (
    differ("phase", version.phase, status.phase) ??
    differ("reason", version.reason, status.reason) ??
    differ("message", version.message, status.message) ??
    compareConditions(version, status) ??
    compareContainers(version, status) ??
    compareKubectl(version, pod)
  );
}

function differ(what: string, wanted: unknown, ours: unknown): string | undefined {
  return wanted === undefined || wanted === ours ? undefined : `${what}: expected ${wanted}, simulated ${ours}`;
}

function compareConditions({ conditions = {} }: ExampleVersion, status: PodStatus): string | undefined {
  for (const [type, wanted] of Object.entries(conditions)) {
    const found = status.conditions?.find((condition) => condition.type === type);
    const ours = found === undefined ? "absent" : `${found.status}${found.reason ? `/${found.reason}` : ""}`;
    if (ours !== wanted) return `condition ${type}: expected ${wanted}, simulated ${ours}`;
  }
  return undefined;
}

function compareContainers({ containerStatuses = [] }: ExampleVersion, status: PodStatus): string | undefined {
  const all = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  for (const wanted of containerStatuses) {
    const found = all.find(({ name }) => name === wanted.name);
    const [a, b] = [wantedText(wanted), isInBackOff(wanted, found) ? backOffText(found) : ourText(found)];
    if (a !== b) return `container ${wanted.name}: expected ${a}, simulated ${b}`;
  }
  return undefined;
}

function compareKubectl({ kubectl, containerStatuses = [] }: ExampleVersion, pod: Pod): string | undefined {
  const lags = containerStatuses.some((wanted) =>
    isInBackOff(
      wanted,
      pod.status.containerStatuses?.find(({ name }) => name === wanted.name),
    ),
  );
  if (kubectl === undefined || lags) return undefined;
  const { word, ready, containers, restarts } = summaryOf(pod);
  const { STATUS, READY, RESTARTS } = kubectl;
  return differ("kubectl", `${STATUS} ${READY} ${RESTARTS}`, `${word} ${ready}/${containers} ${restarts}`);
}

/** Told by the kubelet's eviction manager, which is not played here: the pod is only asked to end. */
const EVICTION_EVENT = "Evicted";

/** The examples leave out Events about images, and those of a back-off but the first. */
function compareEvents(expected: readonly ExpectedEvent[], { events }: PlayedPod): string | undefined {
  let next = 0;
  for (const { reason, t } of expected) {
    if (reason === EVICTION_EVENT) continue;
    const found = events.findIndex(
      (event, i) => i >= next && event.reason === reason && Math.floor(event.atMs / 1000) === t,
    );
    if (found === -1) return `no Event ${reason} at ${t} s`;
    next = found + 1;
  }
  return undefined;
}

/** Whether a container that is said to be in back-off still shows how it ended. */
function isInBackOff({ reason = "" }: ExampleContainer, status: ContainerStatus | undefined): boolean {
  return BACK_OFF_WORDS.has(reason) && status?.state?.terminated !== undefined;
}

function backOffText({ state, restartCount, ready }: Partial<ContainerStatus> = {}): string {
  return `back-off after ${state?.terminated?.exitCode ?? "nothing"}, ${restartCount}, ${ready}`;
}

function wantedText({ state, reason = "", exitCode, restartCount, ready, lastState }: ExampleContainer): string {
  if (BACK_OFF_WORDS.has(reason))
    return `back-off after ${lastState?.exitCode ?? "nothing"}, ${restartCount}, ${ready}`;
  const end = exitCode === undefined ? reason : `${exitCode} ${reason}`;
  return `${state} ${end}, ${restartCount}, ${ready}, last ${lastState?.exitCode ?? "none"}`;
}

function ourText(status: ContainerStatus | undefined): string {
  const { state, lastState, restartCount, ready } = status ?? {};
  const last = lastState?.terminated?.exitCode ?? "none";
  if (state?.waiting !== undefined && BACK_OFF_WORDS.has(state.waiting.reason ?? "")) {
    return `back-off after ${lastState?.terminated?.exitCode ?? "nothing"}, ${restartCount}, ${ready}`;
  }
  if (state?.terminated !== undefined) {
    const { exitCode, reason = "" } = state.terminated;
    return `terminated ${exitCode} ${reason}, ${restartCount}, ${ready}, last ${last}`;
  }
  const name = state?.running === undefined ? "waiting" : "running";
  return `${name} ${state?.waiting?.reason ?? ""}, ${restartCount}, ${ready}, last ${last}`;
}
