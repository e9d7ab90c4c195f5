/** Facts of the queue: order, back-off, hints, gates, and how messages are put together. */

import { countReasons, fitErrorMessage } from "../../../../src/scheduler/fit-error.ts";
import { nodesToFind } from "../../../../src/scheduler/framework/nodes-to-find.ts";
import { HINTS } from "../../../../src/scheduler/hints/hint-table.ts";
import { gateVerdict } from "../../../../src/scheduler/plugins/scheduling-gates.ts";
import { backoffOf } from "../../../../src/scheduler/queue/backoff.ts";
import { goesFirst, QueuedPod } from "../../../../src/scheduler/queue/queued-pod.ts";
import { type Fact, type GivenPod, nodeOf, podOf, shapesOf, switchesOf, waitingPod } from "./fact.ts";

export function queueSortAnswer(fact: Fact): Record<string, unknown> {
  const shapes = shapesOf(fact);
  const [first, second] = (fact.queue ?? []).map(({ priority, queuedAtSeconds }, at) => {
    return new QueuedPod(podOf({ spec: { priority } }, shapes, at), queuedAtSeconds * 1000, 0);
  });
  return { firstGoesFirst: first !== undefined && second !== undefined && goesFirst(first, second) };
}

/** Durations are nanoseconds here; the largest one that Go knows is no exact number in JSON. */
export function backoffAnswer({ args = {} }: Fact): Record<string, unknown> {
  const { count = 0, initialBackoffDuration = 0, maxBackoffDuration = 0 } = args;
  return { nanoseconds: backoffOf(count, { initialMs: initialBackoffDuration, maxMs: maxBackoffDuration }) };
}

export function hintAnswer(fact: Fact): Record<string, unknown> {
  const shapes = shapesOf(fact);
  // Pods without a UID are one and the same for upstream's tests.
  const given = (one: GivenPod) => podOf({ ...one, metadata: { uid: "", ...one.metadata } }, shapes, 0);
  const pod = given(fact.pod ?? {});
  const hints = HINTS.get(fact.plugin ?? "");
  const { event } = fact;
  if (hints === undefined || event === undefined) throw new Error(`unknown plugin ${fact.plugin}`);
  const context = { namespaceLabels: () => ({}), switches: switchesOf(fact) };
  if (event.resource === "Node") {
    const [before, after] = [event.old, event.new].map((node) => (node === null ? undefined : nodeOf(node, 0)));
    return { wakes: hints.onNode(pod, { resource: "node", action: "nodeTaints", before, after }, context) };
  }
  const [before, after] = [event.old, event.new].map((one) => (one === null ? undefined : given(one)));
  // Without the gate nobody listens to resizes.
  if (fact.gates?.InPlacePodVerticalScaling === false && before !== undefined && after !== undefined) {
    return { wakes: false };
  }
  return { wakes: hints.onPod(pod, { resource: "pod", action: "podOther", before, after }, context) };
}

export function gatesAnswer(fact: Fact): Record<string, unknown> {
  const verdict = gateVerdict(waitingPod(fact, shapesOf(fact)));
  return { enqueue: verdict === undefined, code: verdict?.code ?? "Success", reasons: verdict?.reasons ?? [] };
}

export function nodesToScoreAnswer({ args = {} }: Fact): Record<string, unknown> {
  const { numAllNodes = 0, globalPercentage = 0, profilePercentage } = args;
  return { nodes: nodesToFind(numAllNodes, profilePercentage ?? globalPercentage) };
}

export function messageAnswer(fact: Fact): Record<string, unknown> {
  const { numAllNodes = 0, preFilterMsg = "", postFilterMsg = "", reasonsByNode = {} } = fact.args ?? {};
  const failure = {
    nodeCount: numAllNodes,
    preFilterMessage: preFilterMsg,
    reasons: countReasons(Object.values(reasonsByNode)),
    postFilterMessage: postFilterMsg,
  };
  return { message: fitErrorMessage(failure, switchesOf(fact)) };
}
