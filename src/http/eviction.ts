/** Evictions: a pod gets the condition that says so, and is deleted. */

import { isJsonObject } from "../api/json.ts";
import { formatTimestamp } from "../api/timestamp.ts";
import { withConditions } from "../kubelet/pod-status.ts";
import { answerJson } from "./answer.ts";
import { readBody } from "./body.ts";
import type { ApiRequest } from "./context.ts";
import { readDeleteOptions, readWriteOptions } from "./options.ts";
import { badRequest, methodNotAllowed, notFoundIn } from "./status.ts";

const SUCCESS = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 };

/** POST of an Eviction to `pods/NAME/eviction`. */
export async function answerEviction({ request, info, query, world, form }: ApiRequest): Promise<Response> {
  if (request.method !== "POST") throw methodNotAllowed();
  const options = readWriteOptions("CreateOptions", query);
  const { value } = await readBody(request);
  if (!isJsonObject(value)) throw badRequest("the body must be an Eviction, an object");
  const { dryRun, gracePeriodSeconds } = readDeleteOptions(new URLSearchParams(), value.deleteOptions ?? {});
  const { namespace = "", name = "" } = info;
  const { pods, storage } = world.server;
  if (pods.pods.get(namespace, name) === undefined) throw notFoundIn("", "pods", name);
  if (options.dryRun || dryRun) return answerJson(SUCCESS, 201, form);
  world.write(() => {
    const pod = pods.pods.get(namespace, name);
    if (pod === undefined) return;
    const condition = {
      type: "DisruptionTarget",
      status: "True",
      reason: "EvictionByEvictionAPI",
      message: "Eviction API: evicting",
      lastTransitionTime: formatTimestamp(storage.instantMs),
    } as const;
    const conditions = withConditions(pod.status.conditions, [condition]);
    pods.replace({ ...pod, status: { ...pod.status, conditions } }, pod, "patch", "user");
    pods.delete(namespace, name, gracePeriodSeconds, "user");
    const force = gracePeriodSeconds === 0 ? { force: true } : {};
    world.recordOnPod(pod, (ref) => ({ op: "disruptPod", pod: ref, condition, ...force }));
  });
  return answerJson(SUCCESS, 201, form);
}
