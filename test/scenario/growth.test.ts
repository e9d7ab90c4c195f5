// biome-ignore-all lint/suspicious/noTemplateCurlyInString: parameters look like that

import { describe, expect, test } from "vitest";
import { measureRun, playToEnd } from "../../src/analysis/measures.ts";
import { readRun } from "../../src/analysis/read-run.ts";
import { summarize } from "../../src/analysis/summary.ts";
import { scriptsFrom } from "../../src/kubelet/behaviour/scripts.ts";
import { type FlagTexts, parseFlags } from "../../src/scenario/flags.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { formatProblem, InputError } from "../../src/scenario/problem.ts";

const HEAD = "apiVersion: jobsim.dev/v1\nkind: Scenario\n";
const CONTAINERS = "containers: [{ name: main, image: worker, resources: { requests: { cpu: 500m } } }]";
const JOB = (name: string, spec = "") =>
  `{ apiVersion: batch/v1, kind: Job, metadata: { name: ${name} }, spec: { ${spec} template: { spec: { restartPolicy: Never, ${CONTAINERS} } } } }`;

function load(text: string, flags: FlagTexts = {}, files: Readonly<Record<string, string>> = {}) {
  const readFile = (path: string) => {
    const found = files[path];
    if (found === undefined) throw Object.assign(new Error("no such file"), { code: "ENOENT" });
    return found;
  };
  return loadScenario({ text: HEAD + text, file: "main.yaml", readFile, flags: parseFlags(flags) });
}

function problems(text: string, flags: FlagTexts = {}, files: Readonly<Record<string, string>> = {}): string[] {
  try {
    load(text, flags, files);
  } catch (error) {
    if (error instanceof InputError)
      return error.problems.map((problem) => formatProblem(problem).split("\n")[0] ?? "");
    throw error;
  }
  return [];
}

describe("parameters", () => {
  const text = `parameters: { limit: 2, name: a }\njobs: [{ manifest: ${JOB('"job-${name}"', "backoffLimit: '${limit}',")} }]\npods: { default: { exit: 1 } }\n`;

  test("stand for values, with their type, in any text", () => {
    const [job] = load(text).jobs;
    expect(job?.manifest).toMatchObject({ metadata: { name: "job-a" }, spec: { backoffLimit: 2 } });
    expect(load(text, { param: ["limit=5"] }).jobs[0]?.manifest).toMatchObject({ spec: { backoffLimit: 5 } });
  });

  test("that are not declared, or not used, are reported", () => {
    expect(problems(text, { param: ["limt=5"] })).toEqual([
      '--param limt=5: there is no parameter "limt"; did you mean "limit"?',
    ]);
    expect(problems(`parameters: { idle: 1 }\njobs: [{ manifest: ${JOB("a")} }]`)).toEqual([
      "main.yaml:3:15: parameters.idle: is not used anywhere; write ${idle} where its value belongs",
    ]);
  });

  test("leave a shell's own variables alone", () => {
    const shell = JOB("a").replace("image: worker", "image: worker, args: ['${HOME}']");
    expect(
      JSON.stringify(load(`parameters: { x: 1 }\nuntil: "\${x}s"\njobs: [{ manifest: ${shell} }]`).jobs),
    ).toContain("${HOME}");
  });
});

describe("files that build on others", () => {
  const base = `${HEAD}until: 1h\njobs: [{ manifest: ${JOB("base")} }]\npods: { default: { run: 5s, exit: 1 } }\n`;

  test("merge maps and replace the rest", () => {
    const loaded = load("include: parts/base.yaml\npods: { default: { run: 7s } }\n", {}, { "parts/base.yaml": base });
    expect(loaded.plan.untilMs).toBe(3_600_000);
    const script = scriptsFrom(
      "1",
      loaded.plan.pods,
    )({ namespace: "default", jobName: "base", attempt: 0, ordinal: 0 });
    expect(script).toMatchObject({ runMs: 7_000, exitCode: 1 });
  });

  test.each(["../base.yaml", "/etc/base.yaml", "parts/../../base.yaml"])("are not found outside: %s", (name) => {
    expect(problems(`include: ${name}\n`, {}, { [name]: base })[0]).toContain(`${name} is elsewhere`);
  });

  test("say what is wrong, and where", () => {
    const files = { "base.yaml": base.replace("run: 5s", "run: 5x") };
    expect(problems("include: base.yaml\n", {}, files)[0]).toMatch(/^base\.yaml:5:25: pods\.default\.run: /);
    expect(problems("include: none.yaml\n")).toEqual(["main.yaml:3:10: include: there is no file none.yaml"]);
    const loop = { "base.yaml": `${HEAD}include: main.yaml\n`, "main.yaml": `${HEAD}include: base.yaml\n` };
    expect(problems("include: base.yaml\n", {}, loop)[0]).toContain(
      "main.yaml includes itself: main.yaml → base.yaml → main.yaml",
    );
  });
});

