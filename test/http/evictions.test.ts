/** Answers to evictions that a disruption budget blocks, and to unknown resources. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { at, items, JOBS, manifest, startTestSession, type TestSession } from "./session.ts";

const PODS = "/api/v1/namespaces/default/pods";
const EVICTION = { apiVersion: "policy/v1", kind: "Eviction" };

let session: TestSession;
beforeAll(async () => {
  session = await startTestSession();
});
afterAll(() => session.close());

test.each([["/apis/batch/v1/foos"], ["/apis/batch/v1/namespaces/default/jobs/a/b/c"], ["/api/v1/foos"]])(
  "%s, below a served version, is not a resource",
  async (path) => {
    const { code, body } = await session.send("GET", path);
    const message = "the server could not find the requested resource";
    expect([code, at(body, "kind"), at(body, "reason"), at(body, "message")]).toEqual([
      404,
      "Status",
      "NotFound",
      message,
    ]);
  },
);

test.each([["/foo"], ["/apis/nowhere.example.com/v1/foos"]])("%s is not a page", async (path) => {
  const { code, body } = await session.send("GET", path);
  expect([code, body]).toEqual([404, "404 page not found\n"]);
});

test("a null is an empty object", async () => {
  const [ofNull, ofEmpty] = [await session.send("POST", JOBS, "null"), await session.send("POST", JOBS, "{}")];
  expect(ofNull.code).toBe(422);
  expect(ofNull.body).toEqual(ofEmpty.body);
});

test("the largest deadline is exact", async () => {
  const text = JSON.stringify(manifest("long", { suspend: true })).replace(
    '"suspend":true',
    '"suspend":true,"activeDeadlineSeconds":9223372036854775807',
  );
  expect((await session.send("POST", JOBS, text)).code).toBe(201);
  const answer = await fetch(`${session.url}${JOBS}/long`);
  expect(await answer.text()).toContain('"activeDeadlineSeconds":9223372036854775807');
});

test("a budget that needs every pod blocks evictions until it is deleted", async () => {
  const budgets = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";
  const budget = (name: string) => ({
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name },
    spec: { minAvailable: 1, selector: { matchLabels: { "batch.kubernetes.io/job-name": "held" } } },
  });
  await session.send("POST", JOBS, manifest("held"));
  await session.send("POST", budgets, budget("all"));
  await session.advance("5s");
  const { body: list } = await session.send("GET", `${PODS}?labelSelector=job-name=held`);
  const name = String(at(items(list)[0], "metadata.name"));
  expect(at(items(list)[0], "status.phase")).toBe("Running");
  const evict = () => session.send("POST", `${PODS}/${name}/eviction`, { ...EVICTION, metadata: { name } });

  const held = await evict();
  expect([held.code, at(held.body, "reason")]).toEqual([429, "TooManyRequests"]);
  expect(at(held.body, "message")).toBe("Cannot evict pod as it would violate the pod's disruption budget.");
  expect(at(held.body, "details.causes.0")).toEqual({
    reason: "DisruptionBudget",
    message: "The disruption budget all needs 1 healthy pods and has 1 currently",
  });

  await session.send("POST", budgets, budget("another"));
  expect((await evict()).code).toBe(500);

  for (const one of ["all", "another"]) await session.send("DELETE", `${budgets}/${one}`);
  expect((await evict()).code).toBe(201);
});

test("a budget with a status from a client has one disruption less after an eviction", async () => {
  const budgets = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";
  const selector = { matchLabels: { "batch.kubernetes.io/job-name": "kept" } };
  await session.send("POST", JOBS, manifest("kept", { parallelism: 2, completions: 2 }));
  await session.send("POST", budgets, { metadata: { name: "kept" }, spec: { minAvailable: 2, selector } });
  const status = {
    observedGeneration: 1,
    disruptionsAllowed: 1,
    currentHealthy: 3,
    desiredHealthy: 2,
    expectedPods: 3,
  };
  const merge = { "Content-Type": "application/merge-patch+json" };
  await session.send("PATCH", `${budgets}/kept/status`, { status }, merge);
  await session.advance("5s");
  const { body: list } = await session.send("GET", `${PODS}?labelSelector=job-name=kept`);
  const names = items(list).map((pod) => String(at(pod, "metadata.name")));
  const evict = async (name = "") =>
    (await session.send("POST", `${PODS}/${name}/eviction`, { metadata: { name } })).code;
  expect([await evict(names[0]), await evict(names[1])]).toEqual([201, 429]);
  const { body } = await session.send("GET", `${budgets}/kept`);
  expect(at(body, "status")).toMatchObject({
    disruptionsAllowed: 0,
    disruptedPods: { [`${names[0]}`]: expect.any(String) },
  });
});
