/** The container that decides how the pods of a Job end, unless a scenario names another one. */

import { isJsonObject } from "../api/json.ts";
import type { LoadedJob } from "./loaded-job.ts";

const PATHS: Readonly<Record<LoadedJob["kind"], readonly string[]>> = {
  Job: ["spec", "template", "spec", "containers", "0"],
  CronJob: ["spec", "jobTemplate", "spec", "template", "spec", "containers", "0"],
};

/** The name of the first container in the pod template of a Job or CronJob. */
export function firstContainerOf({ kind, manifest }: Pick<LoadedJob, "kind" | "manifest">): string | undefined {
  const container = PATHS[kind].reduce<unknown>(stepInto, manifest);
  const name = isJsonObject(container) ? container.name : undefined;
  return typeof name === "string" ? name : undefined;
}

function stepInto(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return value[Number(step)];
  return isJsonObject(value) ? value[step] : undefined;
}
