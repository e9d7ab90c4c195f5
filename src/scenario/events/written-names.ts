/** How a scenario writes the names of Jobs and pods. */

import type { JsonObject } from "../../api/json.ts";
import type { JobRef, PodRef } from "../../simulation/plan.ts";

export function jobText({ namespace, name }: JobRef): string {
  return `${namespace}/${name}`;
}

export function podText(pod: PodRef): JsonObject {
  if ("id" in pod) return { name: pod.id };
  const { job, ...place } = pod;
  return { job: jobText(job), ...place };
}
