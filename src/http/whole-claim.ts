/** What a provisioner adds to a claim, added where clients look: in a run every claim has its volume. */

import { isOfKind } from "../api/kinds/kind.ts";
import { PERSISTENT_VOLUME_CLAIM, type PersistentVolumeClaim } from "../api/kinds/simple-kinds.ts";
import type { KubeObject } from "../api/types.ts";

/** A claim as clients see it, bound unless somebody wrote another status; any other object as it is. */
export function withVolume(object: KubeObject): KubeObject {
  if (!isOfKind(PERSISTENT_VOLUME_CLAIM, object) || object.status?.phase !== undefined) return object;
  const { spec = {} } = object;
  const { accessModes, resources } = spec;
  const bound: PersistentVolumeClaim = {
    ...object,
    spec: { ...spec, volumeMode: spec.volumeMode ?? "Filesystem" },
    status: {
      phase: "Bound",
      ...(accessModes === undefined ? {} : { accessModes }),
      ...(resources?.requests === undefined ? {} : { capacity: resources.requests }),
    },
  };
  return bound;
}
