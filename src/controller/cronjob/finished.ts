/** Whether and how a Job has finished. */

import type { Job } from "../../api/types.ts";

/** The terminal condition of a Job; `undefined` if it has not finished. */
export function finishedType({ status }: Job): "Complete" | "Failed" | undefined {
  for (const { type, status: value } of status.conditions ?? []) {
    if (value === "True" && (type === "Complete" || type === "Failed")) return type;
  }
  return undefined;
}
