/** Fields of 32 and 64 bits at their limits, and seconds that wrap round as Go's nanoseconds do. */

import { describe, expect, test } from "vitest";
import { refusals } from "../../src/analysis/refusals.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { InputError } from "../../src/scenario/problem.ts";
import { simulate } from "../../src/simulation/simulation.ts";

const MOST_INT32 = "2147483647";
const BEYOND_INT32 = "2147483648";
const MOST_INT64 = "9223372036854775807";
const BEYOND_INT64 = "9223372036854776833";
/** Seconds of which the nanoseconds still fit into 64 bits, and the first that do not. */
const MOST_THAT_FIT = "9223372036";
const FIRST_TO_WRAP = "9223372037";

/** Fields by their path; `VALUE` is replaced by a number, so that it stands in the text digit by digit. */
const FIELDS = {
  job: (name: string) => ({ spec: { [name]: "VALUE" } }),
  pod: (name: string) => ({ pod: { [name]: "VALUE" } }),
  toleration: (name: string) => ({
    pod: { tolerations: [{ key: "a", operator: "Exists", effect: "NoExecute", [name]: "VALUE" }] },
  }),
  probe: (name: string) => ({ container: { livenessProbe: { exec: { command: ["a"] }, [name]: "VALUE" } } }),
  hook: (name: string) => ({
    container: { lifecycle: { preStop: { sleep: { [name]: "VALUE" } } } },
    pod: { terminationGracePeriodSeconds: "VALUE" },
  }),
  rights: (name: string) => ({ pod: { securityContext: { [name]: "VALUE" } } }),
};

interface Written {
  readonly spec?: object;
  readonly pod?: object;
  readonly container?: object;
}

function textOf({ spec = {}, pod = {}, container = {} }: Written, value: string): string {
  const containers = [{ name: "main", image: "i", ...container }];
  const template = { spec: { restartPolicy: "Never", containers, ...pod } };
  const job = { apiVersion: "batch/v1", kind: "Job", metadata: { name: "j" }, spec: { ...spec, template } };
  return JSON.stringify(job).replaceAll('"VALUE"', value);
}

/** `accepted`, `refused` by the rules of the API, or `unreadable` for a number that does not fit into the field. */
function answerTo(text: string): string {
  try {
    const { workloads, plan } = loadScenario({ text, file: "job.json", readFile: () => "" });
    return refusals(workloads, plan).length === 0 ? "accepted" : "refused";
  } catch (error) {
    if (error instanceof InputError) return "unreadable";
    throw error;
  }
}

const INT32 = { "-1": "refused", [MOST_INT32]: "accepted", [BEYOND_INT32]: "unreadable" };
const INT64 = {
  "-1": "refused",
  [BEYOND_INT32]: "accepted",
  [FIRST_TO_WRAP]: "accepted",
  [MOST_INT64]: "accepted",
  [BEYOND_INT64]: "unreadable",
};
/** 64 bits wide, with a rule that lets less through. */
const NARROWED = { "-1": "refused", [MOST_INT32]: "accepted", [BEYOND_INT32]: "refused", [MOST_INT64]: "refused" };

const LIMITS: readonly (readonly [string, Written, Readonly<Record<string, string>>])[] = [
  ["backoffLimit", FIELDS.job("backoffLimit"), INT32],
  ["ttlSecondsAfterFinished", FIELDS.job("ttlSecondsAfterFinished"), INT32],
  ["parallelism", FIELDS.job("parallelism"), INT32],
  ["completions", FIELDS.job("completions"), INT32],
  ["activeDeadlineSeconds of the Job", FIELDS.job("activeDeadlineSeconds"), INT64],
  ["activeDeadlineSeconds of the pod", FIELDS.pod("activeDeadlineSeconds"), NARROWED],
  ["terminationGracePeriodSeconds", FIELDS.pod("terminationGracePeriodSeconds"), { ...INT64, "-1": "accepted" }],
  ["priority", FIELDS.pod("priority"), { [BEYOND_INT32]: "unreadable" }],
  ["tolerationSeconds", FIELDS.toleration("tolerationSeconds"), { ...INT64, "-1": "accepted" }],
  ["periodSeconds", FIELDS.probe("periodSeconds"), INT32],
  ["initialDelaySeconds", FIELDS.probe("initialDelaySeconds"), INT32],
  ["failureThreshold", FIELDS.probe("failureThreshold"), INT32],
  ["terminationGracePeriodSeconds of a probe", FIELDS.probe("terminationGracePeriodSeconds"), INT64],
  ["seconds of a hook", FIELDS.hook("seconds"), INT64],
  ["runAsUser", FIELDS.rights("runAsUser"), NARROWED],
];

