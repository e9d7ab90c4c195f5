/** Each field of a Job is classified, and each that is left out is reported. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { LeftOut } from "../../../src/analysis/field-classes/field-class.ts";
import { FIELD_CLASSES, leftOutOf } from "../../../src/analysis/field-classes/left-out.ts";
import { fieldNotes } from "../../../src/analysis/field-classes/notes.ts";
import { formatPath } from "../../../src/api/field-path.ts";
import { fieldOrderOf, schemaOf } from "../../../src/api/schema/index.ts";
import { testJunit } from "../../../src/report/test-junit.ts";
import { testText } from "../../../src/report/test-report.ts";
import { parseFlags } from "../../../src/scenario/flags.ts";
import { loadScenario } from "../../../src/scenario/load.ts";
import { testFile } from "../../../src/testing/test-scenarios.ts";
import { jobsim } from "../../cli/helpers.ts";

/** A path to each type of the table from a Job: the first one, through what is simulated. */
const ways = waysFrom("Job", [], new Map<string, readonly string[]>());

function waysFrom(type: string, way: readonly string[], found: Map<string, readonly string[]>) {
  if (found.has(type) || schemaOf(type) === undefined) return found;
  found.set(type, way);
  const { noEffect = [], leftOut = {} } = FIELD_CLASSES[type] ?? {};
  for (const [name, field] of fieldOrderOf(type).fields) {
    if (noEffect.includes(name) || name in leftOut) continue;
    waysFrom(field.type, [...way, field.shape === "list" ? `${name}[]` : name], found);
  }
  return found;
}

/** Values that matter, for fields of which only some do. */
const VALUES: Readonly<Record<string, unknown>> = {
  limits: { "nvidia.com/gpu": 1 },
  requests: { "ephemeral-storage": "1Gi" },
  priority: 7,
  hostPort: 80,
  hostNetwork: true,
};

const LEFT_OUT = [...ways].flatMap(([type, way]) =>
  Object.entries(FIELD_CLASSES[type]?.leftOut ?? {}).map(
    ([name, { real }]: [string, LeftOut]) => [[...way, name].join("."), real] as const,
  ),
);

function manifestWith(path: string): Record<string, unknown> {
  const template = { metadata: {}, spec: { containers: [{ name: "c", image: "i" }], restartPolicy: "Never" } };
  const job = { apiVersion: "batch/v1", kind: "Job", metadata: { name: "j" }, spec: { template } };
  const steps = path.split(".");
  const last = steps.pop() ?? "";
  let at: Record<string, unknown> = job;
  for (const step of steps) {
    const name = step.replace("[]", "");
    const inside = step.endsWith("[]") ? [{ name: "c" }] : {};
    at[name] ??= inside;
    const next = at[name];
    at = (Array.isArray(next) ? next[0] : next) as Record<string, unknown>;
  }
  at[last] = VALUES[last] ?? "x";
  return job;
}

describe("the table", () => {
  test.each([...ways.keys()])("each field of %s is classified once", (type) => {
    const { simulated = [], noEffect = [], leftOut = {} } = FIELD_CLASSES[type] ?? {};
    const classed = [...simulated, ...noEffect, ...Object.keys(leftOut)];
    expect(classed.toSorted()).toEqual(
      fieldOrderOf(type)
        .fields.map(([name]) => name)
        .toSorted(),
    );
  });

  test("has no unreachable types", () => {
    expect(Object.keys(FIELD_CLASSES).filter((type) => !ways.has(type))).toEqual([]);
  });
});

