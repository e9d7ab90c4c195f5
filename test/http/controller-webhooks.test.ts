/** Admission webhooks and what the built-in controllers create. */

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/load.ts";
import { digestOf } from "../../src/simulation/digest.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { at, items, JOBS, manifest, startTestSession, type TestSession } from "./session.ts";
import { patching, startWebhook, type WebhookServer, webhookConfiguration } from "./webhook-server.ts";

const CORE = "/api/v1/namespaces/default";
const CRON_JOBS = JOBS.replace("jobs", "cronjobs");
const PODS = { operations: ["CREATE"], apiGroups: [""], apiVersions: ["v1"], resources: ["pods"] };
const ALL_JOBS = { ...PODS, apiGroups: ["batch"], resources: ["jobs"] };
const DENIED = { allowed: false, status: { code: 403, reason: "Forbidden", message: "no more pods" } };

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

async function list(path: string): Promise<readonly unknown[]> {
  return items((await session.send("GET", path)).body);
}

async function messages(): Promise<string[]> {
  const all = await list(`${CORE}/events?fieldSelector=reason=FailedCreate`);
  return all.map((event) => String(at(event, "message")));
}

/** The saved session gives the same cluster, without the webhook. */
function expectReplay(): void {
  hook.close();
  const { plan } = loadScenario({ text: session.scenario(), file: "saved.yaml", readFile: () => "" });
  expect(digestOf(simulate(plan).log.entries)).toBe(digestOf(session.world.simulation.log.entries));
}

describe("a mutating webhook", () => {
  test("changes the pods of a Job, in one advance of the clock", async () => {
    await configure("Mutating", { rules: [PODS] });
    const sidecar = { name: "sidecar", image: "example.com/proxy:1", restartPolicy: "Always" };
    hook.answer = patching(
      { op: "add", path: "/spec/initContainers", value: [sidecar] },
      { op: "add", path: "/metadata/labels/injected", value: "yes" },
    );
    await session.send("POST", JOBS, manifest("j", { parallelism: 3, completions: 3 }));
    await session.advance("5m");
    const pods = await list(`${CORE}/pods?labelSelector=injected=yes`);
    expect(pods.map((pod) => at(pod, "spec.initContainers.0.name"))).toEqual(["sidecar", "sidecar", "sidecar"]);
    expect(at((await session.send("GET", `${JOBS}/j`)).body, "status.succeeded")).toBe(3);
    expect(hook.asked[0]).toMatchObject({
      operation: "CREATE",
      resource: { group: "", version: "v1", resource: "pods" },
      userInfo: { username: "system:serviceaccount:kube-system:job-controller" },
      object: { kind: "Pod", metadata: { generateName: "j-", ownerReferences: [{ kind: "Job", name: "j" }] } },
    });
    expectReplay();
  });

  test("suspends the Jobs of a CronJob, whose defaults it sees", async () => {
    await configure("Mutating", { rules: [ALL_JOBS] });
    hook.answer = patching({ op: "replace", path: "/spec/suspend", value: true });
    const { spec } = manifest("j");
    await session.send("POST", CRON_JOBS, {
      metadata: { name: "c" },
      spec: { schedule: "* * * * *", jobTemplate: { spec } },
    });
    await session.advance("61s");
    const [job] = await list(JOBS);
    expect([at(job, "spec.suspend"), at(job, "metadata.ownerReferences.0.name")]).toEqual([true, "c"]);
    expect(await list(`${CORE}/pods`)).toEqual([]);
    expect(hook.asked[0]).toMatchObject({
      userInfo: { username: "system:serviceaccount:kube-system:cronjob-controller" },
      object: { kind: "Job", spec: { backoffLimit: 6, parallelism: 1, suspend: false } },
    });
    expectReplay();
  });

  test("whose change makes a pod invalid is the reason why there is none", async () => {
    await configure("Mutating", { rules: [PODS] });
    hook.answer = patching({ op: "replace", path: "/spec/containers", value: [] });
    await session.send("POST", JOBS, manifest("j"));
    await session.advance("500ms");
    expect(await messages()).toEqual([expect.stringContaining("spec.containers: Required value")]);
    expectReplay();
  });
});

