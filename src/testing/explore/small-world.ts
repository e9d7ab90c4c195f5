/** Worlds that are small enough to try every schedule of them. */

import type { JsonObject } from "../../api/json.ts";
import { fixed } from "../../engine/distribution.ts";
import { always } from "../../kubelet/behaviour/exit-choice.ts";
import type { PodRule } from "../../kubelet/behaviour/rules.ts";
import { EPOCH_MS, type SimulationPlan } from "../../simulation/plan.ts";

/** The size of an explored world. */
export interface SmallWorld {
  /** Jobs, created one after the other. */
  readonly jobs: number;
  /** Pods of each. */
  readonly pods: number;
  /** Whether the Jobs are Indexed; true by default. */
  readonly indexed?: boolean;
  /** How many of the first pods of each Job fail; none by default. */
  readonly failing?: number;
  /** Other fields of the Jobs' spec. */
  readonly spec?: JsonObject;
}

const START_MS = 1_000;
const RUN_MS = 3_000;
/** Jobs come so far apart that what they do overlaps. */
const APART_MS = 500;

/**
 * Jobs whose pods start within a second and run for three.
 *
 * @example
 * explore(smallWorld({ jobs: 1, pods: 2, failing: 1 }), { deviations: 2 });
 */
export function smallWorld({ jobs, pods, indexed = true, failing = 0, spec = {} }: SmallWorld): SimulationPlan {
  const containers = [{ name: "main", image: "example.com/main:1" }];
  const template = { spec: { restartPolicy: "Never", containers } };
  const mode = indexed ? { completionMode: "Indexed" } : {};
  const rule: PodRule = { match: { ordinal: [{ first: 0, last: failing - 1 }] }, traits: { exit: always(1) } };
  const traits = { schedule: fixed(0), start: fixed(START_MS), run: fixed(RUN_MS), terminationTime: fixed(0) };
  return {
    epochMs: EPOCH_MS,
    seed: "explore",
    actions: Array.from({ length: jobs }, (_, at) => ({
      atMs: at * APART_MS,
      op: "createJob",
      manifest: {
        apiVersion: "batch/v1",
        kind: "Job",
        metadata: { name: `job-${at}`, namespace: "default" },
        spec: { ...mode, completions: pods, parallelism: pods, ...spec, template },
      },
    })),
    pods: { default: { ...traits, exit: always(0) }, rules: failing === 0 ? [] : [rule] },
  };
}
