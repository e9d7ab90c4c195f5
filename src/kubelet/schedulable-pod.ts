/**
 * A pod as the scheduler gets to see it. The API server lets a container that has a limit and no request request the
 * limit; pods that controllers make are stored as their template has them, so that is made up for here.
 */

import { copyWith } from "../api/copy-with.ts";
import { requestLimits } from "../api/defaults/pod.ts";
import { oncePerObject } from "../api/once-per-object.ts";
import type { Container, Pod } from "../api/types.ts";

type Containers = readonly Container[];

const withRequests = oncePerObject((containers: Containers): Containers => {
  const changed = containers.map(requestLimits);
  return changed.every((container, at) => container === containers[at]) ? containers : changed;
});

/** The same pod, with what its containers request. */
export function schedulablePod(pod: Pod): Pod {
  const { spec } = pod;
  const containers = withRequests(spec.containers);
  const initContainers = spec.initContainers && withRequests(spec.initContainers);
  if (containers === spec.containers && initContainers === spec.initContainers) return pod;
  const requested = initContainers === undefined ? { containers } : { containers, initContainers };
  return { ...pod, spec: copyWith(spec, requested) };
}