describe("a validating webhook", () => {
  test("keeps a Job from its pods until it agrees, in its own words", async () => {
    await configure("Validating", { rules: [PODS] });
    hook.answer = () => DENIED;
    await session.send("POST", JOBS, manifest("j"));
    await session.advance("500ms");
    expect(await list(`${CORE}/pods`)).toEqual([]);
    expect(await messages()).toEqual([
      'Error creating: admission webhook "hook.example.com" denied the request: no more pods',
    ]);
    hook.answer = () => ({ allowed: true });
    await session.advance("5m");
    expect(at((await session.send("GET", `${JOBS}/j`)).body, "status.succeeded")).toBe(1);
    expectReplay();
  });

  test("is asked about some, by its selectors, and stops a batch of others in the middle", async () => {
    await configure("Validating", {
      rules: [PODS],
      objectSelector: { matchLabels: { "batch.kubernetes.io/job-completion-index": "2" } },
    });
    hook.answer = () => DENIED;
    await session.send("POST", JOBS, manifest("j", { parallelism: 3, completions: 3, completionMode: "Indexed" }));
    await session.advance("500ms");
    const pods = await list(`${CORE}/pods`);
    expect(pods.map((pod) => at(pod, "metadata.annotations")).map((notes) => Object.values(Object(notes))[0])).toEqual([
      "0",
      "1",
    ]);
    expect(hook.asked.length).toBe(1);
    expectReplay();
  });

  test.each([
    ["Fail", 0, [expect.stringContaining('failed calling webhook "hook.example.com"')]],
    ["Ignore", 1, []],
  ])("that is not there has the effect of its failurePolicy: %s", async (failurePolicy, pods, said) => {
    await configure("Validating", { rules: [PODS], failurePolicy });
    hook.close();
    await session.send("POST", JOBS, manifest("j"));
    await session.advance("500ms");
    expect([(await list(`${CORE}/pods`)).length, await messages()]).toEqual([pods, said]);
    expectReplay();
  });
});

test("time stops while a webhook is busy, and the API still answers", async () => {
  await session.send("POST", "/jobsim/v1/clock", { resume: true, speed: "idle" });
  await configure("Validating", { rules: [PODS] });
  let think = () => {};
  const asked = new Promise<void>((resolve) => {
    hook.answer = () => {
      resolve();
      return new Promise((agree) => {
        think = () => agree({ allowed: true });
      });
    };
  });
  await session.send("POST", JOBS, manifest("j"));
  await session.send("POST", JOBS, manifest("k", { suspend: true, ttlSecondsAfterFinished: 5 }));
  await asked;
  const before = session.world.state.timeMs;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await session.send("GET", `${JOBS}/j`)).code).toBe(200);
  expect(session.world.state.timeMs).toBe(before);
  think();
  await expect.poll(async () => at((await session.send("GET", `${JOBS}/j`)).body, "status.succeeded")).toBe(1);
});

test("a session that ends while a webhook thinks replays without the pods; a restored one asks again", async () => {
  await configure("Validating", { rules: [PODS] });
  const forever = new Promise<object>(() => {});
  hook.answer = () => forever;
  await session.send("POST", JOBS, manifest("j"));
  void session.advance("500ms");
  await expect.poll(() => hook.asked.length).toBe(1);
  await session.send("POST", "/jobsim/v1/snapshots/a");
  const { plan } = loadScenario({ text: session.scenario(), file: "saved.yaml", readFile: () => "" });
  expect([...simulate(plan).server.pods.pods]).toEqual([]);
  hook.answer = () => ({ allowed: true });
  await session.send("POST", "/jobsim/v1/snapshots/a/restore");
  await expect.poll(() => list(`${CORE}/pods`)).toMatchObject([{ metadata: { generateName: "j-" } }]);
  expect(hook.asked.length).toBe(2);
});
