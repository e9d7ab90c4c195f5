/** What faults did in runs, as the log has it: a fault that never meets anything tests nothing. */

import type { LogEntry } from "../apiserver/log.ts";
import type { SimulationPlan } from "../simulation/plan.ts";

/** How often each thing happened, by its name. */
export type Counts = ReadonlyMap<string, number>;

export function addCounts(sum: Map<string, number>, more: Counts): void {
  for (const [name, count] of more) sum.set(name, (sum.get(name) ?? 0) + count);
}

/** What an entry shows of a fault; nothing if all is as usual. */
export function effectOf(entry: LogEntry): string | undefined {
  if (entry.kind === "process" || entry.kind === "replica") return PROCESS[entry.change];
  if (entry.kind !== "request" || entry.error === undefined || entry.actor === "user") return undefined;
  const { isAnswerLost, reason } = entry.error;
  if (isAnswerLost === true) return "answers lost";
  return entry.injected === true ? "calls failed" : reason === "Conflict" ? "conflicts" : "calls refused";
}

const PROCESS = {
  stopped: "processes ended",
  started: undefined,
  joined: "two processes at once",
  left: undefined,
} as const;

/** The faults that a trial has, by name. */
export function faultsOf(plan: SimulationPlan): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { kind } of plan.disturbances ?? []) names.add(kind);
  if (plan.watchLagMs !== undefined) names.add("lag");
  if (plan.apiLatencyMs !== undefined) names.add("latency");
  if (hasAny(plan.faults)) names.add("failing calls");
  if (hasAny(plan.quotas ?? plan.resourceQuotas)) names.add("quotas");
  if (plan.cluster !== undefined) names.add("nodes");
  if (plan.actions.some(({ op }) => op === "restartController")) names.add("restarts");
  return names;
}

function hasAny(list: readonly unknown[] | undefined): boolean {
  return list !== undefined && list.length > 0;
}
