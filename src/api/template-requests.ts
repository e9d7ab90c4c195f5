/** Resource requests of the pods of a template: a limit without a request becomes the request when a pod is created. */

import type { Container, PodSpec } from "./types.ts";

/** Returns the spec with the requests that its pods will have. */
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
