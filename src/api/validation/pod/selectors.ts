/** Reads a label selector from a part of a pod that has no type here. */
import type { JsonObject } from "../../json.ts";
import type { LabelSelector } from "../../types.ts";
import { listOf, objectOf, textMapOf, textOf, textsOf } from "../parts.ts";

/** The selector in a field, if any; an empty one selects everything. */
export function selectorOf(object: JsonObject, field: string): LabelSelector | undefined {
  const selector = objectOf(object, field);
  if (selector === undefined) return undefined;
  return {
    matchLabels: textMapOf(selector, "matchLabels"),
    matchExpressions: listOf(selector, "matchExpressions").map((requirement) => ({
      key: textOf(requirement, "key"),
      operator: textOf(requirement, "operator"),
      values: textsOf(requirement, "values"),
    })),
  };
}
