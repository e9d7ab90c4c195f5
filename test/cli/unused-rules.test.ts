import { expect, test } from "vitest";
import { jobsim } from "./helpers.ts";

const HEAD = `apiVersion: jobsim.dev/v1
kind: Scenario
jobs:
  - manifest: {apiVersion: batch/v1, kind: Job, metadata: {name: a}, spec: {completions: 3, parallelism: 3, template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}}
`;

async function notes(rules: string): Promise<string[]> {
  const { out } = await jobsim(["run", "in.yaml"], { files: { "in.yaml": `${HEAD}pods: {rules: [${rules}]}\n` } });
  return out.split("\n").filter((line) => line.startsWith("note: "));
}

test("a rule that no pod matches, and one behind a wider rule, have a note", async () => {
  const rules = "{match: {job: a}, run: 5s}, {match: {ordinal: 2}, exit: 1}, {match: {labels: {x: z}}, exit: 1}";
  expect(await notes(rules)).toEqual([
    "note: without effect: pods.rules[1], pods.rules[2]; no pod of this run matches, or an earlier rule decides about those that do",
  ]);
});

test("rules that decide, or that wait for further attempts, have none", async () => {
  expect(await notes("{match: {ordinal: 2}, run: 1s}, {match: {job: a}, run: 5s}")).toEqual([]);
  const indexed = HEAD.replace("completions: 3,", "completions: 3, completionMode: Indexed,");
  const files = { "in.yaml": `${indexed}pods: {rules: [{match: {attempt: 1-}, exit: 1}]}\n` };
  expect((await jobsim(["run", "in.yaml"], { files })).out).not.toContain("without effect");
});

test("rules about the load of others are not counted", async () => {
  const rest = `pods: {rules: [{match: {ordinal: 9}, exit: 1}]}
cluster: {nodes: [{name: node, cpu: 4}]}
background: [{name: web, count: 1, requests: {cpu: 1}, run: 5m}]
until: 10m
`;
  const { out } = await jobsim(["run", "in.yaml"], { files: { "in.yaml": HEAD + rest } });
  expect(out).toContain("note: without effect: pods.rules[0]; no pod");
});
