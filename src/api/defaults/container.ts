/** Defaults of a container in any list of a pod. */

import type { JsonObject } from "../json.ts";
import { formatQuantity, parseQuantity, roundUpToThousandths } from "../quantity.ts";
import { fill, within, withinEach } from "./fill.ts";
import { pullPolicyFor } from "./image.ts";

/** Fills in the defaults of a container; `T` is a `Container` or its JSON. */
export function defaultContainer<T extends object>(container: T): T {
  const image: unknown = Reflect.get(container, "image");
  const filled = fill(container, {
    resources: {},
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    imagePullPolicy: pullPolicyFor(typeof image === "string" ? image : ""),
  });
  const withPorts = withinEach(filled, "ports", (port) => fill(port, { protocol: "TCP" }));
  const withEnv = withinEach(withPorts, "env", (variable) => within(variable, "valueFrom", defaultEnvSource));
  return defaultHooks(within(withEnv, "resources", defaultResources));
}

/** Fills in the version of a reference to a field of the pod. */
export function defaultFieldRef(source: JsonObject): JsonObject {
  return within(source, "fieldRef", (reference) => fill(reference, { apiVersion: "v1" }));
}

function defaultEnvSource(source: JsonObject): JsonObject {
  return within(defaultFieldRef(source), "fileKeyRef", (reference) => fill(reference, { optional: false }));
}

/** Rounds the amounts of limits and requests up to thousandths. */
export function defaultResources(resources: JsonObject): JsonObject {
  return within(within(resources, "limits", defaultResourceList), "requests", defaultResourceList);
}

/** Rounds each amount of a resource list up to thousandths. */
export function defaultResourceList(amounts: JsonObject): JsonObject {
  let result = amounts;
  for (const [name, amount] of Object.entries(amounts)) {
    const quantity = typeof amount === "string" ? parseQuantity(amount) : undefined;
    const rounded = quantity && formatQuantity(roundUpToThousandths(quantity));
    if (rounded !== undefined && rounded !== amount) result = { ...result, [name]: rounded };
  }
  return result;
}

function defaultHooks<T extends object>(container: T): T {
  const withProbes = ["livenessProbe", "readinessProbe", "startupProbe"].reduce(
    (result, probe) => within(result, probe, defaultProbe),
    container,
  );
  return within(withProbes, "lifecycle", (lifecycle) =>
    within(within(lifecycle, "postStart", defaultHttpGet), "preStop", defaultHttpGet),
  );
}

function defaultProbe(probe: JsonObject): JsonObject {
  const filled = fill(probe, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 });
  return within(defaultHttpGet(filled), "grpc", (grpc) => fill(grpc, { service: "" }));
}

function defaultHttpGet(handler: JsonObject): JsonObject {
  return within(handler, "httpGet", (action) => fill(action, { path: "/", scheme: "HTTP" }));
}
