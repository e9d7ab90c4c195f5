/** What a pod waits for, read from its object in the API server. */

import { JOB_TRACKING_FINALIZER } from "../../api/constants.ts";
import type { ContainerStatus, ObjectMeta, Pod } from "../../api/types.ts";
import { isTerminalPhase } from "../../apiserver/pod-deletion.ts";
import { DEFAULT_SCHEDULER_NAME } from "../../scheduler/settings.ts";
import type { Holder, PodCause } from "./hindrance.ts";

export interface PodWait {
  readonly cause: PodCause;
  readonly holder: Holder;
  readonly text: string;
  readonly ends: string;
}

/** Reasons of a kubelet that is pulling an image, or would. */
const IMAGE_REASONS: ReadonlySet<string> = new Set([
  "ErrImagePull",
  "ImagePullBackOff",
  "InvalidImageName",
  "ErrImageNeverPull",
  "ImageInspectError",
  "RegistryUnavailable",
]);
/** Reasons of a kubelet that cannot create a container. */
const CONFIGURATION_REASONS: ReadonlySet<string> = new Set([
  "CreateContainerConfigError",
  "CreateContainerError",
  "RunContainerError",
  "CreatePodSandboxError",
]);
const CRASH_LOOP = "CrashLoopBackOff";

/** What the pod waits for; nothing if it has ended and been released. */
export function waitOf(pod: Pod): PodWait | undefined {
  const { metadata, spec, status } = pod;
  if (isTerminalPhase(status.phase)) return endedWait(pod);
  if (metadata.deletionTimestamp !== undefined) return isStopped(metadata) ? endedWait(pod) : terminatingWait(pod);
  if (spec.nodeName === undefined || spec.nodeName === "") return unboundWait(pod);
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === "Always");
  const isSidecar = (container: ContainerStatus) => sidecars.some(({ name }) => name === container.name);
  const starting = (status.initContainerStatuses ?? [])
    .map((container) => initWait(container, isSidecar(container)))
    .find((wait) => wait !== undefined);
  if (starting !== undefined) return starting;
  const waiting = (status.containerStatuses ?? []).map(containerWait).find((wait) => wait !== undefined);
  if (waiting !== undefined) return waiting;
  return status.phase === "Running" ? runningWait(pod) : startingWait(spec.nodeName);
}

/** Whether nothing waits for the containers of a pod that is being deleted: only finalizers keep its object. */
export function isStopped({ deletionTimestamp, deletionGracePeriodSeconds }: ObjectMeta): boolean {
  return deletionTimestamp !== undefined && deletionGracePeriodSeconds === 0;
}

/** Finalizers of others keep a pod only if it is deleted, which `heldByFinalizers` says. */
function endedWait({ metadata: { finalizers = [] }, status }: Pod): PodWait | undefined {
  if (!finalizers.includes(JOB_TRACKING_FINALIZER)) return undefined;
  return {
    cause: "notCounted",
    holder: "Job controller",
    text: `${isTerminalPhase(status.phase) ? "ended" : "deleted"} and not counted yet: the finalizer ${JOB_TRACKING_FINALIZER} is still there`,
    ends: "when the controller has counted it and removed the finalizer",
  };
}

function terminatingWait({ metadata }: Pod): PodWait {
  const seconds = metadata.deletionGracePeriodSeconds ?? 0;
  return {
    cause: "terminating",
    holder: "kubelet",
    text: `being deleted, with ${seconds}s to stop`,
    ends: "when the containers have stopped",
  };
}

