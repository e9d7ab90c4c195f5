/** Invariants that see what the counts of a Job do not show, each held against a controller that breaks it. */

import { expect, test } from "vitest";
import { decodeJob, decodePod } from "../../src/api/decode.ts";
import type { Job } from "../../src/api/types.ts";
import type { NewPod } from "../../src/apiserver/requests.ts";
import { Client } from "../../src/controller/process.ts";
import {
  builtInControllers,
  type ControllerDefinition,
  controller,
  type Host,
  INVARIANTS,
  jobController,
  type Process,
  type ReconcileResult,
  runTrial,
  type SimulationPlan,
  type StartControllers,
} from "../../src/testing/index.ts";
import { policyAction } from "../../src/testing/invariants/policy-action.ts";
import { tamper } from "../defects/tamper.ts";
import { JOB, oneJob } from "./fixtures/one-job.ts";

function brokenBy(trial: SimulationPlan, controllers: StartControllers, ...ids: readonly string[]): string[] {
  const invariants = INVARIANTS.filter(({ id }) => ids.includes(id));
  return [...new Set(runTrial(trial, { invariants, controllers }).violations.map(({ invariant }) => invariant))];
}

/** The Job controller, whose connection is changed. */
function jobControllerWith(change: (host: Host, client: Client) => Client): StartControllers {
  return (host) => jobController({ ...host, connect: (actor) => change(host, host.connect(actor)) });
}

/** Says nothing in Events. */
class SilentClient extends Client {
  readonly #inner: Client;

  constructor(host: Host, inner: Client) {
    super(host.loop, host.server, { actor: "job-controller", latencyMs: 0, fault: undefined });
    this.#inner = inner;
  }

  /** Events of a limited connection pass by it. */
  override get isLimited(): boolean {
    return true;
  }

  override postEvent(): void {}

  override run<R>(process: Process<R>, done: (result: R) => void): void {
    this.#inner.run(process, done);
  }
}

test.each([
  ["completes", 0],
  ["fails", 1],
])("a Job that %s without an Event is seen", (_, exitCode) => {
  const trial = oneJob({ completions: 1, backoffLimit: 0 }, { pods: { exitCode } });
  expect(brokenBy(trial, builtInControllers, "end-announced")).toEqual([]);
  const silent = jobControllerWith((host, client) => new SilentClient(host, client));
  expect(brokenBy(trial, silent, "end-announced")).toEqual(["end-announced"]);
});

test("a pod that loses its finalizer unlisted is seen whatever the controller calls itself", () => {
  const trial = oneJob({ completions: 2, parallelism: 2 });
  const dropped = tamper({
    request: (request) => {
      if (request.resource !== "jobs" || request.verb !== "updateStatus") return request;
      const { uncountedTerminatedPods: _, ...status } = request.job.status;
      return { ...request, job: { ...request.job, status } };
    },
  });
  const renamed: StartControllers = (host) =>
    dropped({ ...host, connect: (actor) => host.connect(actor === "job-controller" ? "someone-else" : actor) });
  for (const controllers of [dropped, renamed]) {
    expect(brokenBy(trial, controllers, "listed-before-release")).toEqual(["listed-before-release"]);
  }
});

/** A controller of Jobs that creates pods all at once, the high indexes first. */
function eager(order: (index: number, at: number) => number): StartControllers {
  const definition: ControllerDefinition = {
    name: "eager",
    watches: { jobs: ({ metadata }) => [`${metadata.namespace}/${metadata.name}`] },
    start: ({ caches }) => {
      let isDone = false;
      return function* (key): Process<ReconcileResult | undefined> {
        const [namespace = "", name = ""] = key.split("/");
        const job = caches.jobs.get(namespace, name);
        if (job === undefined || isDone) return undefined;
        isDone = true;
        const indexes = Array.from({ length: job.spec.completions ?? 0 }, (_, at) => at).sort(order);
        yield indexes.map((index) => ({ resource: "pods", verb: "create", pod: podOf(job, index) }) as const);
        return undefined;
      };
    },
  };
  return controller(definition);
}

