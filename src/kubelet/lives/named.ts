/** Puts the name of a pod where its life, which others may share, has a place for it. */

import { copyWith } from "../../api/copy-with.ts";
import type { ContainerStatus, Pod, PodStatus } from "../../api/types.ts";
import { POD_TOKEN } from "./scripted-machine.ts";

/** A status of its own for one pod. */
export function named(status: PodStatus, pod: Pod): PodStatus {
  const { containerStatuses, initContainerStatuses } = status;
  const own = (container: ContainerStatus) => withName(container, pod);
  return copyWith(status, {
    ...(initContainerStatuses && { initContainerStatuses: initContainerStatuses.map(own) }),
    ...(containerStatuses && { containerStatuses: containerStatuses.map(own) }),
  });
}

/** A message of its own for one pod. */
export function namedText(text: string, { metadata: { name, namespace, uid } }: Pod): string {
  return text.replaceAll(POD_TOKEN, `${name}_${namespace}(${uid})`);
}

function withName(container: ContainerStatus, pod: Pod): ContainerStatus {
  const { waiting } = container.state ?? {};
  if (waiting?.message === undefined) return container;
  return { ...container, state: { waiting: { ...waiting, message: namedText(waiting.message, pod) } } };
}
