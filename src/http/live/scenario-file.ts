/** Writes the actions of clients as a scenario file. */

import { stringify } from "yaml";
import { isJsonList, type JsonObject } from "../../api/json.ts";
import { formatDuration } from "../../scenario/duration.ts";
import { writeEvent } from "../../scenario/events/table.ts";
import { API_VERSION, SCENARIO_KIND } from "../../scenario/file-kinds.ts";
import type { TimedAction } from "../../simulation/plan.ts";

/** The parts of a saved scenario. */
export interface SavedRun {
  /** The scenario that the server was started with, as written; empty if there was none. */
  readonly base: JsonObject;
  readonly seed: string;
  readonly actions: readonly TimedAction[];
  /** Virtual milliseconds since the run began. */
  readonly untilMs: number;
}

/** The scenario as YAML: the one that the server was started with, plus all actions of clients. */
export function scenarioText({ base, seed, actions, untilMs }: SavedRun): string {
  const jobs = actions.flatMap((action) =>
    action.op === "createJob" ? [{ at: formatDuration(action.atMs), manifest: action.manifest }] : [],
  );
  const events = actions.filter(({ op }) => op !== "createJob").map(writeEvent);
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
