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
export function faultsOf({ disturbances = [], ...plan }: SimulationPlan): ReadonlySet<string> {
  const has = (name: string, value: unknown) =>
    value === undefined || (Array.isArray(value) && value.length === 0) ? [] : [name];
  return new Set([
    ...disturbances.map(({ kind }) => kind),
    ...has("lag", plan.watchLagMs),
    ...has("latency", plan.apiLatencyMs),
    ...has("failing calls", plan.faults),
    ...has("quotas", plan.quotas ?? plan.resourceQuotas),
    ...has("nodes", plan.cluster),
    ...(plan.actions.some(({ op }) => op === "restartController") ? ["restarts"] : []),
  ]);
}
