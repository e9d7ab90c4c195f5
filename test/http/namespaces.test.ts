/** Namespaces as REST clients see them: as objects, and with their contents. */

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, items, manifest, startTestSession, type TestSession } from "./session.ts";

const NAMESPACES = "/api/v1/namespaces";
const MERGE = { "Content-Type": "application/merge-patch+json" };

let session: TestSession;
beforeEach(async () => {
  session = await startTestSession();
});
afterEach(() => session.close());

const phaseOf = async (name: string) => at((await session.send("GET", `${NAMESPACES}/${name}`)).body, "status.phase");

test("a cluster begins with the namespaces of every cluster", async () => {
  const { body } = await session.send("GET", NAMESPACES);
  const found = items(body).map((item) => [at(item, "metadata.name"), at(item, "status.phase")]);
  expect(found).toEqual([
    ["default", "Active"],
    ["kube-node-lease", "Active"],
    ["kube-public", "Active"],
    ["kube-system", "Active"],
  ]);
});

test("a namespace is created and labelled, and keeps its finalizer whatever a client writes", async () => {
  const created = await session.send("POST", NAMESPACES, { metadata: { name: "a" } });
  expect(created).toMatchObject({
    code: 201,
    body: {
      metadata: { name: "a", labels: { "kubernetes.io/metadata.name": "a" } },
      spec: { finalizers: ["kubernetes"] },
      status: { phase: "Active" },
    },
  });
  await session.send("PATCH", `${NAMESPACES}/a`, { spec: { finalizers: [] }, metadata: { labels: { x: "y" } } }, MERGE);
  const { body } = await session.send("GET", `${NAMESPACES}/a`);
  expect(at(body, "spec.finalizers")).toEqual(["kubernetes"]);
  expect(at(body, "metadata.labels")).toEqual({ "kubernetes.io/metadata.name": "a", x: "y" });
});

test("nothing can be created in a namespace that does not exist", async () => {
  for (const path of ["/apis/batch/v1/namespaces/none/jobs", "/api/v1/namespaces/none/configmaps"]) {
    expect(
      await session.send("POST", path, { ...manifest("a"), apiVersion: undefined, kind: undefined }),
    ).toMatchObject({
      code: 404,
      body: { reason: "NotFound", message: 'namespaces "none" not found', details: { kind: "namespaces" } },
    });
  }
});

describe("a namespace that is deleted", () => {
  const JOBS = "/apis/batch/v1/namespaces/a/jobs";
  const MAPS = "/api/v1/namespaces/a/configmaps";

  beforeEach(async () => {
    await session.send("POST", NAMESPACES, { metadata: { name: "a" } });
  });

  test("is gone immediately with objects that nothing blocks", async () => {
    await session.send("POST", MAPS, { metadata: { name: "m" } });
    expect((await session.send("DELETE", `${NAMESPACES}/a`)).code).toBe(200);
    expect((await session.send("GET", `${NAMESPACES}/a`)).code).toBe(404);
    await session.send("POST", NAMESPACES, { metadata: { name: "a" } });
    expect(items((await session.send("GET", MAPS)).body)).toEqual([]);
  });

  test("is Terminating as long as a pod in it terminates, and accepts no new objects", async () => {
    await session.send("POST", JOBS, manifest("j"));
    await session.advance("3s");
    expect(items((await session.send("GET", "/api/v1/namespaces/a/pods")).body)).toHaveLength(1);
    expect(at((await session.send("DELETE", `${NAMESPACES}/a`)).body, "status.phase")).toBe("Terminating");
    const refused = await session.send("POST", MAPS, { metadata: { name: "late" } });
    expect(refused).toMatchObject({
      code: 403,
      body: {
        reason: "Forbidden",
        message:
          'configmaps "late" is forbidden: unable to create new content in namespace a because it is being terminated',
        details: { causes: [{ reason: "NamespaceTerminating" }] },
      },
    });
    expect((await session.send("GET", `${JOBS}/j`)).code).toBe(404);
    expect(await phaseOf("a")).toBe("Terminating");
    await session.advance("60s");
    expect((await session.send("GET", `${NAMESPACES}/a`)).code).toBe(404);
    expect(items((await session.send("GET", "/api/v1/pods")).body)).toEqual([]);
  });

  test("waits for an object with a finalizer", async () => {
    await session.send("POST", MAPS, { metadata: { name: "m", finalizers: ["example.com/hold"] } });
    await session.send("DELETE", `${NAMESPACES}/a`);
    expect(await phaseOf("a")).toBe("Terminating");
    await session.send("PATCH", `${MAPS}/m`, { metadata: { finalizers: null } }, MERGE);
    expect((await session.send("GET", `${NAMESPACES}/a`)).code).toBe(404);
  });

  test("cannot be one of those that a cluster needs", async () => {
    expect(await session.send("DELETE", `${NAMESPACES}/default`)).toMatchObject({
      code: 403,
      body: { message: 'namespaces "default" is forbidden: this namespace may not be deleted' },
    });
  });
});
