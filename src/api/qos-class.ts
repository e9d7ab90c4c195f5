/** The QoS class of a pod, which decides the order in which a node under pressure evicts (`GetPodQOS`). */

import { formatQuantity, parseQuantity } from "./quantity.ts";
import { addAmounts, amountsOf } from "./resource-amounts.ts";
import type { ResourceList, ResourceRequirements } from "./scheduling-types.ts";
import type { PodSpec } from "./types.ts";

/** The quality of service class of a pod. */
export type QosClass = "Guaranteed" | "Burstable" | "BestEffort";

/** The resources that the class depends on. */
const COUNTED = ["cpu", "memory"];

/** The class of a pod, from its containers or its pod-level resources. */
export function qosClassOf({ resources, containers, initContainers = [] }: PodSpec): QosClass {
  const parts: readonly (ResourceRequirements | undefined)[] = isEmpty(resources)
    ? [...containers, ...initContainers].map((container) => container.resources)
    : [resources];
  const requests = sumOf(parts.map((part) => part?.requests));
  const limits = sumOf(parts.map((part) => part?.limits));
  if (requests.size === 0 && limits.size === 0) return "BestEffort";
  const isLimited = parts.every((part) => COUNTED.every((name) => isAmount(part?.limits?.[name])));
  const isEqual = COUNTED.every((name) => requests.get(name) === limits.get(name));
  return isLimited && isEqual ? "Guaranteed" : "Burstable";
}

function isEmpty(resources: ResourceRequirements | undefined): boolean {
  return sumOf([resources?.requests, resources?.limits]).size === 0;
}

function sumOf(lists: readonly (ResourceList | undefined)[]): ReadonlyMap<string, string> {
  const sum = new Map();
  for (const list of lists) addAmounts(sum, amountsOf(list));
  return new Map(
    COUNTED.flatMap((name) => {
      const amount = sum.get(name);
      return amount === undefined || amount.billionths <= 0n
        ? []
        : [[name, formatQuantity({ ...amount, notation: "decimal" })]];
    }),
  );
}

function isAmount(text: string | undefined): boolean {
  return text !== undefined && (parseQuantity(text)?.billionths ?? 0n) > 0n;
}
