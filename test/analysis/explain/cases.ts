/** A run for each rule of the controller, in which the rule decides. */

import type { JsonObject } from "../../../src/api/json.ts";
import type { Decision, RuleId } from "../../../src/controller/job/decisions.ts";
import { loadScenario } from "../../../src/scenario/load.ts";
import type { SimulationPlan } from "../../../src/simulation/plan.ts";
import { simulate } from "../../../src/simulation/simulation.ts";

export interface Case {
  readonly spec?: JsonObject;
  readonly restartPolicy?: string;
  readonly pods?: JsonObject;
  readonly events?: readonly JsonObject[];
  readonly plan?: Partial<SimulationPlan>;
}

const INDEXED = { completionMode: "Indexed", completions: 3, parallelism: 2 };
const FAILING = { default: { run: "5s", exit: 1 } };
const LONG = { default: { run: "forever", termination: { time: "20s" } } };
const ONE_FAILS = { rules: [{ match: { ordinal: 0 }, run: "5s", exit: 1 }], default: { run: "30s" } };
const policy = (action: string) => ({
  podFailurePolicy: { rules: [{ action, onExitCodes: { operator: "In", values: [1] } }] },
});
const deleteFirst = { at: "10s", action: "deletePod", pod: { ordinal: 0 } };

export const CASES: Readonly<Record<RuleId, Case>> = {
  "job-started": {},
  "managed-elsewhere": { spec: { managedBy: "example.com/queue" } },
  "pods-created": {},
  "enough-pods": { pods: { default: { start: "never" } } },
  "work-queue-done": {
    spec: { parallelism: 3 },
    pods: { rules: [{ match: { ordinal: 0 }, run: "5s" }], default: { run: "60s" } },
  },
  "backoff-of-job": { pods: FAILING },
  "backoff-of-index": { spec: { ...INDEXED, backoffLimitPerIndex: 2 }, pods: FAILING },
  "replaced-after-termination": { spec: { podReplacementPolicy: "Failed" }, pods: LONG, events: [deleteFirst] },
  "surplus-removed": {
    spec: { parallelism: 3, completions: 3 },
    pods: LONG,
    events: [{ at: "10s", action: "patch", patch: { spec: { parallelism: 1 } } }],
  },
  "suspended-pods-removed": { pods: LONG, events: [{ at: "10s", action: "suspend" }] },
  suspended: { spec: { suspend: true } },
  resumed: { spec: { suspend: true }, events: [{ at: "10s", action: "resume" }] },
  "expectations-open": { plan: { watchLagMs: { pods: 5_000 }, switches: { cacheConsistency: false } } },
  "cache-behind": { plan: { watchLagMs: { pods: 5_000 } } },
  "backoff-limit": { spec: { backoffLimit: 0 }, pods: FAILING },
  "backoff-limit-on-failure": {
    spec: { backoffLimit: 1 },
    restartPolicy: "OnFailure",
    pods: { default: { restarts: [{ count: 3, run: "5s" }] } },
  },
  "deadline-passed": { spec: { activeDeadlineSeconds: 5 } },
  "fail-job-rule": { spec: policy("FailJob"), pods: FAILING },
  "max-failed-indexes": { spec: { ...INDEXED, backoffLimitPerIndex: 0, maxFailedIndexes: 0 }, pods: FAILING },
  "failed-indexes": { spec: { ...INDEXED, backoffLimitPerIndex: 0 }, pods: FAILING },
  "success-policy": { spec: { ...INDEXED, successPolicy: { rules: [{ succeededCount: 1 }] } } },
  "completions-reached": {},
  "index-failed": { spec: { ...INDEXED, backoffLimitPerIndex: 1, ...policy("FailIndex") }, pods: FAILING },
  "verdict-pods-deleted": { spec: { parallelism: 2, completions: 2, backoffLimit: 0 }, pods: ONE_FAILS },
  "waits-for-termination": { spec: { parallelism: 2, completions: 2, backoffLimit: 0 }, pods: ONE_FAILS },
  "counted-failed": { pods: FAILING },
  "failure-ignored": { spec: policy("Ignore"), pods: ONE_FAILS },
  "counting-postponed": { spec: { ...INDEXED, backoffLimitPerIndex: 1 }, pods: FAILING },
  "count-capped": { spec: { parallelism: 600, completions: 600 } },
};

/** Plays a case. */
export function decisionsOf({ spec = {}, restartPolicy = "Never", pods, events = [], plan = {} }: Case) {
  const template = { spec: { restartPolicy, containers: [{ name: "main", image: "worker" }] } };
  const manifest = { apiVersion: "batch/v1", kind: "Job", metadata: { name: "job" }, spec: { ...spec, template } };
  const text = JSON.stringify({
    apiVersion: "jobsim.dev/v1",
    kind: "Scenario",
    until: "20m",
    jobs: [{ manifest }],
    ...(pods === undefined ? {} : { pods }),
    ...(events.length === 0 ? {} : { events }),
  });
  const loaded = loadScenario({ text, file: "case.json", readFile: () => "" });
  const decisions: Decision[] = [];
  const simulation = simulate({ ...loaded.plan, ...plan }, { onDecision: (decision) => decisions.push(decision) });
  return { decisions, simulation };
}
