/** Writes what was done to a server as a scenario file. */

import { stringify } from "yaml";
import { isJsonList, type JsonObject } from "../../api/json.ts";
import { formatDuration } from "../../scenario/duration.ts";
import { API_VERSION, SCENARIO_KIND } from "../../scenario/file-kinds.ts";
import type { JobRef, PodRef, TimedAction } from "../../simulation/plan.ts";

export interface SavedRun {
  /** The scenario that the server was started with, as it was written; empty where it was started without. */
  readonly base: JsonObject;
  readonly seed: string;
  readonly actions: readonly TimedAction[];
  /** Virtual milliseconds since the run began. */
  readonly untilMs: number;
}

/** The scenario as YAML: the one that the server was started with, and all that clients did since. */
export function scenarioText({ base, seed, actions, untilMs }: SavedRun): string {
  const jobs = actions.flatMap((action) =>
    action.op === "createJob" ? [{ at: formatDuration(action.atMs), manifest: action.manifest }] : [],
  );
  const events = actions.flatMap(eventOf);
  const scenario = {
    ...base,
    apiVersion: API_VERSION,
    kind: SCENARIO_KIND,
    seed,
    until: formatDuration(untilMs),
    jobs: [...listIn(base.jobs), ...jobs],
    events: [...listIn(base.events), ...events],
  };
  return stringify(scenario, { version: "1.1", aliasDuplicateObjects: false, lineWidth: 0 });
}

function listIn(value: unknown): readonly unknown[] {
  return isJsonList(value) ? value : [];
}

/** An action as an event of a scenario; none for what is no event of its own. */
function eventOf(action: TimedAction): readonly JsonObject[] {
  const at = formatDuration(action.atMs);
  switch (action.op) {
    case "patchJob":
      return [{ at, action: "patch", job: jobName(action.job), patch: action.patch }];
    case "deleteJob":
      return [{ at, action: "delete", job: jobName(action.job), propagation: action.propagation }];
    case "putJobStatus":
      return [{ at, action: "putStatus", job: jobName(action.job), status: action.status }];
    case "deletePod":
      return podEvents(action.pod, { at, action: "deletePod", ...(action.force === true ? { force: true } : {}) });
    case "disruptPod":
      return podEvents(action.pod, { at, action: "evict" });
    case "patchPod":
      return podEvents(action.pod, { at, action: "patchPod", patch: action.patch });
    default:
      return [];
  }
}

function podEvents(pod: PodRef, event: JsonObject): readonly JsonObject[] {
  if ("id" in pod) return [];
  const { job, ...place } = pod;
  return [{ ...event, pod: { job: jobName(job), ...place } }];
}

function jobName({ namespace, name }: JobRef): string {
  return `${namespace}/${name}`;
}
