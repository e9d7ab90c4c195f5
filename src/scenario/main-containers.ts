/** The main containers of a Job; the first one decides how its pods end, unless a scenario names another one. */

import { isJsonList, isJsonObject } from "../api/json.ts";
import type { LoadedJob } from "./loaded-job.ts";

const PATHS: Readonly<Record<LoadedJob["kind"], readonly string[]>> = {
  Job: ["spec", "template", "spec", "containers"],
  CronJob: ["spec", "jobTemplate", "spec", "template", "spec", "containers"],
};

/** The names of the containers in the pod template of a Job or CronJob, in their order. */
export function mainContainersOf({ kind, manifest }: Pick<LoadedJob, "kind" | "manifest">): readonly string[] {
  const containers = PATHS[kind].reduce<unknown>(
    (value, step) => (isJsonObject(value) ? value[step] : undefined),
    manifest,
  );
  if (!isJsonList(containers)) return [];
  return containers.flatMap((container) =>
    isJsonObject(container) && typeof container.name === "string" ? container.name : [],
  );
}
