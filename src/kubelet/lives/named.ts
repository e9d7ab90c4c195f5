/** Fills the name of a pod into messages of its life, which it may share with other pods. */

import { copyWith } from "../../api/copy-with.ts";
import type { ContainerStatus, Pod, PodStatus } from "../../api/types.ts";
import { POD_TOKEN } from "./scripted-machine.ts";

/** The status with the name of the pod in its messages. */
export function named(status: PodStatus, pod: Pod): PodStatus {
  const { containerStatuses, initContainerStatuses } = status;
  const own = (container: ContainerStatus) => withName(container, pod);
  return copyWith(status, {
    ...(initContainerStatuses && { initContainerStatuses: initContainerStatuses.map(own) }),
    ...(containerStatuses && { containerStatuses: containerStatuses.map(own) }),
  });
}

/** The text with the name of the pod. */
export function namedText(text: string, { metadata: { name, namespace, uid } }: Pod): string {
  return text.replaceAll(POD_TOKEN, `${name}_${namespace}(${uid})`);
}

function withName(container: ContainerStatus, pod: Pod): ContainerStatus {
  const { waiting } = container.state ?? {};
  if (waiting?.message === undefined) return container;
  return { ...container, state: { waiting: { ...waiting, message: namedText(waiting.message, pod) } } };
}
