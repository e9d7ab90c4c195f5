/** What a run leaves out, or what does not go as it was asked for, is said. */

import { describe, expect, test } from "vitest";
import { jobsim } from "./helpers.ts";

interface World {
  readonly spec?: string;
  readonly metadata?: string;
  readonly container?: string;
  readonly pod?: string;
  readonly rest?: string;
}

function scenario({ spec = "", metadata = "", container = "", pod = "", rest = "" }: World): string {
  const template = `{spec: {restartPolicy: Never, ${pod} containers: [{name: main, image: i, ${container}}]}}`;
  return `apiVersion: jobsim.dev/v1
kind: Scenario
jobs:
  - manifest: {apiVersion: batch/v1, kind: Job, metadata: {name: a, ${metadata}}, spec: {${spec} template: ${template}}}
${rest}`;
}

async function run(world: World, ...flags: readonly string[]) {
  const { out, err } = await jobsim(["run", "in.yaml", ...flags], { files: { "in.yaml": scenario(world) } });
  return `${out}${err}`;
}

describe("a quiet run says", () => {
  const rest = "events: [{at: 1s, action: patch, patch: {spec: {completions: 2}}}]\n";

  test("which action of the scenario was refused", async () => {
    expect(await run({ spec: "completions: 4,", rest }, "-q")).toContain(
      'note: refused: patch jobs a, which was to happen in this run: Job.batch "a" is invalid: spec.completions: Invalid value: 2: field is immutable\n',
    );
  });

  test("nothing of one that was granted", async () => {
    const spec = "completions: 4, parallelism: 2, completionMode: Indexed,";
    expect(await run({ spec, rest }, "-q")).not.toContain("refused");
  });
});

test("a Job that a finalizer keeps is named", async () => {
  const world = { metadata: "finalizers: [example.com/keep]", spec: "ttlSecondsAfterFinished: 5," };
  expect(await run(world)).toContain(
    "note: Job a is deleted, but stays until its finalizer example.com/keep is removed, which nothing here does\n",
  );
  expect(await run({ spec: "ttlSecondsAfterFinished: 5," })).not.toContain("finalizer");
});

describe("ephemeral storage", () => {
  const world = {
    container: "resources: {limits: {ephemeral-storage: 1Gi}}",
    rest: "cluster: {nodes: [{name: node, cpu: 4}]}\n",
  };

  test("is there on a node of which nothing else is said, and its limit is not watched over", async () => {
    const text = await run(world);
    expect(text).toContain("Complete (CompletionsReached)");
    expect(text).toContain("evict a pod that writes more than its limit of ephemeral-storage");
  });

  test("of a node ends where its capacity does", async () => {
    const rest = "until: 1m\ncluster: {nodes: [{name: node, capacity: {ephemeral-storage: 500Mi}}]}\n";
    expect(await run({ ...world, rest })).toContain("Insufficient ephemeral-storage");
  });
});

test("the table of pods says which ones ran out of memory", async () => {
  const rest = "pods: {default: {containers: {main: {oomAt: 5s}}}}\n";
  expect(await run({ spec: "backoffLimit: 0,", rest })).toMatch(/^#0 .* 137 +failed +OOMKilled$/m);
});

test("an upgrade says what neither release was played with", async () => {
  const pod = "volumes: [{name: v, persistentVolumeClaim: {claimName: d}}],";
  const args = ["upgrade", "in.yaml", "--from", "1.35", "--to", "1.36"];
  const { err } = await jobsim(args, { files: { "in.yaml": scenario({ pod }) } });
  expect(err).toContain("note: not simulated: spec.template.spec.volumes[].persistentVolumeClaim of Job a");
});