describe("--set on keys of a scenario", () => {
  const text = `jobs: [{ manifest: ${JOB("a")} }]\n`;

  test("changes them, and makes a scenario of a manifest", () => {
    const { plan } = load(text, { set: ["controllerManager.kubeAPIQPS=50", "pods.default.run=3s"] });
    expect(plan.controllerManager).toEqual({ kubeApi: { qps: 50, burst: 30 } });
    const readFile = () => "";
    const flags = parseFlags({ set: ["controllerManager.concurrentJobSyncs=9"] });
    const wrapped = loadScenario({ text: JOB("lone"), file: "dir/lone.yaml", readFile, flags });
    expect(wrapped).toMatchObject({ name: "lone", plan: { controllerManager: { concurrentJobSyncs: 9 } } });
  });

  test("is reported as the flag that it is", () => {
    expect(problems(text, { set: ["controllerManager.kubeAPIQP=50"] })).toEqual([
      '--set controllerManager.kubeAPIQP=50: controllerManager.kubeAPIQP: unknown key; did you mean "kubeAPIQPS"?',
    ]);
  });
});

describe("many Jobs", () => {
  test("come as copies with numbers", () => {
    const { jobs } = load(`jobs: [{ count: 3, arrivals: { every: 10s }, manifest: ${JOB("a")} }]`);
    expect(jobs.map(({ atMs, ref }) => [ref?.name, atMs])).toEqual([
      ["a-0", 0],
      ["a-1", 10_000],
      ["a-2", 20_000],
    ]);
  });

  test("come at random, by the seed", () => {
    const loaded = load(`jobs: [{ count: 400, arrivals: { perHour: 60 }, manifest: ${JOB("a")} }]`);
    const lastMs = (seed: string) => loaded.planFor(seed).actions.at(-1)?.atMs ?? 0;
    expect(lastMs("1")).toBe(lastMs("1"));
    expect(lastMs("1")).not.toBe(lastMs("2"));
    expect(lastMs("1") / 400).toBeGreaterThan(50_000);
    expect(lastMs("1") / 400).toBeLessThan(70_000);
  });

  test("come as a file says", () => {
    const files = { "trace.csv": "time,user\n5s,a\n1m,b\n# note\n2.5,c\n" };
    const { jobs } = load(`jobs: [{ arrivals: { trace: trace.csv }, manifest: ${JOB("a")} }]`, {}, files);
    expect(jobs.map(({ atMs }) => atMs)).toEqual([2_500, 5_000, 60_000]);
  });

  test.each([
    ["count: 3, arrivals: {}", "jobs[0].arrivals: needs exactly one of every, perHour and trace"],
    ["arrivals: { every: 1s }", "jobs[0].arrivals: needs count with it: how many Jobs there are"],
    ["arrivals: { trace: none.csv }", "jobs[0].arrivals.trace: there is no file none.csv"],
    ["count: 5, arrivals: { every: { exponential: {} } }", "jobs[0].arrivals.every.exponential.mean: is missing"],
    [
      "count: 1000, arrivals: { every: 30d }",
      "jobs[0].arrivals: 1000 Jobs so far apart take longer than a run can last",
    ],
    ["count: 0", "jobs[0].count: must be at least 1, not 0"],
  ])("that cannot come (%s) are told", (entry, message) => {
    expect(problems(`jobs: [{ ${entry}, manifest: ${JOB("a")} }]`).join("\n")).toContain(message);
  });

  test("are created again by their users when they fail", () => {
    const loaded = load(
      `jobs: [{ retry: { times: 2, after: 1m }, manifest: ${JOB("a", "backoffLimit: 0,")} }]\npods: { default: { run: 5s, exit: 1 } }`,
    );
    const { jobs } = readRun(playToEnd(loaded.plan));
    expect(jobs.map(({ createdMs, finishedMs = 0 }) => [createdMs, finishedMs])).toHaveLength(3);
    expect(jobs.map(({ createdMs }, i) => createdMs - (jobs[i - 1]?.finishedMs ?? 0))).toEqual([0, 60_000, 60_000]);
  });
});

