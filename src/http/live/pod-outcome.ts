/** Ends a pod immediately with an exit code, as its container would. */

import { decodePod } from "../../api/decode.ts";
import { encode } from "../../api/encode.ts";
import type { JsonObject } from "../../api/json.ts";
import { strategicMerge } from "../../api/strategic-merge.ts";
import { formatTimestamp } from "../../api/timestamp.ts";
import { isTerminalPhase } from "../../apiserver/pod-deletion.ts";
import { reportedContainer, terminalStatus } from "../../kubelet/pod-status.ts";
import type { World } from "../context.ts";
import { HttpError, notFoundIn } from "../status.ts";

/**
 * Makes a pod terminal.
 *
 * @returns the pod afterwards
 * @throws HttpError 404 if the pod does not exist, 409 if it has already ended
 */
export function endPod(world: World, namespace: string, name: string, exitCode: number): JsonObject {
  const { pods, storage } = world.server;
  return world.write(() => {
    const pod = pods.pods.get(namespace, name);
    if (pod === undefined) throw notFoundIn("", "pods", name);
    if (isTerminalPhase(pod.status.phase)) throw new HttpError(409, "Conflict", `pod ${name} has ended already`);
    const at = formatTimestamp(storage.instantMs);
    const status = terminalStatus(pod.status, reportedContainer(pod, undefined), exitCode, [], at);
    const patch = { status: { ...status } };
    // The same patch as in a replay, so that both write the same.
    const patched = strategicMerge("Pod", pod, patch);
    if ("problem" in patched) throw new HttpError(500, "InternalError", patched.problem);
    const ended = pods.replace(decodePod(patched.object).object, pod, "patch", "user");
    world.recordOnPod(pod, (ref) => ({ op: "patchPod", pod: ref, patch }));
    return encode("Pod", { ...ended });
  });
}