describe("limits of fields", () => {
  const cases = LIMITS.flatMap(([name, written, answers]) =>
    Object.entries(answers).map(([value, answer]) => [name, value, answer, written] as const),
  );
  test.each(cases)("%s: %s is %s", (_name, value, answer, written) => {
    expect(answerTo(textOf(written, value))).toBe(answer);
  });
});

/** Plays a Job of one pod that runs for a minute, on a node that is lost where that is asked for. */
function played(job: string, more: object = {}) {
  const scenario = {
    apiVersion: "jobsim.dev/v1",
    kind: "Scenario",
    until: "2h",
    jobs: [{ manifest: "JOB" }],
    pods: { default: { run: "1m", termination: { time: "40s" } } },
    ...more,
  };
  const text = JSON.stringify(scenario).replace('"JOB"', () => job);
  const simulation = simulate(loadScenario({ text, file: "scenario.json", readFile: () => "" }).plan);
  const { jobs, pods } = simulation.server;
  const conditions = jobs.jobs.get("default", "j")?.status.conditions ?? [];
  const end = conditions.find(({ type }) => type === "Complete" || type === "Failed");
  return { reason: end?.reason, at: end?.lastTransitionTime?.slice(11, 19), pods: [...pods.pods] };
}

describe("seconds that do not fit into Go's nanoseconds", () => {
  test.each([
    [MOST_THAT_FIT, "CompletionsReached"],
    // The deadline lies in the past: the first sync fails the Job.
    [FIRST_TO_WRAP, "DeadlineExceeded"],
    [MOST_INT64, "DeadlineExceeded"],
    // Round once: 0.4 s are left.
    ["18446744074", "DeadlineExceeded"],
    // Round once, and half a minute more than the pod needs.
    ["18446744164", "CompletionsReached"],
  ])("a Job with activeDeadlineSeconds %s ends with %s", (seconds, reason) => {
    expect(played(textOf(FIELDS.job("activeDeadlineSeconds"), seconds)).reason).toBe(reason);
  });

  test.each([
    ["30", "00:00:40"],
    [MOST_THAT_FIT, "00:00:50"],
    // Negative: the kubelet kills at once.
    [FIRST_TO_WRAP, "00:00:11"],
    [MOST_INT64, "00:00:11"],
  ])("a pod with a grace of %s s that takes 40 s to stop is gone at %s", (seconds, at) => {
    const events = [{ at: "10s", action: "suspend" }];
    const job = textOf(FIELDS.pod("terminationGracePeriodSeconds"), seconds);
    const { pods } = played(job, { events, until: `${Number(at.slice(-2)) + 1}s` });
    expect(pods.length).toBe(0);
    const before = played(job, { events, until: `${Number(at.slice(-2)) - 2}s` });
    expect(before.pods.length).toBe(1);
  });

  test.each([
    ["30", true],
    [MOST_THAT_FIT, false],
    // Negative is forever in the taint eviction controller.
    [MOST_INT64, false],
    [FIRST_TO_WRAP, false],
  ])("a pod that tolerates a lost node for %s s is deleted: %s", (seconds, isDeleted) => {
    const tolerations = ["unreachable", "not-ready"].map((taint) => ({
      key: `node.kubernetes.io/${taint}`,
      operator: "Exists",
      effect: "NoExecute",
      tolerationSeconds: "VALUE",
    }));
    const cluster = { nodes: [{ name: "n", count: 3 }] };
    const events = [{ at: "10s", action: "loseNode", node: "n-0" }];
    const job = textOf({ pod: { tolerations, nodeSelector: { "kubernetes.io/hostname": "n-0" } } }, seconds);
    const { pods } = played(job, { cluster, events });
    expect(pods.some(({ metadata }) => metadata.deletionTimestamp !== undefined)).toBe(isDeleted);
  });

  test.each([
    ["3600", 2],
    [MOST_THAT_FIT, 2],
    // The earliest start that is not too late lies in the future.
    [FIRST_TO_WRAP, 0],
    [MOST_INT64, 0],
  ])("a CronJob with startingDeadlineSeconds %s makes %s Jobs in two hours", (seconds, count) => {
    const spec = { restartPolicy: "Never", containers: [{ name: "main", image: "i" }] };
    const jobTemplate = { spec: { template: { spec } } };
    const cronJob = {
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: { name: "c" },
      spec: { schedule: "30 * * * *", startingDeadlineSeconds: "VALUE", jobTemplate },
    };
    const text = JSON.stringify(cronJob).replace('"VALUE"', seconds);
    const loaded = loadScenario({ text, file: "cron.json", readFile: () => "" });
    expect(refusals(loaded.workloads, loaded.plan)).toEqual([]);
    const { server } = simulate({ ...loaded.plan, untilMs: 2 * 3_600_000 });
    expect([...server.jobs.jobs].length).toBe(count);
  });
});
