/** Admission webhooks and what the built-in controllers update and delete. */

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/load.ts";
import { digestOf } from "../../src/simulation/digest.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { at, items, JOBS, manifest, startTestSession, type TestSession } from "./session.ts";
import { patching, startWebhook, type WebhookServer, webhookConfiguration } from "./webhook-server.ts";

const PODS = "/api/v1/namespaces/default/pods";
const CRON_JOBS = JOBS.replace("jobs", "cronjobs");
const POD_RULE = { apiGroups: [""], apiVersions: ["v1"], resources: ["pods"] };
const JOB_RULE = { apiGroups: ["batch"], apiVersions: ["v1"], resources: ["jobs"] };
const DENIED = { allowed: false, status: { code: 403, reason: "Forbidden", message: "not now" } };
const ACCOUNT = "system:serviceaccount:kube-system:";

let session: TestSession;
let hook: WebhookServer;
beforeEach(async () => {
  session = await startTestSession();
  hook = await startWebhook();
});
afterEach(async () => {
  hook.close();
  await session.close();
});

function configure(kind: "Mutating" | "Validating", webhook: object) {
  return session.send("POST", ...webhookConfiguration(kind, hook, webhook));
}

/** Webhooks are only asked by controllers from here on: `[username, operation, subresource]` of each question. */
function asked(): unknown[] {
  return hook.asked.map((request) => [
    String(at(request, "userInfo.username")).replace(ACCOUNT, ""),
    at(request, "operation"),
    at(request, "subResource"),
  ]);
}

async function names(path: string): Promise<readonly unknown[]> {
  return items((await session.send("GET", path)).body).map((item) => at(item, "metadata.name"));
}

async function job(name = "j"): Promise<unknown> {
  return (await session.send("GET", `${JOBS}/${name}`)).body;
}

/** The saved session gives the same cluster, without the webhook. */
function expectReplay(): void {
  hook.close();
  const { plan } = loadScenario({ text: session.scenario(), file: "saved.yaml", readFile: () => "" });
  expect(digestOf(simulate(plan).log.entries)).toBe(digestOf(session.world.simulation.log.entries));
}

describe("updates", () => {
  test("the status of a Job waits until its webhook agrees, which sees the status before and after", async () => {
    await configure("Validating", { rules: [{ ...JOB_RULE, operations: ["UPDATE"], resources: ["jobs/status"] }] });
    hook.answer = () => DENIED;
    await session.send("POST", JOBS, manifest("j"));
    await session.advance("500ms");
    expect([at(await job(), "status"), (await names(PODS)).length]).toEqual([{}, 1]);
    expect(hook.asked[0]).toMatchObject({
      ...{ operation: "UPDATE", subResource: "status", name: "j", namespace: "default" },
      userInfo: { username: `${ACCOUNT}job-controller` },
      object: { kind: "Job", status: { active: 1, startTime: expect.any(String) } },
      oldObject: { kind: "Job", metadata: { name: "j" } },
    });
    expect(at(hook.asked[0], "oldObject.status.active")).toBeUndefined();
    hook.answer = () => ({ allowed: true });
    await session.advance("5m");
    expect(at(await job(), "status.succeeded")).toBe(1);
    expectReplay();
  });

  test("a mutating webhook changes a pod whose finalizer the Job controller removes", async () => {
    await configure("Mutating", { rules: [{ ...POD_RULE, operations: ["UPDATE"] }] });
    hook.answer = patching({ op: "add", path: "/metadata/labels/counted", value: "yes" });
    await session.send("POST", JOBS, manifest("j", { parallelism: 2, completions: 2 }));
    await session.advance("5m");
    expect(at(await job(), "status")).toMatchObject({ succeeded: 2, conditions: expect.any(Array) });
    const pods = items((await session.send("GET", `${PODS}?labelSelector=counted=yes`)).body);
    expect(pods.map((pod) => at(pod, "metadata.finalizers"))).toEqual([undefined, undefined]);
    expect(asked()).toEqual([
      ["job-controller", "UPDATE", undefined],
      ["job-controller", "UPDATE", undefined],
    ]);
    expect(at(hook.asked[0], "oldObject.metadata.finalizers")).toEqual(["batch.kubernetes.io/job-tracking"]);
    expectReplay();
  });

  test("a mutating webhook labels a Job whose status the Job controller writes", async () => {
    await configure("Mutating", { rules: [{ ...JOB_RULE, operations: ["UPDATE"], resources: ["jobs/status"] }] });
    hook.answer = patching({ op: "add", path: "/metadata/labels/seen", value: "yes" });
    await session.send("POST", JOBS, manifest("j"));
    await session.advance("5m");
    expect(await job()).toMatchObject({ metadata: { labels: { seen: "yes" } }, status: { succeeded: 1 } });
    expectReplay();
  });

  test("a mutating webhook changes the status that the CronJob controller writes", async () => {
    await configure("Mutating", {
      rules: [{ ...JOB_RULE, operations: ["UPDATE"], resources: ["cronjobs/status"] }],
    });
    hook.answer = patching({ op: "add", path: "/metadata/labels", value: { seen: "yes" } });
    const { spec } = manifest("j");
    await session.send("POST", CRON_JOBS, {
      metadata: { name: "c" },
      spec: { schedule: "* * * * *", jobTemplate: { spec } },
    });
    await session.advance("70s");
    const cronJob = (await session.send("GET", `${CRON_JOBS}/c`)).body;
    expect([at(cronJob, "metadata.labels"), at(cronJob, "status.lastScheduleTime")]).toEqual([
      { seen: "yes" },
      expect.any(String),
    ]);
    expect(asked()[0]).toEqual(["cronjob-controller", "UPDATE", "status"]);
    expectReplay();
  });
});

