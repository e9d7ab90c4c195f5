/** Queueing hints of the plugins for resources, ports and scheduling gates. */

import type { NodeFacts } from "../../api/scheduling-types.ts";
import { NodeInfo, portsClash } from "../node-info.ts";
import { fitVerdict } from "../plugins/node-resources-fit.ts";
import type { PodInfo } from "../pod-info.ts";
import type { Resources } from "../resources.ts";
import { always, type Hints, never, takesRoom } from "./hint.ts";

/** Released resources, and nodes that would fit the pod if they were empty. */
export const fitHints: Hints = {
  plugin: "NodeResourcesFit",
  podActions: ["podDelete", "podScaleDown"],
  nodeActions: ["nodeAdd", "nodeAllocatable"],
  onPod: (pod, { before, after }) => {
    if (before === undefined) return false;
    if (after === undefined) return takesRoom(before);
    if (after.uid === pod.uid) return true;
    if ((after.object.spec.nodeName ?? "") === "") return false;
    return isRelieved(pod.shape.requests, before.shape.requests, after.shape.requests);
  },
  onNode: (pod, { before, after }) => {
    if (after === undefined || fitVerdict(pod.shape, new NodeInfo(after), "unschedulable") !== undefined) return false;
    return before === undefined || hasGrownFor(pod, before, after);
  },
};

/** A released port, and any new node. */
export const nodePortsHints: Hints = {
  plugin: "NodePorts",
  podActions: ["podDelete"],
  nodeActions: ["nodeAdd"],
  onPod: (pod, { before, after }) =>
    before !== undefined &&
    after === undefined &&
    takesRoom(before) &&
    portsClash(pod.shape.hostPorts, before.shape.hostPorts),
  onNode: always,
};

/** Pods with scheduling gates only wait for the removal of their own gates. */
export const schedulingGatesHints: Hints = {
  plugin: "SchedulingGates",
  podActions: ["podGates"],
  nodeActions: [],
  onPod: (pod, { after }) => after !== undefined && after.uid === pod.uid && after.shape.gates.length === 0,
  onNode: never,
};

function hasGrownFor({ shape }: PodInfo, before: NodeFacts, after: NodeFacts): boolean {
  const [old, now] = [new NodeInfo(before), new NodeInfo(after)];
  return now.allowedPods > old.allowedPods || isRelieved(shape.requests, now.allocatable, old.allocatable);
}

/** Whether `more` exceeds `less` for a resource that the pod requests. */
function isRelieved(asked: Resources, more: Resources, less: Resources): boolean {
  if (asked.milliCpu > 0 && more.milliCpu > less.milliCpu) return true;
  if (asked.memory > 0 && more.memory > less.memory) return true;
  if (asked.ephemeralStorage > 0 && more.ephemeralStorage > less.ephemeralStorage) return true;
  return [...asked.scalars].some(
    ([name, amount]) => amount > 0 && (more.scalars.get(name) ?? 0) > (less.scalars.get(name) ?? 0),
  );
}
