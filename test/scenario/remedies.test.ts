// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables look like that

/** What is said to do about the mistakes that people make most. */

import { describe, expect, test } from "vitest";
import { load, problemsOf } from "./helpers.ts";

const jobWith = (spec: string, container = "") =>
  `{apiVersion: batch/v1, kind: Job, metadata: {name: a}, spec: {${spec} template: {spec: {restartPolicy: Never, containers: [{name: c, image: i${container}}]}}}}`;

describe("a problem with a remedy", () => {
  test.each([
    ["a field of the pod", jobWith("nodeSelector: {a: b},"), "it is a field of spec.template.spec"],
    ["a field of containers", jobWith("env: [],"), "it is a field of spec.template.spec.containers[]"],
    ["a field of the Job", jobWith("", ", backoffLimit: 2"), "it is a field of spec"],
    ["a word that YAML takes for a boolean", jobWith("", ", env: [{name: A, value: no}]"), 'write "no", with quotes'],
    ["a number where text must be", jobWith("", ", env: [{name: A, value: 1.0}]"), 'write "1.0", with quotes'],
    ["a duration where seconds must be", jobWith("activeDeadlineSeconds: 1h30m,"), "write 5400"],
    ["a variable", jobWith('parallelism: "${N}",'), "fill the variable in first: envsubst < FILE | jobsim run -"],
    ["a variable that is not YAML", jobWith("parallelism: ${N},"), "envsubst < FILE | jobsim run -"],
    [
      "a name in a scenario that YAML takes for a boolean",
      `{apiVersion: jobsim.dev/v1, kind: Scenario, jobs: [{manifest: ${jobWith("")}}], cluster: {nodes: [{name: n}]}}`,
      'write "n", with quotes',
    ],
  ])("%s", (_what, text, remedy) => {
    const [problem = "", ...others] = problemsOf(() => load(text));
    expect(problem).toMatch(new RegExp(`${remedy.replaceAll(/[[\](){}$|.<]/g, "\\$&")}$`));
    expect(others).toEqual([]);
  });

  test("fields of CronJobs are told where in the CronJob they belong", () => {
    const text = `{apiVersion: batch/v1, kind: CronJob, metadata: {name: a}, spec: {schedule: "@daily", backoffLimit: 2, jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}}}}`;
    expect(problemsOf(() => load(text))[0]).toMatch(/it is a field of spec\.jobTemplate\.spec$/);
  });
});

test("objects in a list of one kind need not name it", () => {
  const { apiVersion, kind, ...rest } = JSON.parse(
    '{"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "a"}, "spec": {"template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "c", "image": "i"}]}}}}',
  );
  const list = JSON.stringify({ apiVersion, kind: `${kind}List`, items: [rest] });
  expect(load(list).jobs.map(({ ref }) => ref?.name)).toEqual(["a"]);
});
