/** Ends a pod as its container would: with an exit code, now. */

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
 * @returns the pod as it is then
 * @throws HttpError 404 if there is no such pod, 409 if it has ended already
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
    // The very patch that a replay makes, so that both write the same.
    const patched = strategicMerge("Pod", pod, patch);
    if ("problem" in patched) throw new HttpError(500, "InternalError", patched.problem);
    const ended = pods.replace(decodePod(patched.object).object, pod, "patch", "user");
    world.recordOnPod(pod, (ref) => ({ op: "patchPod", pod: ref, patch }));
    return encode("Pod", { ...ended });
  });
}
