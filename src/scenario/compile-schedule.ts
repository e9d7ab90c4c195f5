/** From `schedule` of a scenario file to that of a plan, and back. */

import type { JsonObject } from "../api/json.ts";
import type { RunSchedule } from "../simulation/choices/oracle.ts";
import type { Disturbance } from "../simulation/faults/disturbance.ts";
import type { SimulationPlan } from "../simulation/plan.ts";
import { compileDuration } from "./compile-time.ts";
import { formatDuration } from "./duration.ts";
import type { Reporter } from "./report.ts";
import type { ScheduleInput } from "./schema-schedule.ts";

/** What happens to watches and writes: either events or a schedule; both together are a problem. */
export function compileSchedule(
  input: ScheduleInput | undefined,
  disturbances: readonly Disturbance[],
  reporter: Reporter,
): Pick<SimulationPlan, "schedule" | "disturbances"> {
  if (input === undefined) return disturbances.length === 0 ? {} : { disturbances };
  if (disturbances.length > 0) {
    reporter.problem(["schedule"], "says what happens to watches and writes: events cannot disturb them as well");
  }
  const { held, choices } = input;
  const compiled = choices.map(({ at, ...choice }, i) => {
    if (at === undefined) return choice;
    return { ...choice, atMs: compileDuration(at, ["schedule", "choices", i, "at"], reporter) };
  });
  return { schedule: { choices: compiled, heldMs: compileDuration(held, ["schedule", "held"], reporter) } };
}

export function writeSchedule({ choices, heldMs }: RunSchedule): JsonObject {
  const written = choices.map(({ atMs, ...choice }) => {
    return atMs === undefined ? choice : { ...choice, at: formatDuration(atMs) };
  });
  return { held: formatDuration(heldMs), choices: written };
}
