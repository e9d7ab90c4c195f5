/** The Jobs that benchmarks play. */

import { fixed } from "../src/engine/distribution.ts";
import { always } from "../src/kubelet/behaviour/exit-choice.ts";
import type { PodRule, PodRules } from "../src/kubelet/behaviour/rules.ts";
import type { ControllerManagerSettings, JsonObject, SimulationPlan } from "../src/simulation/plan.ts";

export interface BenchJob {
  readonly pods: number;
  readonly parallelism?: number;
  /** Every pod's first attempt fails, and is retried under `backoffLimitPerIndex: 1`. */
  readonly failsOnce?: boolean;
  /** Two init containers and a side-car before the main one. */
  readonly full?: boolean;
}

/** An Indexed Job whose pods start half a second after they are created and run for ten. */
export function indexedPlan({ pods, parallelism = pods, failsOnce = false, full = false }: BenchJob): SimulationPlan {
  return {
    epochMs: Date.parse("2000-01-01T00:00:00Z"),
    seed: "bench",
    actions: [
      { op: "createJob", atMs: 0, manifest: manifest("bench", pods, parallelism, failsOnce, full ? INITS : {}) },
    ],
    pods: podRules(failsOnce),
  };
}

export interface ManyBenchJobs {
  readonly jobs: number;
  /** Of each Job. */
  readonly pods: number;
  readonly kubeApi?: NonNullable<ControllerManagerSettings["kubeApi"]>;
}

/** Jobs that are all created in the first instant. */
export function manyJobsPlan({ jobs, pods, kubeApi }: ManyBenchJobs): SimulationPlan {
  // As the copies of a Job in a scenario do (`count`), they share their spec.
  const { spec } = manifest("bench", pods, pods, false);
  return {
    epochMs: Date.parse("2000-01-01T00:00:00Z"),
    seed: "bench",
    actions: Array.from({ length: jobs }, (_, i) => {
      return { op: "createJob", atMs: 0, manifest: { ...manifest(`bench-${i}`, pods, pods, false), spec } };
    }),
    pods: podRules(false),
    ...(kubeApi === undefined ? {} : { controllerManager: { kubeApi } }),
  };
}

function podRules(failsOnce: boolean): PodRules {
  const first: PodRule = { match: { attempt: [{ first: 0, last: 0 }] }, traits: { exit: always(1) } };
  return { default: { schedule: fixed(37), start: fixed(463) }, rules: failsOnce ? [first] : [] };
}

const INITS: JsonObject = {
  initContainers: [
    { name: "fetch", image: "example.com/fetch:1" },
    { name: "migrate", image: "example.com/migrate:1" },
    { name: "proxy", image: "example.com/proxy:1", restartPolicy: "Always" },
  ],
};

function manifest(
  name: string,
  completions: number,
  parallelism: number,
  failsOnce: boolean,
  inits: JsonObject = {},
): JsonObject {
  const containers = [{ name: "main", image: "example.com/worker:1" }];
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, namespace: "default" },
    spec: {
      completions,
      parallelism,
      completionMode: "Indexed",
      ...(failsOnce ? { backoffLimitPerIndex: 1 } : {}),
      template: { spec: { restartPolicy: "Never", ...inits, containers } },
    },
  };
}
