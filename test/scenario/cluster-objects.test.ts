/** Objects next to Jobs that describe the cluster. */

import { describe, expect, test } from "vitest";
import { simulate } from "../../src/simulation/simulation.ts";
import { job, load, problemsOf } from "./helpers.ts";

const NODE = `{apiVersion: v1, kind: Node, metadata: {name: gpu-1, labels: {pool: gpu}}, status: {allocatable: {cpu: "8", memory: 1Gi, pods: "2"}}}`;
const QUOTA = `{apiVersion: v1, kind: ResourceQuota, metadata: {name: team, namespace: a}, spec: {hard: {pods: 3, requests.cpu: "1"}}}`;
const LIMITS = `{apiVersion: v1, kind: LimitRange, metadata: {name: small}, spec: {limits: [{type: Container, default: {cpu: 500m}}, {type: PersistentVolumeClaim, max: {storage: 1Gi}}]}}`;
const CLASS = `{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: high}, description: For deadlines., value: 1000}`;
const ALL = [NODE, QUOTA, LIMITS, CLASS];

/** What a plan says of the cluster. */
function clusterOf(text: string, files?: Readonly<Record<string, string>>) {
  const { plan, skipped } = load(text, files);
  const { cluster, resourceQuotas, limitRanges, priorityClasses } = plan;
  return {
    nodes: cluster?.nodes.map(({ name, labels, capacity }) => ({ name, labels, capacity })),
    quotas: resourceQuotas?.map(({ name, namespace, hard }) => ({ name, namespace, hard })),
    limitRanges,
    priorityClasses,
    skipped: skipped.map(({ kind }) => kind),
  };
}

const EXPECTED = {
  nodes: [{ name: "gpu-1", labels: { pool: "gpu" }, capacity: { cpu: "8", memory: "1Gi", pods: "2" } }],
  quotas: [{ name: "team", namespace: "a", hard: { pods: "3", "requests.cpu": "1" } }],
  limitRanges: [
    {
      name: "small",
      namespace: "default",
      limits: [{ type: "Container", default: { cpu: "500m" }, defaultRequest: { cpu: "500m" } }],
    },
  ],
  priorityClasses: { high: { value: 1000 } },
  skipped: [],
};

describe("objects that say what the cluster is", () => {
  test.each([
    ["stand beside a Job", [job("a"), ...ALL].join("\n---\n"), undefined],
    ["stand in a List", `{apiVersion: v1, kind: List, items: [${[...ALL, job("a")].join(", ")}]}`, undefined],
    [
      "stand in a file of a scenario",
      "apiVersion: jobsim.dev/v1\nkind: Scenario\njobs: [{ file: job.yaml, count: 2 }, { file: cluster.yaml }]",
      { "dir/job.yaml": [job("a"), QUOTA].join("\n---\n"), "dir/cluster.yaml": [NODE, LIMITS, CLASS].join("\n---\n") },
    ],
  ])("take part in the run when they %s", (_where, text, files) => {
    expect(clusterOf(text, files)).toEqual(EXPECTED);
  });

  test("are added to what the scenario has", () => {
    const text = [
      "apiVersion: jobsim.dev/v1",
      "kind: Scenario",
      "jobs: [{ file: all.yaml }]",
      "cluster: { nodes: [{ name: own, capacity: { cpu: 1, memory: 1Gi } }] }",
      "quotas: [{ name: own, hard: { pods: 9 } }]",
      "priorityClasses: { high: 7, low: 1 }",
    ].join("\n");
    const found = clusterOf(text, { "dir/all.yaml": [job("a"), ...ALL].join("\n---\n") });
    expect(found.nodes?.map(({ name }) => name)).toEqual(["own-0", "gpu-1"]);
    expect(found.quotas?.map(({ name }) => name)).toEqual(["own", "team"]);
    expect(found.priorityClasses).toEqual({ high: 7, low: 1 });
  });

  test("hold pods back as those of a scenario do", () => {
    const { plan } = load([job("a", "parallelism: 3, completions: 3"), NODE].join("\n---\n"));
    const simulation = simulate({ ...plan, untilMs: 5_000 });
    const placed = [...simulation.server.pods.pods].filter(({ spec }) => (spec.nodeName ?? "") !== "");
    expect(placed).toHaveLength(2);
  });

  test("are no run without a Job", () => {
    expect(problemsOf(() => load(NODE))).toEqual([
      "1:1:only says what the cluster is; give it together with a Job or a CronJob",
    ]);
  });

  test.each([
    [
      "an amount that is none",
      QUOTA.replace("pods: 3", "pods: many"),
      /^\d+:\d+:spec\.hard\.pods:"many" is not an amount/,
    ],
    [
      "an unknown field",
      QUOTA.replace("{hard", "{scope: [], hard"),
      /^\d+:\d+:spec\.scope:unknown key; did you mean "scopes"/,
    ],
    ["a class without a value", CLASS.replace(", value: 1000", ""), /^\d+:\d+:value:is missing/],
    ["two nodes of one name", [NODE, NODE].join("\n---\n"), /^5:\d+:metadata\.name:there is a node "gpu-1" already/],
  ])("are refused where they stand for %s", (_what, text, problem) => {
    const problems = problemsOf(() => load([job("a"), text].join("\n---\n")));
    expect(problems).toEqual([expect.stringMatching(problem)]);
  });

  test("say what of a quota nothing here counts", () => {
    const { warnings, plan } = load([job("a"), QUOTA.replace("pods: 3", "services.nodeports: 0")].join("\n---\n"));
    expect(warnings.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'spec.hard.services.nodeports: "services.nodeports" is nothing that a run counts: left out',
    ]);
    expect(plan.resourceQuotas?.[0]?.hard).toEqual({ "requests.cpu": "1" });
  });
});