function unboundWait({ spec, status }: Pod): PodWait {
  const gates = (spec.schedulingGates ?? []).map(({ name }) => name);
  if (gates.length > 0) {
    return {
      cause: "gated",
      holder: "scheduler",
      text: `not considered yet, because of schedulingGates: ${gates.join(", ")}`,
      ends: "when whoever set the gates removes them",
    };
  }
  const { schedulerName = DEFAULT_SCHEDULER_NAME } = spec;
  if (schedulerName !== DEFAULT_SCHEDULER_NAME) {
    return {
      cause: "otherScheduler",
      holder: "scheduler",
      text: `left to the scheduler ${schedulerName} (spec.schedulerName), which is not simulated`,
      ends: "when that scheduler binds it, and there is none here; to play the built-in one: --set spec.template.spec.schedulerName=null",
    };
  }
  const condition = status.conditions?.find(({ type }) => type === "PodScheduled");
  return {
    cause: "unscheduled",
    holder: "scheduler",
    text: condition?.status === "False" ? (condition.message ?? "no node fits") : "not considered yet",
    ends: "when a node fits",
  };
}

function initWait(container: ContainerStatus, isSidecar: boolean): PodWait | undefined {
  const { name, state, started } = container;
  if (state?.terminated?.exitCode === 0 || (isSidecar && started === true)) return undefined;
  const waiting = containerWait(container);
  if (waiting !== undefined && waiting.cause !== "starting") return waiting;
  const what = state?.running === undefined ? "has not started" : "runs";
  return {
    cause: "initContainer",
    holder: "kubelet",
    text: `the init container ${name} ${what}: the others start after it`,
    ends: "when it has ended with 0",
  };
}

function containerWait({ name, state, restartCount = 0, lastState }: ContainerStatus): PodWait | undefined {
  const { reason = "", message } = state?.waiting ?? {};
  const words = message === undefined ? reason : `${reason}: ${message}`;
  if (IMAGE_REASONS.has(reason)) {
    return {
      cause: "image",
      holder: "kubelet",
      text: `cannot pull the image of ${name}: ${words}`,
      ends: "when the image can be pulled; it never counts as a failure",
    };
  }
  if (CONFIGURATION_REASONS.has(reason)) {
    return {
      cause: "configuration",
      holder: "kubelet",
      text: `cannot start ${name}: ${words}`,
      ends: "when what it refers to is there; it never counts as a failure",
    };
  }
  return reason === CRASH_LOOP ? restartWait(name, restartCount, lastState?.terminated?.exitCode) : undefined;
}

function restartWait(name: string, restarts: number, exitCode: number | undefined): PodWait {
  const code = exitCode === undefined ? "" : `, last exit code ${exitCode}`;
  return {
    cause: "crashLoop",
    holder: "kubelet",
    text: `restarts ${name} after a back-off: ${restarts} restarts so far${code}`,
    ends: "when the back-off is over; restarts count against backoffLimit",
  };
}

function startingWait(node: string): PodWait {
  return {
    cause: "starting",
    holder: "kubelet",
    text: `on ${node}, where no container has started`,
    ends: "when they start; it never counts as a failure",
  };
}

/** Containers that keep running next to others that have ended: a pod ends when all have. */
function runningWait({ spec, status }: Pod): PodWait {
  const containers = status.containerStatuses ?? [];
  const ended = containers.filter(({ state }) => state?.terminated !== undefined);
  const again = ended.find(({ state }) => spec.restartPolicy !== "Never" && state?.terminated?.exitCode !== 0);
  if (again !== undefined) {
    return restartWait(again.name, again.restartCount ?? 0, again.state?.terminated?.exitCode);
  }
  const names = containers.filter(({ state }) => state?.running !== undefined).map(({ name }) => name);
  if (ended.length > 0 && names.length > 0) {
    const codes = ended.map(({ name, state }) => `${name} has ended with ${state?.terminated?.exitCode}`);
    return {
      cause: "besideEnded",
      holder: "pods",
      text: `${codes.join(", ")}, and ${names.join(", ")} ${names.length === 1 ? "runs" : "run"} on`,
      ends: "when every container has ended; a sidecar belongs in initContainers, with restartPolicy Always",
    };
  }
  return { cause: "running", holder: "pods", text: "running", ends: "when the containers end" };
}
