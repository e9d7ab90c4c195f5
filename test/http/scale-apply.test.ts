/** Server-side apply to the scale of a workload. */

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, startTestSession, type TestSession } from "./session.ts";

const DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
const SCALE = `${DEPLOYMENTS}/w/scale`;
const APPLY = { "Content-Type": "application/apply-patch+yaml" };

let session: TestSession;
beforeEach(async () => {
  session = await startTestSession();
  // Its author applies no number of replicas, so nobody manages the default.
  const spec = { selector: { matchLabels: { a: "b" } } };
  const config = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "w" }, spec };
  await session.send("PATCH", `${DEPLOYMENTS}/w?fieldManager=author`, config, APPLY);
});
afterEach(() => session.close());

function scale(spec: object, metadata: object = { name: "w" }) {
  return { apiVersion: "autoscaling/v1", kind: "Scale", metadata, spec };
}

function apply(manager: string, replicas: number, more = "") {
  return session.send("PATCH", `${SCALE}?fieldManager=${manager}${more}`, scale({ replicas }), APPLY);
}

async function deployment(): Promise<unknown> {
  return (await session.send("GET", `${DEPLOYMENTS}/w`)).body;
}

async function managersOfReplicas(): Promise<unknown> {
  const entries = at(await deployment(), "metadata.managedFields");
  return (Array.isArray(entries) ? entries : [])
    .filter((entry) => at(entry, "fieldsV1.f:spec.f:replicas") !== undefined)
    .map((entry) => [at(entry, "manager"), at(entry, "operation"), at(entry, "subresource"), at(entry, "apiVersion")]);
}

describe("an applied scale", () => {
  test("is the number of replicas of its workload, which its manager then manages", async () => {
    const { code, body } = await apply("scaler", 3);
    expect([code, at(body, "kind"), at(body, "spec.replicas")]).toEqual([200, "Scale", 3]);
    expect(at(await deployment(), "spec")).toMatchObject({ replicas: 3, selector: { matchLabels: { a: "b" } } });
    expect(await managersOfReplicas()).toEqual([["scaler", "Apply", "scale", "apps/v1"]]);
  });

  test("conflicts with one that somebody else has applied, unless it takes over", async () => {
    await apply("scaler", 3);
    const refused = await apply("other", 5);
    expect([refused.code, at(refused.body, "message")]).toEqual([
      409,
      'Apply failed with 1 conflict: conflict with "scaler" with subresource "scale": .spec.replicas',
    ]);
    expect((await apply("other", 5, "&force=true")).code).toBe(200);
    expect(at(await deployment(), "spec.replicas")).toBe(5);
    expect(await managersOfReplicas()).toEqual([["other", "Apply", "scale", "apps/v1"]]);
  });

  test("is shared by those who want the same", async () => {
    await apply("scaler", 3);
    await apply("other", 3);
    expect(await managersOfReplicas()).toEqual([
      ["scaler", "Apply", "scale", "apps/v1"],
      ["other", "Apply", "scale", "apps/v1"],
    ]);
  });

  test("is not stored by a dry run", async () => {
    expect(at((await apply("scaler", 3, "&dryRun=All")).body, "spec.replicas")).toBe(3);
    expect(at(await deployment(), "spec.replicas")).toBe(1);
  });
});

test.each([
  [scale({ replicas: -1 }), 400, "at least 0"],
  [scale({ replicas: 1 }, { name: "x" }), 400, "does not match the name on the URL (w)"],
  [scale({ replicaz: 1 }), 500, ".spec.replicaz: field not declared in schema"],
  [{ ...scale({ replicas: 1 }), kind: "Deployment" }, 400, "must have apiVersion autoscaling/v1 and kind Scale"],
])("a wrong configuration is refused: %j", async (config, code, words) => {
  const answer = await session.send("PATCH", `${SCALE}?fieldManager=scaler`, config, APPLY);
  expect([answer.code, at(answer.body, "message")]).toEqual([code, expect.stringContaining(words)]);
});

test("a number that somebody has written is taken over by force only", async () => {
  const headers = { "Content-Type": "application/merge-patch+json" };
  await session.send("PATCH", `${DEPLOYMENTS}/w?fieldManager=author`, { spec: { replicas: 2 } }, headers);
  expect(at((await apply("scaler", 3)).body, "message")).toContain('conflict with "author" using apps/v1');
  expect(at((await apply("scaler", 3, "&force=true")).body, "spec.replicas")).toBe(3);
});

test("a Job has no scale to apply", async () => {
  const path = "/apis/batch/v1/namespaces/default/jobs/w/scale?fieldManager=scaler";
  expect((await session.send("PATCH", path, scale({ replicas: 1 }), APPLY)).code).toBe(404);
});
