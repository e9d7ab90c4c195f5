/** Asks our code what a fact says, and returns the first difference. */

import { differenceOf } from "../../flow-vector.ts";
import { isRecord } from "../../vectors.ts";
import type { Fact } from "./fact.ts";
import { filterAnswer, scoreAnswer } from "./filter-facts.ts";
import { preemptionAnswer } from "./preemption-facts.ts";
import {
  backoffAnswer,
  gatesAnswer,
  hintAnswer,
  messageAnswer,
  nodesToScoreAnswer,
  queueSortAnswer,
} from "./queue-facts.ts";
import { limitRangeAnswer, listValues, podRequestsAnswer, quotaAnswer } from "./quota-facts.ts";

const ANSWERS: Readonly<Record<string, (fact: Fact) => Record<string, unknown>>> = {
  fit: filterAnswer,
  taints: filterAnswer,
  nodeAffinity: filterAnswer,
  nodeName: filterAnswer,
  nodeUnschedulable: filterAnswer,
  ports: filterAnswer,
  spread: filterAnswer,
  interPod: filterAnswer,
  score: scoreAnswer,
  preemption: preemptionAnswer,
  queueSort: queueSortAnswer,
  queueBackoff: backoffAnswer,
  queueHint: hintAnswer,
  schedulingGates: gatesAnswer,
  nodesToScore: nodesToScoreAnswer,
  message: messageAnswer,
  podRequests: podRequestsAnswer,
  quota: quotaAnswer,
  limitRange: limitRangeAnswer,
};

/** Lists whose amounts are compared by value. */
const AMOUNTS = new Set(["requests", "limits", "usage"]);

export function factDifference(fact: Fact): string | undefined {
  const answer = ANSWERS[fact.kind]?.(fact);
  if (answer === undefined) return `unknown kind ${fact.kind}`;
  for (const [key, expected] of Object.entries(fact.expect)) {
    const difference = differenceIn(fact, key, expected, answer);
    if (difference !== undefined) return `${key}: ${difference}`;
  }
  return undefined;
}

function differenceIn(fact: Fact, key: string, expected: unknown, answer: Record<string, unknown>): string | undefined {
  if (key === "derivedError") return undefined;
  if (key === "errorContains") {
    return String(answer.error).includes(String(expected)) ? undefined : differenceOf(expected, answer.error);
  }
  if (key === "nodeAnyOf" && Array.isArray(expected) && Array.isArray(answer[key])) {
    const isAmong = answer[key].every((node) => expected.includes(node));
    return isAmong && answer[key].length > 0 ? undefined : differenceOf(expected, answer[key]);
  }
  if (AMOUNTS.has(key) && isRecord(expected)) return differenceOf(listValues(expected), answer[key]);
  if (key === "used" && isRecord(expected)) {
    const lists = Object.entries(expected).map(([quota, list]) => [quota, listValues(isRecord(list) ? list : {})]);
    return differenceOf(Object.fromEntries(lists), answer.used);
  }
  if (key === "node") return differenceOf(expected ?? "", answer.node);
  if (key === "preFilterNodes" && Array.isArray(expected)) return differenceOf([...expected].sort(), answer[key]);
  if (key === "reasons" && isRecord(expected)) return differenceOf(sortedLists(expected), answer.reasons);
  if (key === "codes" && isRecord(expected)) return differenceOf(expected, partOf(answer.codes, expected));
  if (key === "candidates" && Array.isArray(expected)) {
    const rows = expected.filter(isRecord).sort((a, b) => (String(a.node) < String(b.node) ? -1 : 1));
    return differenceOf(rows, answer.candidates);
  }
  if (fact.kind === "queueBackoff")
    return Number(expected) === answer[key] ? undefined : differenceOf(expected, answer[key]);
  return differenceOf(expected, answer[key]);
}

function sortedLists(lists: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(lists).map(([k, list]) => [k, Array.isArray(list) ? [...list].sort() : list]),
  );
}

function partOf(whole: unknown, keys: Readonly<Record<string, unknown>>): unknown {
  if (!isRecord(whole)) return whole;
  return Object.fromEntries(Object.keys(keys).map((key) => [key, whole[key]]));
}
