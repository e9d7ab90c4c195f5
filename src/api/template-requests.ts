/** What the pods of a template will ask for: a pod that names a limit alone requests as much, once it is created. */

import type { Container, PodSpec } from "./types.ts";

/** The spec as its pods will have it, as far as requests go. */
export function withRequests(spec: PodSpec): PodSpec {
  const { containers, initContainers } = spec;
  return {
    ...spec,
    containers: containers.map(asDefaulted),
    ...(initContainers === undefined ? {} : { initContainers: initContainers.map(asDefaulted) }),
  };
}

function asDefaulted(container: Container): Container {
  const { resources } = container;
  if (resources?.limits === undefined) return container;
  return { ...container, resources: { ...resources, requests: { ...resources.limits, ...resources.requests } } };
}
