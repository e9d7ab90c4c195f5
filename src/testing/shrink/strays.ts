/** What a trial says about Jobs that are no longer in it. */

import { isJsonObject } from "../../api/json.ts";
import { NO_RULES } from "../../kubelet/behaviour/rules.ts";
import type { TimedAction } from "../../simulation/actions/table.ts";
import type { JobRef, SimulationPlan } from "../../simulation/plan.ts";

/** The trial without actions on, and rules for, Jobs that nobody creates. */
export function withoutStrays(trial: SimulationPlan): SimulationPlan {
  const names = new Set(trial.actions.flatMap((action) => (action.op === "createJob" ? nameIn(action.manifest) : [])));
  const isThere = (job: JobRef) => names.has(job.name);
  const actions = trial.actions.filter((action) => jobsOf(action).every(isThere));
  const { pods = NO_RULES } = trial;
  const rules = pods.rules.filter(({ match }) => match.jobs?.some(isThere) ?? true);
  return { ...trial, actions, pods: { ...pods, rules } };
}

function nameIn({ metadata }: { readonly metadata?: unknown }): string[] {
  return isJsonObject(metadata) && typeof metadata.name === "string" ? [metadata.name] : [];
}

function jobsOf(action: TimedAction): JobRef[] {
  if ("job" in action) return [action.job];
  return "pod" in action && "job" in action.pod ? [action.pod.job] : [];
}
