import { describe, expect, test } from "vitest";

import { refusals } from "../../src/analysis/refusals.ts";
import { scriptsFrom } from "../../src/kubelet/behaviour/scripts.ts";
import { EPOCH_MS, type SimulationPlan } from "../../src/simulation/plan.ts";
import { job, load, scenario } from "./helpers.ts";

/** What pods do by the rules of a plan. */
function scriptsOf({ plan }: { readonly plan: SimulationPlan }) {
  return scriptsFrom(plan.seed, plan.pods);
}

const pod = { namespace: "default", jobName: "sweep", index: 0, attempt: 0, ordinal: 0 };

describe("a scenario file", () => {
  const full = load(
    `
apiVersion: jobsim.dev/v1
kind: Scenario
metadata: { name: everything, description: All keys at once. }
seed: 42
until: 2h
jobs:
  - manifest: ${job("sweep", "completionMode: Indexed, completions: 4")}
  - at: 5m
    file: more/second.yaml
pods:
  default:
    schedule: 1s
    start: 2s
    ready: never
    run: 1m
    exit: 3
    container: main
    conditions: [{ type: DisruptionTarget, reason: TerminationByKubelet }]
    restarts: [{ count: 2, run: 5s }]
    termination: { time: 4s, exit: 137 }
  rules:
    - match: { job: [sweep, default/second], index: "1-", attempt: 0, ordinal: [1, 2] }
      run: forever
events:
  - { at: 10s, action: patch, job: sweep, patch: { spec: { parallelism: 2 } } }
  - { at: 20s, action: suspend, job: sweep }
  - { at: 30s, action: resume, job: default/sweep }
  - { at: 40s, action: evict, pod: { job: sweep, index: "1-2" } }
  - { at: 40s, action: evict, pod: { job: second, ordinal: 0 }, reason: PreemptionByScheduler }
  - { at: 50s, action: deletePod, pod: { job: sweep, index: 3, attempt: 1 }, force: true }
  - { at: 60s, action: restartController, down: 5s }
  - { at: 1h, action: delete, job: sweep }
`,
    { "dir/more/second.yaml": job("second") },
  );

  test("gives a plan with seed, end and epoch", () => {
    expect(full).toMatchObject({ name: "everything", description: "All keys at once.", warnings: [] });
    expect(full.plan).toMatchObject({ seed: "42", untilMs: 7_200_000, epochMs: EPOCH_MS });
    expect(full.jobs.map(({ atMs, ref, indexed }) => [atMs, ref?.name, indexed])).toEqual([
      [0, "sweep", true],
      [300_000, "second", false],
    ]);
  });

  test("gives the actions in the order of their times", () => {
    const sweep = { namespace: "default", name: "sweep" };
    const second = { namespace: "default", name: "second" };
    const evicted = { type: "DisruptionTarget", status: "True" };
    const byApi = { ...evicted, reason: "EvictionByEvictionAPI", message: "Eviction API: evicting" };
    const message = "default-scheduler: preempting to accommodate a higher priority pod";
    const byScheduler = { ...evicted, reason: "PreemptionByScheduler", message };
    expect(full.plan.actions.filter(({ op }) => op !== "createJob")).toEqual([
      { atMs: 10_000, op: "patchJob", job: sweep, patch: { spec: { parallelism: 2 } } },
      { atMs: 20_000, op: "patchJob", job: sweep, patch: { spec: { suspend: true } } },
      { atMs: 30_000, op: "patchJob", job: sweep, patch: { spec: { suspend: false } } },
      { atMs: 40_000, op: "disruptPod", pod: { job: sweep, index: 1, attempt: 0 }, condition: byApi },
      { atMs: 40_000, op: "disruptPod", pod: { job: sweep, index: 2, attempt: 0 }, condition: byApi },
      { atMs: 40_000, op: "disruptPod", pod: { job: second, ordinal: 0 }, condition: byScheduler },
      { atMs: 50_000, op: "deletePod", pod: { job: sweep, index: 3, attempt: 1 }, force: true },
      { atMs: 60_000, op: "restartController", downMs: 5_000 },
      { atMs: 3_600_000, op: "deleteJob", job: sweep, propagation: "Background" },
    ]);
    expect(full.plan.actions.map(({ op, atMs }) => `${op}@${atMs}`)).toContain("createJob@300000");
    expect(full.plan.actions.map(({ atMs }) => atMs)).toEqual(
      full.plan.actions.map(({ atMs }) => atMs).toSorted((a, b) => a - b),
    );
  });

  test("gives the behaviour of pods", () => {
    const scriptFor = scriptsOf(full);
    expect(scriptFor(pod)).toEqual({
      scheduleMs: 1_000,
      startMs: 3_000,
      readyMs: "never",
      runMs: 60_000,
      exitCode: 3,
      container: "main",
      conditions: [{ type: "DisruptionTarget", status: "True", reason: "TerminationByKubelet" }],
      restarts: [
        { runMs: 5_000, exitCode: 1 },
        { runMs: 5_000, exitCode: 1 },
      ],
      terminationMs: 4_000,
      terminationExitCode: 137,
    });
    expect(scriptFor({ ...pod, index: 3, ordinal: 2 })).not.toHaveProperty("runMs");
    expect(scriptFor({ ...pod, index: 3, ordinal: 2, attempt: 1 })).toMatchObject({ runMs: 60_000 });
  });

  test.each([
    ["uniform: { min: 10s, max: 40s }", 25_000],
    ["normal: { mean: 30s, stddev: 3s, min: 1s }", 30_000],
    ["lognormal: { mean: 30s, sigma: 0.5 }", 30_000],
    ["exponential: { mean: 30 }", 30_000],
    ["weibull: { scale: 30s, shape: 1 }", 30_000],
    ["empirical: { values: [10s, 50] }", 30_000],
    ["empirical: { quantiles: { p0: 10s, p100: 50s } }", 30_000],
  ])("draws times from %s", (distribution, expected) => {
    const scriptFor = scriptsOf(load(scenario("pods:", `  default: { run: { ${distribution} } }`)));
    const times = Array.from({ length: 5_000 }, (_, index) => scriptFor({ ...pod, index }).runMs ?? 0);
    expect(new Set(times).size).toBeGreaterThan(1);
    expect(Math.abs(times.reduce((sum, time) => sum + time, 0) / 5_000 / expected - 1)).toBeLessThan(0.06);
  });

  test("needs little: the name is the file's, the seed 1, and events find the only Job", () => {
    const { name, plan } = load(scenario("events: [{ at: 1, action: suspend }]"));
    expect(name).toBe("in");
    expect(plan.seed).toBe("1");
    expect(plan).not.toHaveProperty("untilMs");
    expect(plan.actions[1]).toMatchObject({ atMs: 1_000, job: { namespace: "default", name: "sweep" } });
  });

  test("may use anchors, merge keys and JSON", () => {
    const { plan } = load(
      scenario(
        "pods:",
        "  default: &base { run: 5s, exit: 1 }",
        "  rules:",
        "    - { match: { index: 0 }, <<: *base, exit: 2 }",
      ),
    );
    expect(scriptsOf({ plan })(pod)).toMatchObject({ runMs: 5_000, exitCode: 2 });
    const manifest = { apiVersion: "batch/v1", kind: "Job", metadata: { generateName: "a-" }, spec: { template: {} } };
    const json = JSON.stringify({ apiVersion: "jobsim.dev/v1", kind: "Scenario", jobs: [{ manifest }] });
    expect(load(json).jobs.map(({ ref }) => ref)).toEqual([undefined]);
  });

  test("warns of what can have no effect", () => {
    const { warnings } = load(
      [
        "apiVersion: jobsim.dev/v1",
        "kind: Scenario",
        "until: 1m",
        `jobs: [{ manifest: ${job("plain")} }]`,
        "pods: { rules: [{ match: { index: 1 }, exit: 1 }] }",
        "events:",
        "  - { at: 2m, action: evict, pod: { index: 0 } }",
      ].join("\n"),
    );
    expect(warnings.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`)).toEqual([
      "5:35 pods.rules[0].match.index: matches no pod: no Job here has completionMode Indexed; use ordinal",
      "7:44 events[0].pod.index: names no pod: Job plain is not Indexed; use ordinal",
      "7:11 events[0].at: comes after the end (until)",
    ]);
  });
});

describe("manifests as given to kubectl", () => {
  test("run as they are: one Job, several documents, a List", () => {
    expect(load(job("one")).jobs.map(({ ref }) => ref?.name)).toEqual(["one"]);
    const several = `---\n${job("one")}\n---\n# nothing here\n---\n${job("two")}\n...\n`;
    expect(load(several).jobs.map(({ ref }) => ref?.name)).toEqual(["one", "two"]);
    const list = `apiVersion: v1\nkind: List\nitems:\n  - ${job("one")}\n  - ${job("two")}\n`;
    expect(load(list).jobs.map(({ ref }) => ref?.name)).toEqual(["one", "two"]);
  });

  test("may be mixed with other objects, which are skipped and counted", () => {
    const volcano = "apiVersion: batch.volcano.sh/v1alpha1\nkind: Job\n";
    const { jobs, skipped, warnings } = load(`${job("one")}\n---\napiVersion: v1\nkind: ConfigMap\n---\n${volcano}`);
    expect(jobs).toHaveLength(1);
    expect(skipped).toEqual([{ kind: "ConfigMap" }, { kind: "Job of batch.volcano.sh" }]);
    expect(warnings).toEqual([]);
  });

  test("may have quotes and brackets that end further left, as go-yaml takes them", () => {
    const text =
      "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: t\n  annotations:\n    a: \"x\n  y\nz\"\n    b: 'it''s\n ok'\n";
    const spec =
      "spec:\n  template:\n    spec:\n      containers: [\n{name: c, # [\nimage: i}\n]\n      restartPolicy: Never\n";
    expect(load(text + spec).jobs[0]?.manifest).toMatchObject({
      metadata: { annotations: { a: "x y z", b: "it's ok" } },
      spec: { template: { spec: { containers: [{ name: "c", image: "i" }] } } },
    });
  });

  test("may have a key twice: the last one counts, with a warning", () => {
    const { jobs, warnings } = load(job("one", "backoffLimit: 3, backoffLimit: 4"));
    expect(jobs[0]?.manifest).toMatchObject({ spec: { backoffLimit: 4 } });
    expect(warnings).toMatchObject([
      { path: "spec.backoffLimit", message: expect.stringContaining("the last one counts, as kubectl sends it") },
    ]);
  });

  test("may be a dump of an existing Job, which is played as a new one", () => {
    const labels = { "controller-uid": "u", "batch.kubernetes.io/job-name": "one", app: "a" };
    const dump = {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: "one", uid: "u", resourceVersion: "7", creationTimestamp: "2024-05-01T00:00:00Z", labels },
      spec: {
        selector: { matchLabels: { "controller-uid": "u" } },
        template: {
          metadata: { creationTimestamp: null, labels },
          spec: { restartPolicy: "Never", containers: [{ name: "c", image: "i" }] },
        },
      },
      status: { succeeded: 1, conditions: [{ type: "Complete", status: "True" }] },
    };
    const { jobs, warnings, plan } = load(JSON.stringify(dump));
    expect(jobs[0]?.manifest).toEqual({
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: "one", labels: { app: "a" } },
      spec: { template: { metadata: { labels: { app: "a" } }, spec: dump.spec.template.spec } },
    });
    expect(warnings[0]?.message).toMatch(
      /^a dump of an existing Job \(created 2024-05-01T00:00:00Z, Complete\); it is played as a new one.* jobsim import -$/,
    );
    expect(refusals(jobs, plan)).toEqual([]);
  });

  test("are read as YAML 1.1, like kubectl does", () => {
    const { jobs } = load(job("one", "suspend: no, backoffLimit: 010, parallelism: 0x10, completions: 0o10"));
    expect(jobs[0]?.manifest).toMatchObject({
      spec: { suspend: false, backoffLimit: 8, parallelism: 16, completions: 8 },
    });
    const text = load(job("one").replace("{name: one}", "{name: one, annotations: {at: 2001-01-01, time: 1:30}}"));
    expect(text.jobs[0]?.manifest).toMatchObject({ metadata: { annotations: { at: "2001-01-01", time: "1:30" } } });
  });

  test("remember the positions of their fields", () => {
    const { jobs } = load(
      "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: x\nspec:\n  parallelism: -1\n  template: {}\n",
    );
    expect(jobs[0]?.place(["spec", "parallelism"])).toMatchObject({ line: 6, column: 16 });
    expect(jobs[0]?.place(["spec", "template", "spec", "containers"])).toMatchObject({ line: 7, column: 3 });
  });

  test("take behaviour, end and changes from flags", () => {
    const { plan, jobs } = load(
      job("one"),
      {},
      {
        run: "30s",
        start: "2s",
        exit: "1",
        seed: "7",
        until: "2h",
        set: [
          "spec.backoffLimit=2",
          "metadata.labels[app.kubernetes.io/name]=x",
          "spec.template.spec.containers[0].image=b",
        ],
      },
    );
    expect(plan).toMatchObject({ seed: "7", untilMs: 7_200_000 });
    expect(scriptsOf({ plan })(pod)).toMatchObject({ startMs: 2_000, runMs: 30_000, exitCode: 1 });
    expect(jobs[0]?.manifest).toMatchObject({
      metadata: { name: "one", labels: { "app.kubernetes.io/name": "x" } },
      spec: { backoffLimit: 2, template: { spec: { containers: [{ name: "main", image: "b" }] } } },
    });
  });

  test("keep the rules of a scenario under flags, which change its default", () => {
    const text = scenario("seed: 3", "pods: { default: { run: 5s }, rules: [{ match: { index: 1 }, exit: 9 }] }");
    const { plan } = load(text, {}, { run: "1m", exit: "2", set: ["spec.completions=null"] });
    expect(plan.seed).toBe("3");
    expect(scriptsOf({ plan })(pod)).toMatchObject({ runMs: 60_000, exitCode: 2 });
    expect(scriptsOf({ plan })({ ...pod, index: 1 })).toMatchObject({ runMs: 60_000, exitCode: 9 });
    expect(plan.actions[0]).not.toHaveProperty("manifest.spec.completions");
  });
});