describe("deletions", () => {
  beforeEach(() => configure("Validating", { rules: [{ ...POD_RULE, operations: ["DELETE"] }] }));

  test("the pods of a suspended Job stay until the webhook agrees", async () => {
    await session.send("POST", JOBS, manifest("j", { parallelism: 2, completions: 2 }));
    await session.advance("3s");
    hook.answer = () => DENIED;
    const headers = { "Content-Type": "application/merge-patch+json" };
    await session.send("PATCH", `${JOBS}/j`, { spec: { suspend: true } }, headers);
    await session.advance("2s");
    expect((await names(PODS)).length).toBe(2);
    expect(asked()).toContainEqual(["job-controller", "DELETE", undefined]);
    hook.answer = () => ({ allowed: true });
    await session.advance("5m");
    expect(await names(PODS)).toEqual([]);
    expectReplay();
  });

  test("the garbage collector tries again later to delete the pods of a Job that is gone", async () => {
    await session.send("POST", JOBS, manifest("j"));
    await session.advance("10m");
    hook.answer = () => DENIED;
    await session.send("DELETE", `${JOBS}/j`, { propagationPolicy: "Background" });
    await session.advance("1s");
    const tries = asked();
    expect([await names(JOBS), (await names(PODS)).length]).toEqual([[], 1]);
    expect(tries[0]).toEqual(["generic-garbage-collector", "DELETE", undefined]);
    // After 5, 10, 20, … ms.
    expect(tries.length).toBe(8);
    hook.answer = () => ({ allowed: true });
    await session.advance("5s");
    expect(await names(PODS)).toEqual([]);
    expectReplay();
  });

  test("a Job that waits for its pods is gone after the webhook has let them go", async () => {
    await session.send("POST", JOBS, manifest("j"));
    await session.advance("10m");
    hook.answer = () => DENIED;
    await session.send("DELETE", `${JOBS}/j`, { propagationPolicy: "Foreground" });
    await session.advance("100ms");
    expect(at(await job(), "metadata.finalizers")).toEqual(["foregroundDeletion"]);
    hook.answer = () => ({ allowed: true });
    await session.advance("5s");
    expect([await names(JOBS), await names(PODS)]).toEqual([[], []]);
    expectReplay();
  });

  test("a pod that lost its owner while it waited is kept", async () => {
    await session.send("POST", JOBS, manifest("j"));
    await session.advance("10m");
    hook.answer = () => DENIED;
    await session.send("DELETE", `${JOBS}/j`, { propagationPolicy: "Background" });
    const [name] = await names(PODS);
    const headers = { "Content-Type": "application/merge-patch+json" };
    await session.send("PATCH", `${PODS}/${name}`, { metadata: { ownerReferences: null } }, headers);
    hook.answer = () => ({ allowed: true });
    await session.advance("5s");
    expect(await names(PODS)).toEqual([name]);
    expectReplay();
  });
});

test("an eviction by a taint that is refused leaves the pod where it is", async () => {
  await session.close();
  const nodes = [{ name: "a", room: { pods: 10, cpuMilli: 4_000, memoryBytes: 2 ** 33 } }];
  session = await startTestSession({ cluster: { nodes, imagePullMs: 0, outages: [], nodeObjects: true } });
  await configure("Validating", { rules: [{ ...POD_RULE, operations: ["DELETE"] }] });
  await session.send("POST", JOBS, manifest("j"));
  await session.advance("3s");
  hook.answer = () => DENIED;
  const headers = { "Content-Type": "application/merge-patch+json" };
  const taints = [{ key: "x", effect: "NoExecute" }];
  await session.send("PATCH", "/api/v1/nodes/a", { spec: { taints } }, headers);
  await session.advance("1s");
  expect(asked()).toEqual([["taint-eviction-controller", "DELETE", undefined]]);
  const [pod] = items((await session.send("GET", PODS)).body);
  expect(at(pod, "metadata.deletionTimestamp")).toBeUndefined();
});

test("a Job that has expired stays until the webhook lets it go", async () => {
  await configure("Validating", { rules: [{ ...JOB_RULE, operations: ["DELETE"] }] });
  hook.answer = () => DENIED;
  await session.send("POST", JOBS, manifest("j", { ttlSecondsAfterFinished: 1 }));
  await session.advance("10m");
  expect(await names(JOBS)).toEqual(["j"]);
  expect(asked()[0]).toEqual(["ttl-after-finished-controller", "DELETE", undefined]);
  hook.answer = () => ({ allowed: true });
  await session.advance("30m");
  expect(await names(JOBS)).toEqual([]);
  expectReplay();
});

test("what no rule names is not held", async () => {
  await configure("Validating", { rules: [{ ...POD_RULE, operations: ["DELETE"], resources: ["configmaps"] }] });
  await session.send("POST", JOBS, manifest("j"));
  await session.advance("10m");
  expect([at(await job(), "status.succeeded"), hook.asked]).toEqual([1, []]);
  expect(session.scenario()).not.toContain("answerReview");
});
