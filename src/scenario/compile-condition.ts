/** From a condition in a file to one of a pod. */

import type { PodCondition } from "../api/types.ts";
import type { ConditionInput } from "./schema-pods.ts";

export function compileCondition({ type, status = "True", reason, message }: ConditionInput): PodCondition {
  return {
    type,
    status,
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
  };
}