function podOf(job: Job, index: number): NewPod {
  const { namespace, name, uid } = job.metadata;
  return {
    namespace,
    generateName: `${name}-${index}-`,
    labels: {},
    annotations: { "batch.kubernetes.io/job-completion-index": String(index) },
    ownerReferences: [{ apiVersion: "batch/v1", kind: "Job", name, uid, controller: true, blockOwnerDeletion: true }],
    finalizers: [],
    spec: job.spec.template.spec,
  };
}

const THREE = { completionMode: "Indexed", completions: 3, parallelism: 3 };

test("a controller that begins with the high indexes is seen", () => {
  const trial = oneJob(THREE);
  expect(brokenBy(trial, builtInControllers, "lowest-index")).toEqual([]);
  expect(
    brokenBy(
      trial,
      eager((a, b) => a - b),
      "lowest-index",
    ),
  ).toEqual([]);
  expect(
    brokenBy(
      trial,
      eager((a, b) => b - a),
      "lowest-index",
    ),
  ).toEqual(["lowest-index"]);
});

test("creations that all fail at once, instead of a first one, are seen", () => {
  const trial = oneJob(THREE, { quotas: [{ fromMs: 0, toMs: 60_000, pods: 0 }] });
  expect(brokenBy(trial, builtInControllers, "slow-start")).toEqual([]);
  expect(
    brokenBy(
      trial,
      eager((a, b) => a - b),
      "slow-start",
    ),
  ).toEqual(["slow-start"]);
});

test("a scale-down that takes a pod that runs before one that waits is seen", () => {
  const trial = oneJob(
    { completions: 4, parallelism: 2 },
    {
      pods: { runMs: 600_000 },
      rules: [{ ordinal: 1, script: { scheduleMs: "never" } }],
      actions: [{ atMs: 10_000, op: "patchJob", job: JOB, patch: { spec: { parallelism: 1 } } }],
    },
  );
  expect(brokenBy(trial, builtInControllers, "deletion-order")).toEqual([]);
  const running = tamper({
    request: (request, { server }) => {
      if (request.resource !== "pods" || request.verb !== "delete") return request;
      const busy = [...server.pods.pods].find(({ status }) => status.phase === "Running");
      return busy === undefined ? request : { ...request, name: busy.metadata.name };
    },
  });
  expect(brokenBy(trial, running, "deletion-order")).toEqual(["deletion-order"]);
});

const RULES = {
  rules: [
    { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
    { action: "FailJob", onExitCodes: { operator: "In", values: [42], containerName: "main" } },
    { action: "Count", onExitCodes: { operator: "NotIn", values: [1] } },
  ],
};

test.each([
  ["a condition that shows", { conditions: [{ type: "DisruptionTarget", status: "True" }] }, 42, "main", "Ignore"],
  ["a condition that is false", { conditions: [{ type: "DisruptionTarget", status: "False" }] }, 42, "main", "FailJob"],
  ["an exit code of the container", {}, 42, "main", "FailJob"],
  ["the same of another container", {}, 42, "other", "Count"],
  ["a code that NotIn leaves out", {}, 1, "main", undefined],
  ["success, which no rule is about", {}, 0, "main", undefined],
])("the first rule of a failure policy that matches decides: %s", (_, more, exitCode, name, expected) => {
  const state = { terminated: { exitCode, finishedAt: "2000-01-01T00:00:00Z" } };
  const status = { phase: "Failed", containerStatuses: [{ name, ready: false, restartCount: 0, state }], ...more };
  const { actions } = oneJob({ podFailurePolicy: RULES, backoffLimit: 1 });
  const job = jobIn(actions);
  const pod = decodePod({ apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec: {}, status }).object;
  expect(policyAction(job, pod)).toBe(expected);
});

function jobIn([creation]: SimulationPlan["actions"]): Job {
  if (creation?.op !== "createJob") expect.fail("no Job");
  return decodeJob(creation.manifest).object;
}
