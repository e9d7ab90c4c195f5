/** `cluster.nodes` in every form that people have their nodes in, and settings of nodes by their names. */

import { describe, expect, test } from "vitest";
import { recordingOf } from "../../src/analysis/import/from-simulation.ts";
import { importRecording } from "../../src/analysis/import/import-recording.ts";
import { RecordingBuilder } from "../../src/analysis/import/recording.ts";
import { parseFlags } from "../../src/scenario/flags.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { InputError } from "../../src/scenario/problem.ts";
import { writeScenario } from "../../src/scenario/write/write-scenario.ts";
import { simulate } from "../../src/simulation/simulation.ts";

const NODE = {
  apiVersion: "v1",
  kind: "Node",
  metadata: {
    name: "ip-10-0-0-1",
    labels: { "kubernetes.io/hostname": "ip-10-0-0-1", "topology.kubernetes.io/zone": "a", pool: "gpu" },
    managedFields: [{ manager: "kubelet" }],
  },
  spec: {
    providerID: "aws:///a",
    taints: [{ key: "nvidia.com/gpu", effect: "NoSchedule", timeAdded: "2026-01-01T00:00:00Z" }],
  },
  status: {
    allocatable: { cpu: "63770m", memory: "503Gi", pods: "58", "nvidia.com/gpu": "8" },
    capacity: { cpu: "64", memory: "512Gi", pods: "58", "nvidia.com/gpu": "8" },
    conditions: [{ type: "Ready", status: "True" }],
  },
};
const CORDONED = { ...NODE, metadata: { name: "old" }, spec: { unschedulable: true } };
const LIST = { apiVersion: "v1", kind: "List", items: [NODE, CORDONED, { apiVersion: "v1", kind: "Pod" }] };

const JOB = {
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name: "a" },
  spec: { template: { spec: { restartPolicy: "Never", containers: [{ name: "m", image: "i" }] } } },
};

function load(nodes: unknown, set: string[] = []) {
  const scenario = { apiVersion: "jobsim.dev/v1", kind: "Scenario", jobs: [{ manifest: JOB }], cluster: { nodes } };
  const files: Record<string, string> = {
    "nodes.yaml": JSON.stringify(LIST),
    "pods.yaml": "kind: Pod\napiVersion: v1",
  };
  const readFile = (path: string) => {
    const text = files[path];
    if (text === undefined) throw new Error("no such file");
    return text;
  };
  const text = JSON.stringify(scenario);
  return loadScenario({ text, file: "a.yaml", readFile, flags: parseFlags({ set }) });
}

const EXPECTED = {
  name: "ip-10-0-0-1",
  room: { pods: 58 },
  capacity: NODE.status.allocatable,
  labels: { pool: "gpu" },
  taints: [{ key: "nvidia.com/gpu", effect: "NoSchedule" }],
  zone: "a",
};

describe("nodes of a real cluster", () => {
  test.each([
    ["a list in the file", LIST],
    ["objects in the file", [NODE, CORDONED]],
    ["the path of a file", "nodes.yaml"],
    ["an entry with a file", [{ file: "nodes.yaml" }]],
  ])("%s are the nodes of the run", (_form, nodes) => {
    const { plan } = load(nodes);
    expect(plan.cluster?.nodes[0]).toEqual(EXPECTED);
    expect(plan.cluster?.nodes[1]).toMatchObject({ name: "old", isCordoned: true });
  });

  test("can have a price, next to nodes that are described", () => {
    const { plan } = load([
      { file: "nodes.yaml", price: 3 },
      { name: "cpu", count: 2 },
    ]);
    expect(plan.cluster?.nodes.map(({ name, pricePerHour }) => [name, pricePerHour])).toEqual([
      ["ip-10-0-0-1", 3],
      ["old", 3],
      ["cpu-0", undefined],
      ["cpu-1", undefined],
    ]);
  });

  test("take no pods while they are cordoned", () => {
    const { plan } = load([CORDONED]);
    const [pod] = simulate({ ...plan, untilMs: 5_000 }).server.pods.pods;
    expect(pod?.status.conditions?.[0]?.message).toContain("1 node(s) were unschedulable");
  });

  test("are written as a scenario that has the same", () => {
    const { plan } = load(LIST);
    const text = JSON.stringify(writeScenario(plan));
    expect(loadScenario({ text, file: "b.yaml", readFile: () => "" }).plan).toEqual(plan);
  });

  test.each([
    ["other.yaml", "other.yaml"],
    ["pods.yaml", "pods.yaml holds no Node; kubectl get nodes -o yaml prints what is needed"],
    [[{ ...NODE, metadata: {} }], "cluster.nodes[0].metadata.name: is missing; a node has a name"],
    [[{ ...NODE, status: { allocatable: { cpu: "many" } } }], '"many" is not an amount'],
  ])("that are none (%j) are told", (nodes, message) => {
    let told = "";
    try {
      load(nodes);
    } catch (error) {
      if (error instanceof InputError) told = error.format();
    }
    expect(told).toContain(message);
  });

  test("come along when a cluster is imported", () => {
    const { plan } = load([{}]);
    const played = recordingOf(simulate(plan));
    const builder = new RecordingBuilder();
    builder.add(LIST);
    const recording = { ...played, nodes: builder.build().nodes };
    const { scenario } = importRecording(recording, { name: "r", scrub: "values", exact: true });
    expect(scenario.cluster).toMatchObject({ nodes: [{ names: ["ip-10-0-0-1"], zone: "a" }, { names: ["old"] }] });
  });
});

describe("settings of nodes", () => {
  const nodes = [{ name: "cpu" }, { name: "gpu", count: 2, capacity: { cpu: 4 } }];

  test.each([
    ["cluster.nodes.gpu.count=5", 6],
    ["cluster.nodes[0].count=3", 5],
  ])("%s names them", (set, count) => {
    expect(load(nodes, [set]).plan.cluster?.nodes).toHaveLength(count);
  });

  test("of a kind that there is not name those that there are", () => {
    expect(() => load(nodes, ["cluster.nodes.tpu.count=5"])).toThrow(/or the name of an item: cpu, gpu/);
  });
});
