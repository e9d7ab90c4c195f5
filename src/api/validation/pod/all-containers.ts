/** All containers of a pod with their paths, in the order of Kubernetes' visitor (`VisitContainersWithPath`). */
import type { FieldPath } from "../../field-path.ts";
import type { JsonObject } from "../../json.ts";
import type { PodSpec } from "../../types.ts";
import { listOf } from "../parts.ts";

export interface PlacedContainer {
  readonly container: JsonObject;
  readonly path: FieldPath;
}

/** @param path of the pod spec */
export function containersOf(spec: PodSpec, path: FieldPath): readonly PlacedContainer[] {
  return ["initContainers", "containers", "ephemeralContainers"].flatMap((field) =>
    listOf(spec, field).map((container, i) => ({ container, path: [...path, field, i] })),
  );
}
