/** Random failure and success policies that the API accepts. */

import type { JsonObject } from "../../api/json.ts";
import { between, chance, pick, type Source, several } from "../source.ts";

/** Exit codes that random pods end with. */
export const EXIT_CODES = [1, 2, 42, 137] as const;

/** What disrupted pods show. */
export const DISRUPTION = { type: "DisruptionTarget", status: "True", reason: "EvictionByEvictionAPI" } as const;

/** A `podFailurePolicy` with one to three rules. */
export function drawFailurePolicy(source: Source, perIndex: boolean): JsonObject {
  return { rules: several(source, 1, 3, () => drawRule(source, perIndex)) };
}

function drawRule(source: Source, perIndex: boolean): JsonObject {
  const action = pick(source, perIndex ? ["Count", "Ignore", "FailJob", "FailIndex"] : ["Count", "Ignore", "FailJob"]);
  if (chance(source, 35)) {
    return { action, onPodConditions: [{ type: DISRUPTION.type, status: DISRUPTION.status }] };
  }
  const values = EXIT_CODES.filter(() => chance(source, 40));
  const operator = pick(source, ["In", "NotIn"]);
  return {
    action,
    onExitCodes: {
      operator,
      ...(chance(source, 20) ? { containerName: "main" } : {}),
      values: values.length === 0 ? [pick(source, EXIT_CODES)] : values,
    },
  };
}

/** A `successPolicy` with one or two rules over indexes below `completions` (1 or more). */
export function drawSuccessPolicy(source: Source, completions: number): JsonObject {
  return { rules: several(source, 1, 2, () => drawSuccessRule(source, completions)) };
}

function drawSuccessRule(source: Source, completions: number): JsonObject {
  const first = source.below(completions);
  const last = between(source, first, completions - 1);
  const size = last - first + 1;
  const succeededIndexes = first === last ? String(first) : `${first}-${last}`;
  switch (source.below(3)) {
    case 0:
      return { succeededCount: between(source, 1, completions) };
    case 1:
      return { succeededIndexes };
    default:
      return { succeededIndexes, succeededCount: between(source, 1, size) };
  }
}
