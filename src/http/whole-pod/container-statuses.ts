/** Statuses of containers with all fields of a kubelet and its runtime. */

import type { ContainerState, ContainerStatus, Pod } from "../../api/types.ts";
import { planPod } from "../../kubelet/plan/pod-plan.ts";
import { containerIdOf, imageIdOf, resolvedImage } from "./identities.ts";

/** Adds the image and the IDs of the container to each status. */
export function wholeContainers(pod: Pod, statuses: readonly ContainerStatus[]): readonly ContainerStatus[] {
  return statuses.map((status) => wholeContainer(pod, status));
}

/** The statuses of the main containers when a kubelet has just received the pod. */
export function creatingContainers({ spec }: Pod): readonly ContainerStatus[] {
  return planPod(spec).mains.map(({ name, image }) => ({
    name,
    image,
    imageID: "",
    lastState: {},
    ready: false,
    restartCount: 0,
    started: false,
    state: { waiting: { reason: "ContainerCreating" } },
  }));
}

function wholeContainer(pod: Pod, status: ContainerStatus): ContainerStatus {
  const { name, restartCount = 0, ready = false, state = {}, lastState = {} } = status;
  const image = imageOf(pod, name);
  const attempt = attemptOf(status) ?? restartCount;
  const hasRun = state.waiting === undefined || status.containerID !== undefined || lastState.terminated !== undefined;
  const id = hasRun ? (givenId(status) ?? containerIdOf(pod, name, attempt)) : undefined;
  // A container that waits for a restart has the ID of the instance that ended.
  const lastId = state.waiting === undefined ? containerIdOf(pod, name, Math.max(0, attempt - 1)) : id;
  return {
    ...status,
    image: hasRun ? resolvedImage(image) : image,
    imageID: hasRun ? imageIdOf(image) : "",
    ready,
    restartCount,
    started: status.started ?? state.running !== undefined,
    state: withId(state, id),
    lastState: withId(lastState, lastId),
    ...(id === undefined ? {} : { containerID: id }),
  };
}

function imageOf({ spec }: Pod, name: string): string {
  const all = [...spec.containers, ...(spec.initContainers ?? [])];
  return all.find((container) => container.name === name)?.image ?? "";
}

/** Keeps an ID that a client has written. */
function givenId({ containerID }: ContainerStatus): string | undefined {
  return containerID?.includes("://") === true ? containerID : undefined;
}

/** IDs of the simulated kubelet end with the number of the instance. */
function attemptOf({ containerID }: ContainerStatus): number | undefined {
  const number = /\.(\d+)$/.exec(containerID ?? "")?.[1];
  return number === undefined ? undefined : Number(number);
}

function withId(state: ContainerState, containerID: string | undefined): ContainerState {
  const { terminated } = state;
  if (terminated === undefined || containerID === undefined) return state;
  return { ...state, terminated: { ...terminated, containerID: terminated.containerID ?? containerID } };
}
