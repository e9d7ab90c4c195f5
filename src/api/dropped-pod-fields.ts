/**
 * Fields of containers that a release knows but drops, because their feature gate is off (`dropDisabledFields`):
 * sidecars in 1.28, restart rules of containers in 1.34.
 */

import type { FieldPath } from "./field-path.ts";
import type { PodFieldSet } from "./pod-fields.ts";
import type { Container, PodSpec } from "./types.ts";
import { withoutFields } from "./without-fields.ts";

type Field = "restartPolicy" | "restartPolicyRules";
type ContainerList = "initContainers" | "containers";

const DROPPED: { readonly [fields in PodFieldSet]?: { readonly [list in ContainerList]: readonly Field[] } } = {
  "1.28": { initContainers: ["restartPolicy"], containers: [] },
  "1.34": { initContainers: ["restartPolicyRules"], containers: ["restartPolicy", "restartPolicyRules"] },
};

/** The fields that are dropped from a pod template, by their paths in it. */
export function droppedPodFields(pod: PodSpec, podFields: PodFieldSet): readonly FieldPath[] {
  const dropped = DROPPED[podFields];
  if (dropped === undefined) return [];
  return (["initContainers", "containers"] as const).flatMap((list) =>
    (pod[list] ?? []).flatMap((container, at) =>
      dropped[list].flatMap((field) => (container[field] === undefined ? [] : [[list, at, field]])),
    ),
  );
}

/**
 * Returns a pod template without the dropped fields.
 *
 * @param old the template that is replaced, if any: fields that it uses are kept
 */
export function withoutDroppedPodFields(pod: PodSpec, podFields: PodFieldSet, old?: PodSpec): PodSpec {
  const dropped = DROPPED[podFields];
  if (dropped === undefined || droppedPodFields(pod, podFields).length === 0) return pod;
  if (old !== undefined && droppedPodFields(old, podFields).length > 0) return pod;
  const strip = (list: ContainerList, containers: readonly Container[]) =>
    containers.map((container) => withoutFields(container, dropped[list]));
  const { initContainers, containers } = pod;
  return {
    ...pod,
    containers: strip("containers", containers),
    ...(initContainers === undefined ? {} : { initContainers: strip("initContainers", initContainers) }),
  };
}