describe("a controller manager with the defaults of Kubernetes", () => {
  test("takes minutes for a burst of small Jobs that has room at once", () => {
    const text = `controllerManager: { kubeAPIQPS: 20 }\njobs: [{ count: 200, manifest: ${JOB("a")} }]`;
    const limited = measureRun(load(text).plan).makespanMs ?? 0;
    const free = measureRun(load(text.replace("{ kubeAPIQPS: 20 }", "{}")).plan).makespanMs ?? 0;
    expect(free).toBeLessThan(20_000);
    // Each Job costs a pod, three status writes or two, a finalizer and Events: about five requests of 50 ms.
    expect(limited).toBeGreaterThan(45_000);
  });
});

describe("a cluster", () => {
  const cluster = (more: string) =>
    `jobs: [{ manifest: ${JOB("a", "completions: 6, parallelism: 6,")} }]\ncluster: { ${more} }\n`;
  const runningMs = (text: string) =>
    readRun(playToEnd(load(text).plan)).jobs.flatMap(({ pods }) => pods.map((pod) => pod.runningMs));

  test("has pods wait for slots", () => {
    expect(runningMs(cluster("nodes: [{ count: 2, slots: 2 }]"))).toEqual([1_000, 1_000, 1_000, 1_000, 12_000, 12_000]);
  });

  test("has pods wait for CPUs that they ask for", () => {
    expect(runningMs(cluster("nodes: [{ cpu: 1500m }]"))).toEqual([1_000, 1_000, 1_000, 12_000, 12_000, 12_000]);
  });

  test("pulls an image once on each node", () => {
    const times = runningMs(cluster("imagePull: 30s, nodes: [{ count: 1, slots: 3 }]"));
    expect(times).toEqual([31_000, 31_000, 31_000, 42_000, 42_000, 42_000]);
  });

  test("evicts the pods of a drained node, and uses it again when it is back", () => {
    const text = cluster("nodes: [{ slots: 6 }], drains: [{ node: node-0, at: 5s, for: 1m }]");
    const { pods } = summarize(playToEnd(load(text).plan)).totals;
    expect(pods).toMatchObject({ created: 12, failed: 6, succeeded: 6 });
  });

  test("loses the pods of a zone", () => {
    const text = cluster("nodes: [{ slots: 6, zone: a }], zoneOutages: [{ zone: a, at: 5s, for: 1h }]");
    const [job] = readRun(playToEnd(load(text).plan)).jobs;
    // The only zone is lost as a whole: no pod is given up, and all are found dead when the nodes have booted.
    expect(job?.pods[0]).toMatchObject({ disruption: undefined, exitCode: 255, endedMs: 3_605_000 });
    expect(job?.finishedMs).toBeGreaterThan(3_600_000);
  });

  test("takes spot nodes away by the seed", () => {
    const text = `until: 2h\njobs: [{ manifest: ${JOB("a", "completions: 60, parallelism: 6, backoffLimit: 1000,")} }]\ncluster: { nodes: [{ count: 3, slots: 2, spot: { lifetime: { exponential: { mean: 1m } } } }] }\n`;
    const loaded = load(text);
    const one = measureRun(loaded.planFor("1"));
    expect(one).toEqual(measureRun(loaded.planFor("1")));
    expect(one).not.toEqual(measureRun(loaded.planFor("2")));
    expect(one.success).toBe(true);
    expect(one.retries).toBeGreaterThan(0);
  });

  test.each([
    ["nodes: [{ slots: 1 }], drains: [{ node: node-1, at: 1s }]", 'there is no node "node-1"; did you mean "node-0"?'],
    [
      "nodes: [{ slots: 1 }], zoneOutages: [{ zone: b, at: 1s, for: 1s }]",
      'there is no zone "b"; no nodes here have one',
    ],
    ["nodes: [{ memory: lots }]", '"lots" is not an amount; write for example 4, 500m or 16Gi'],
    ["nodes: [{}, {}]", "some nodes have the same name"],
    ["nodes: [{ count: 9000, spot: { lifetime: 1s, replacedAfter: 1s } }]", "times a week; at most 200000"],
    ["node: []", 'unknown key; did you mean "nodes"?'],
  ])("that cannot be (%s) is told", (more, message) => {
    expect(problems(cluster(more)).join("\n")).toContain(message);
  });
});
