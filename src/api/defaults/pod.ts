/** Defaults that the API server adds to a Pod but not to a pod template. */

import { copyWith } from "../copy-with.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import type { Container, Pod, PodSpec } from "../types.ts";
import { fill, mapKept, within, withinEach } from "./fill.ts";
import { defaultTemplateSpec } from "./pod-spec.ts";

/** Fills in the defaults of a pod; unchanged parts are shared with the given pod. */
export function defaultPod(pod: Pod): Pod {
  const spec = defaultPodSpec(pod.spec);
  return spec === pod.spec ? pod : { ...pod, spec };
}

function defaultPodSpec(given: PodSpec): PodSpec {
  const filled = fill(defaultTemplateSpec(given), { enableServiceLinks: true });
  const isOnHost = filled.hostNetwork === true;
  const containers = defaultedContainers(filled.containers, isOnHost);
  const changed = containers === filled.containers ? filled : { ...filled, containers };
  return withinEach(changed, "initContainers", isOnHost ? withHostPorts : requestLimits);
}

/** Containers with requests defaulted from their limits, and host ports if the pod uses the host's network. */
export function defaultedContainers(containers: readonly Container[], isOnHost: boolean): readonly Container[] {
  return mapKept(containers, isOnHost ? withHostPorts : requestLimits);
}

/** On the host's network, a container port is also the host port. */
function withHostPorts<T extends object>(container: T): T {
  return withinEach(requestLimits(container), "ports", (port) =>
    port.containerPort === undefined ? port : fill(port, { hostPort: port.containerPort }),
  );
}

/** A container with a limit but no request for a resource requests the limit. */
function requestLimits<T extends object>(container: T): T {
  return within(container, "resources", (resources) => {
    if (!isJsonObject(resources.limits)) return resources;
    const given: JsonObject = isJsonObject(resources.requests) ? resources.requests : {};
    const requests = fill(given, resources.limits);
    return requests === resources.requests ? resources : copyWith(resources, { requests });
  });
}