describe("what is left out", () => {
  test.each(LEFT_OUT)("%s is found", (path, real) => {
    const found = leftOutOf(manifestWith(path));
    expect(found.map((one) => [formatPath(one.path).replaceAll("[0]", "[]"), one.real])).toEqual([[path, real]]);
  });

  test.each(LEFT_OUT)("%s is reported in a note", (path, real) => {
    const text = JSON.stringify(manifestWith(path));
    const job = {
      kind: "Job",
      atMs: 0,
      manifest: JSON.parse(text),
      indexed: false,
      place: () => ({ file: "j" }),
    } as const;
    const plan = { epochMs: 0, seed: "1", actions: [] };
    const notes = fieldNotes({ jobs: [job], cronJobs: [], plan, skipped: [] });
    const told = notes.filter((note) => note.includes(`: ${path} of Job j; a real cluster would ${real}`));
    expect(told.length).toBe(1);
  });

  test.each([
    [{ cpu: "16", memory: "64Gi" }, 0],
    [{ cpu: "16001m" }, 1],
    [{ memory: "65Gi" }, 1],
    [{ "example.com/disk": 1 }, 1],
  ])("requests of %j have %s notes", (requests, count) => {
    const template = { spec: { containers: [{ name: "c", resources: { requests } }] } };
    expect(leftOutOf({ spec: { template } }).length).toBe(count);
  });

  test("empty values have no note", () => {
    const spec = { containers: [{ name: "c", resources: { limits: { cpu: 1 } }, lifecycle: null }], affinity: {} };
    const job = { spec: { template: { spec: { ...spec, hostNetwork: false, schedulerName: "default-scheduler" } } } };
    expect(leftOutOf(job)).toEqual([]);
  });
});

const JOB = `
apiVersion: batch/v1
kind: Job
metadata: { name: train }
spec:
  template:
    spec:
      restartPolicy: Never
      runtimeClassName: gvisor
      containers:
        - { name: work, image: i, resources: { limits: { nvidia.com/gpu: 1 } } }
        - { name: helper, image: i, resources: { limits: { nvidia.com/gpu: 1 } } }
        - { name: told, image: i }
`;
const GVISOR =
  "not simulated: spec.template.spec.runtimeClassName of Job train; a real cluster would refuse the pods if there is no such class, and add its overhead to what each takes of its node";
const GPU =
  "not simulated, as no nodes are given (kubectl get nodes -o yaml, next to the Job, or cluster.nodes): spec.template.spec.containers[].resources.limits of Job train; a real cluster would place a pod only on a node with enough of each resource, and leave it Pending until there is one";
const HELPER =
  "container helper of Job train ends with the first one, because no behaviour is given for it; to keep it running: pods.default.containers.helper.run: forever";
const NOTES = [GVISOR, GPU, HELPER];
const ARGS = ["job.yaml", "--container", "told.run=5s"];
const SCENARIO = `apiVersion: jobsim.dev/v1
kind: Scenario
pods: { default: { containers: { told: { run: 5s } } } }
jobs: [{ file: job.yaml }]
expect: [{ condition: Complete }]
`;

