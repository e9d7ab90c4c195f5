/** Evictions: a pod whose disruption budget allows it is marked as disrupted and deleted. */

import { isJsonObject } from "../api/json.ts";
import { POD_DISRUPTION_BUDGET, type PodDisruptionBudget } from "../api/kinds/pod-disruption-budget.ts";
import { formatTimestamp } from "../api/timestamp.ts";
import type { Pod } from "../api/types.ts";
import type { ApiServer } from "../apiserver/api-server.ts";
import { forbidden } from "../apiserver/errors.ts";
import { takeDisruption } from "../apiserver/eviction.ts";
import { judgeEviction } from "../apiserver/eviction-verdict.ts";
import { withConditions } from "../kubelet/pod-status.ts";
import { answerJson } from "./answer.ts";
import { readBody } from "./body.ts";
import type { ApiRequest, World } from "./context.ts";
import { readDeleteOptions, readWriteOptions } from "./options.ts";
import type { Reply } from "./reply.ts";
import { badRequest, fromApiError, HttpError, methodNotAllowed, notFoundIn } from "./status.ts";

const SUCCESS = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 };

/** POST of an Eviction to `pods/NAME/eviction`. */
export function answerEviction({ request, info, query, world, form }: ApiRequest): Reply {
  if (request.method !== "POST") throw methodNotAllowed();
  const options = readWriteOptions("CreateOptions", query);
  const { value } = readBody(request, "Eviction");
  if (!isJsonObject(value)) throw badRequest("the body must be an Eviction, an object");
  const { dryRun, gracePeriodSeconds } = readDeleteOptions(new URLSearchParams(), value.deleteOptions ?? {});
  const { namespace = "", name = "" } = info;
  const { pods, storage } = world.server;
  const seen = pods.pods.get(namespace, name);
  if (seen === undefined) throw notFoundIn("", "pods", name);
  const budget = budgetOf(world.server, seen);
  if (options.dryRun || dryRun) return answerJson(SUCCESS, 201, form);
  world.write(() => {
    const pod = pods.pods.get(namespace, name);
    if (pod === undefined) return;
    if (budget !== undefined) takeFrom(world, budget, name);
    const condition = {
      type: "DisruptionTarget",
      status: "True",
      reason: "EvictionByEvictionAPI",
      message: "Eviction API: evicting",
      lastTransitionTime: formatTimestamp(storage.instantMs),
    } as const;
    const conditions = withConditions(pod.status.conditions, [condition]);
    pods.replace({ ...pod, status: { ...pod.status, conditions } }, pod, "patch", world.actor ?? "user");
    pods.delete(namespace, name, gracePeriodSeconds, world.actor ?? "user");
    const force = gracePeriodSeconds === 0 ? { force: true } : {};
    world.recordOnPod(pod, (ref) => ({ op: "disruptPod", pod: ref, condition, ...force }));
  });
  return answerJson(SUCCESS, 201, form);
}

/** Takes one disruption from a budget, and records it for a replay. */
function takeFrom(world: World, budget: PodDisruptionBudget, podName: string): void {
  const { objects, storage } = world.server;
  const { namespace, name } = budget.metadata;
  const error = takeDisruption(objects, budget, podName, storage.instantMs, world.actor ?? "user");
  if (error !== undefined) throw fromApiError(error);
  const taken = objects.get(POD_DISRUPTION_BUDGET, namespace, name);
  const { apiVersion, kind } = budget;
  const manifest = { apiVersion, kind, metadata: { namespace, name }, spec: taken?.spec, status: taken?.status };
  world.record({ op: "putObject", manifest, subresource: "status" });
}

/**
 * The budget that an eviction takes from, if its status is maintained.
 *
 * @throws HttpError 429 if the budget of the pod does not allow it now, 500 if the pod has more than one budget
 */
function budgetOf({ objects, pods }: ApiServer, pod: Pod): PodDisruptionBudget | undefined {
  const { namespace } = pod.metadata;
  const verdict = judgeEviction(pod, objects.list(POD_DISRUPTION_BUDGET, namespace), pods.pods.inNamespace(namespace));
  if (verdict.kind === "impossible") throw new HttpError(500, undefined, verdict.message);
  if (verdict.kind === "forbidden")
    throw fromApiError(forbidden(POD_DISRUPTION_BUDGET, verdict.budget, verdict.detail));
  if (verdict.kind === "allowed") return verdict.takenFrom;
  const causes = [{ reason: "DisruptionBudget", message: verdict.cause }];
  throw new HttpError(429, "TooManyRequests", verdict.message, { causes });
}
