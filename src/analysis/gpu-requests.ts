/** How many GPUs a pod requests, from any vendor: `nvidia.com/gpu`, `amd.com/gpu`, `gpu.intel.com/i915`. */

import { podRequests } from "../api/pod-resources.ts";
import type { ResourceList } from "../api/scheduling-types.ts";
import type { Pod } from "../api/types.ts";

/** The GPUs that a pod requests. */
export function gpusOf(pod: Pod): number {
  if (!mayAskForGpus(pod)) return 0;
  let count = 0;
  for (const [name, { billionths }] of podRequests(pod)) if (isGpu(name)) count += Number(billionths) / 1e9;
  return count;
}

/** Whether a pod names a GPU anywhere in its requests: for nearly all pods, no amounts have to be parsed. */
export function mayAskForGpus({ spec }: Pod): boolean {
  const { containers, initContainers = [], overhead } = spec;
  return (
    hasGpu(overhead) ||
    containers.some(({ resources }) => hasGpu(resources?.requests)) ||
    initContainers.some(({ resources }) => hasGpu(resources?.requests))
  );
}

function hasGpu(amounts: ResourceList | undefined): boolean {
  return amounts !== undefined && Object.keys(amounts).some(isGpu);
}

function isGpu(resource: string): boolean {
  return resource.includes("gpu");
}
