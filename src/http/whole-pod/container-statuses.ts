/** Statuses of containers with all that a kubelet and its runtime tell of them. */

import type { ContainerState, ContainerStatus, Pod } from "../../api/types.ts";
import { planPod } from "../../kubelet/plan/pod-plan.ts";
import { containerIdOf, imageIdOf, resolvedImage } from "./identities.ts";

/** Each status with the image and the IDs of its container. */
export function wholeContainers(pod: Pod, statuses: readonly ContainerStatus[]): readonly ContainerStatus[] {
  return statuses.map((status) => wholeContainer(pod, status));
}

/** What a kubelet that has just got a pod says of its main containers. */
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
  // A container that waits for its restart still has the ID of the instance that ended.
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

/** An ID that a client has written stays. */
function givenId({ containerID }: ContainerStatus): string | undefined {
  return containerID?.includes("://") === true ? containerID : undefined;
}

/** The kubelet's own IDs end with the number of the instance. */
function attemptOf({ containerID }: ContainerStatus): number | undefined {
  const number = /\.(\d+)$/.exec(containerID ?? "")?.[1];
  return number === undefined ? undefined : Number(number);
}

function withId(state: ContainerState, containerID: string | undefined): ContainerState {
  const { terminated } = state;
  if (terminated === undefined || containerID === undefined) return state;
  return { ...state, terminated: { ...terminated, containerID: terminated.containerID ?? containerID } };
}