describe("notes", () => {
  test("one for each field, and for each container without behaviour", () => {
    const flags = parseFlags({ container: ["told.run=5s"] });
    expect(fieldNotes(loadScenario({ text: JOB, file: "job.yaml", readFile: () => "", flags }))).toEqual(NOTES);
  });

  test("the behaviour of a container that no Job has, with the name that was meant", () => {
    const flags = parseFlags({ container: ["told.run=5s", "hepler.run=forever"] });
    expect(fieldNotes(loadScenario({ text: JOB, file: "job.yaml", readFile: () => "", flags }))).toEqual([
      ...NOTES,
      "the behaviour of container hepler has no effect, because no Job here has such a container; there is helper",
    ]);
  });

  test("of a CronJob, with the path in its document", () => {
    const text = `
apiVersion: batch/v1
kind: CronJob
metadata: { name: nightly }
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec: { restartPolicy: Never, runtimeClassName: gvisor, containers: [{ name: c, image: i }] }
`;
    expect(fieldNotes(loadScenario({ text, file: "cron.yaml", readFile: () => "" }))).toEqual([
      GVISOR.replace("spec.template", "spec.jobTemplate.spec.template").replace("Job train", "CronJob nightly"),
    ]);
  });

  test("fields that the release does not know are removed, as in its API server", () => {
    const text = `
apiVersion: jobsim.dev/v1
kind: Scenario
kubernetes: "1.27"
jobs:
  - manifest:
      apiVersion: batch/v1
      kind: Job
      metadata: { name: train }
      spec:
        template:
          spec:
            restartPolicy: Never
            initContainers: [{ name: proxy, image: p, restartPolicy: Always }]
            containers: [{ name: c, image: i }]
`;
    expect(fieldNotes(loadScenario({ text, file: "scenario.yaml", readFile: () => "" }))).toEqual([
      "removed: spec.template.spec.initContainers[].restartPolicy of Job train; Kubernetes 1.27 does not know the field",
    ]);
  });

  test("objects that a template names are assumed to exist, unless they are in the same input", () => {
    const secret = (name: string, more: object = {}) => ({ secretKeyRef: { name, key: "k", ...more } });
    const spec = {
      restartPolicy: "Never",
      serviceAccountName: "robot",
      volumes: [
        { name: "a", configMap: { name: "settings" } },
        { name: "b", projected: { sources: [{ secret: { name: "token" } }] } },
        { name: "c", secret: { secretName: "certificate", optional: true } },
      ],
      initContainers: [{ name: "first", image: "i", envFrom: [{ configMapRef: { name: "settings" } }] }],
      containers: [
        {
          name: "work",
          image: "i",
          env: [
            { name: "P", valueFrom: secret("password") },
            { name: "Q", valueFrom: secret("given") },
            { name: "R", valueFrom: secret("extra", { optional: true }) },
          ],
        },
      ],
    };
    const job = { apiVersion: "batch/v1", kind: "Job", metadata: { name: "train" }, spec: { template: { spec } } };
    const given = { apiVersion: "v1", kind: "Secret", metadata: { name: "given" } };
    const text = `${JSON.stringify(job)}\n---\n${JSON.stringify(given)}`;
    expect(fieldNotes(loadScenario({ text, file: "job.yaml", readFile: () => "" }))).toEqual([
      "assumed to exist: ServiceAccount robot of Job train; a real cluster would refuse the pods if there is none",
      "assumed to exist: ConfigMap settings, Secret token and Secret password of Job train; a real cluster would not start the pods while one is missing; to play that: pods.default.containers.work.config.missingUntil: 5m",
    ]);
  });

  test("Secrets for pulling images that are not in the input, which a kubelet does without", () => {
    const spec = {
      restartPolicy: "Never",
      imagePullSecrets: [{ name: "registry" }, { name: "given" }, {}],
      containers: [{ name: "c", image: "i" }],
    };
    const job = { apiVersion: "batch/v1", kind: "Job", metadata: { name: "train" }, spec: { template: { spec } } };
    const given = { apiVersion: "v1", kind: "Secret", metadata: { name: "given" } };
    const text = `${JSON.stringify(job)}\n---\n${JSON.stringify(given)}`;
    expect(fieldNotes(loadScenario({ text, file: "job.yaml", readFile: () => "" }))).toEqual([
      "assumed to exist: Secret registry (imagePullSecrets) of Job train; a real kubelet would go on without, with a Warning (FailedToRetrieveImagePullSecret), and a registry that asks for credentials would refuse the image; to play that: pods.default.containers.c.image.missing: true",
    ]);
  });

  test("paths of nodes that a hostPath demands, but not those that a kubelet creates", () => {
    const types = ["Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket", "", "CharDevice", "BlockDevice"];
    const spec = {
      restartPolicy: "Never",
      volumes: types.map((type, i) => ({ name: `v${i}`, hostPath: { path: `/p${i}`, type } })),
      containers: [{ name: "c", image: "i" }],
    };
    const job = { apiVersion: "batch/v1", kind: "Job", metadata: { name: "train" }, spec: { template: { spec } } };
    expect(fieldNotes(loadScenario({ text: JSON.stringify(job), file: "job.json", readFile: () => "" }))).toEqual([
      "assumed to be on every node: directory /p0, file /p2, socket /p4, character device /p6 and block device /p7 (hostPath) of Job train; a real kubelet would not start the pods on a node without (FailedMount); to play that: pods.default.start: never",
    ]);
  });

  test("a container that a webhook would add", () => {
    const spec = { restartPolicy: "Never", containers: [{ name: "c", image: "i" }] };
    const template = { metadata: { labels: { "sidecar.istio.io/inject": "true" } }, spec };
    const job = { apiVersion: "batch/v1", kind: "Job", metadata: { name: "train" }, spec: { template } };
    expect(fieldNotes(loadScenario({ text: JSON.stringify(job), file: "job.json", readFile: () => "" }))).toEqual([
      "not simulated: label sidecar.istio.io/inject of Job train; a real cluster would add container istio-proxy to the pods, and unless it is a native sidecar the Job would not complete",
    ]);
  });

  test("are printed by run, as text and in JSON", async () => {
    const text = await jobsim(["run", ...ARGS], { files: { "job.yaml": JOB } });
    expect(text.out.split("\n").filter((line) => line.startsWith("note: "))).toEqual(
      NOTES.map((note) => `note: ${note}`),
    );
    const json = await jobsim(["run", ...ARGS, "-o", "json"], { files: { "job.yaml": JOB } });
    expect(JSON.parse(json.out)).toMatchObject({ notes: NOTES });
  });

  test("are printed by compare and explain with their results", async () => {
    const files = { "job.yaml": JOB };
    const compared = await jobsim(["compare", ...ARGS, "--set", "spec.backoffLimit=1"], { files });
    const explained = await jobsim(["explain", ...ARGS], { files });
    for (const { err } of [compared, explained]) {
      expect(err.split("\n").filter((line) => line.startsWith("note: "))).toEqual(NOTES.map((note) => `note: ${note}`));
    }
  });

  test("are printed by sweep and report", async () => {
    const sweep = await jobsim(["sweep", ...ARGS, "--seeds", "2", "--workers", "1"], { files: { "job.yaml": JOB } });
    for (const note of NOTES) expect(sweep.out).toContain(`note: ${note}`);
    const report = await jobsim(["report", ...ARGS], { files: { "job.yaml": JOB } });
    for (const note of NOTES) expect(report.err).toContain(`note: ${note}`);
    expect(report.out).toContain(GVISOR);
  });

  test("are printed by merge for the parts that it joins", async () => {
    const folder = mkdtempSync(join(tmpdir(), "jobsim-parts-"));
    try {
      const parts = ["1/2", "2/2"].map((shard) => join(folder, shard.replace("/", "-")));
      for (const [i, save] of parts.entries()) {
        const shard = ["--seeds", "2", "--workers", "1", "--shard", `${i + 1}/2`, "--save", save];
        await jobsim(["sweep", ...ARGS, ...shard], { files: { "job.yaml": JOB } });
      }
      const merged = await jobsim(["merge", ...parts]);
      expect(merged.err).toBe("");
      for (const note of NOTES) expect(merged.out).toContain(`note: ${note}`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("are printed by test with the result of the scenario", () => {
    const folder = mkdtempSync(join(tmpdir(), "jobsim-notes-"));
    try {
      writeFileSync(join(folder, "job.yaml"), JOB);
      const file = join(folder, "scenario.yaml");
      writeFileSync(file, SCENARIO);
      const result = testFile({ file });
      expect(result).toMatchObject({ status: "passed", notes: NOTES });
      expect(testText(result).slice(1)).toEqual(NOTES.map((note) => `      note: ${note}`));
      expect(testJunit([{ file, tests: [result] }])).toContain(
        `<system-out>${NOTES.map((note) => `note: ${note}`).join("\n")}</system-out>`,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
