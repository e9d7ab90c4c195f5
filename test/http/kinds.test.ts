/** Objects of all kinds in the table, as REST clients see them. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { at, items, startTestSession, type TestSession } from "./session.ts";

let session: TestSession;
beforeAll(async () => {
  session = await startTestSession();
});
afterAll(() => session.close());

const MAPS = "/api/v1/namespaces/default/configmaps";
const MERGE = { "Content-Type": "application/merge-patch+json" };

test("each kind of the table is in discovery, and can be listed", async () => {
  const paths = [
    "/api/v1/nodes",
    "/api/v1/configmaps",
    "/api/v1/secrets",
    "/api/v1/serviceaccounts",
    "/api/v1/services",
    "/api/v1/persistentvolumeclaims",
    "/api/v1/resourcequotas",
    "/api/v1/limitranges",
    "/apis/coordination.k8s.io/v1/leases",
    "/apis/scheduling.k8s.io/v1/priorityclasses",
    "/apis/policy/v1/poddisruptionbudgets",
    "/apis/batch/v1/cronjobs",
  ];
  for (const path of paths) {
    const { code, body } = await session.send("GET", path);
    expect([path, code, items(body)]).toEqual([path, 200, []]);
    const { body: list } = await session.send("GET", path.slice(0, path.lastIndexOf("/")));
    const names = Object.values(Object(at(list, "resources"))).map((resource) => at(resource, "name"));
    expect(names).toContain(path.slice(path.lastIndexOf("/") + 1));
  }
});

test("an object is created, read, selected, changed, shown in a table, and deleted", async () => {
  const created = await session.send("POST", MAPS, { metadata: { name: "m", labels: { app: "a" } }, data: { k: "1" } });
  expect(created).toMatchObject({
    code: 201,
    body: { kind: "ConfigMap", apiVersion: "v1", metadata: { name: "m", namespace: "default" }, data: { k: "1" } },
  });
  expect(await session.send("POST", MAPS, { metadata: { name: "m" } })).toMatchObject({
    code: 409,
    body: { reason: "AlreadyExists", message: 'configmaps "m" already exists', details: { kind: "configmaps" } },
  });
  expect(items((await session.send("GET", `${MAPS}?labelSelector=app=a`)).body).length).toBe(1);
  expect(items((await session.send("GET", `${MAPS}?labelSelector=app=b`)).body).length).toBe(0);
  const patched = await session.send("PATCH", `${MAPS}/m`, { data: { k: null, l: "2" } }, MERGE);
  expect(at(patched.body, "data")).toEqual({ l: "2" });
  const stale = { ...Object(created.body), data: {} };
  expect(await session.send("PUT", `${MAPS}/m`, stale)).toMatchObject({ code: 409, body: { reason: "Conflict" } });
  const accept = { Accept: "application/json;as=Table;v=v1;g=meta.k8s.io" };
  const { body: table } = await session.send("GET", MAPS, undefined, accept);
  expect(at(table, "rows.0.cells.0")).toBe("m");
  expect(await session.send("DELETE", `${MAPS}/m`)).toMatchObject({ code: 200, body: { status: "Success" } });
  expect((await session.send("GET", `${MAPS}/m`)).code).toBe(404);
});

test("status and spec are written separately, and a finalizer blocks deletion", async () => {
  const nodes = "/api/v1/nodes";
  await session.send("POST", nodes, { metadata: { name: "n", finalizers: ["example.com/hold"] } });
  await session.send("PATCH", `${nodes}/n/status`, { status: { phase: "x" }, spec: { unschedulable: true } }, MERGE);
  await session.send("PATCH", `${nodes}/n`, { status: { phase: "y" }, spec: { providerID: "p" } }, MERGE);
  const { body } = await session.send("GET", `${nodes}/n`);
  expect([at(body, "spec"), at(body, "status")]).toEqual([{ providerID: "p" }, { phase: "x" }]);
  expect(at((await session.send("DELETE", `${nodes}/n`)).body, "metadata.deletionTimestamp")).toEqual(
    expect.any(String),
  );
  await session.send("PATCH", `${nodes}/n`, { metadata: { finalizers: null } }, MERGE);
  expect((await session.send("GET", `${nodes}/n`)).code).toBe(404);
});

const TABLE = { Accept: "application/json;as=Table;v=v1;g=meta.k8s.io" };

test("a secret has its plain texts encoded among its data, and a type", async () => {
  const secrets = "/api/v1/namespaces/default/secrets";
  const { code, body } = await session.send("POST", secrets, {
    metadata: { name: "s" },
    data: { a: "eA==", b: "eA==" },
    stringData: { b: "yß" },
  });
  expect([code, at(body, "type"), at(body, "data"), at(body, "stringData")]).toEqual([
    201,
    "Opaque",
    { a: "eA==", b: "ecOf" },
    undefined,
  ]);
  const { body: table } = await session.send("GET", secrets, undefined, TABLE);
  expect(at(table, "rows.0.cells")).toEqual(["s", "Opaque", "2", expect.any(String)]);
});

test("a claim is bound, as its pods have the volume, unless somebody writes another status", async () => {
  const claims = "/api/v1/namespaces/default/persistentvolumeclaims";
  const resources = { requests: { storage: "1Gi" } };
  await session.send("POST", claims, { metadata: { name: "c" }, spec: { accessModes: ["ReadWriteOnce"], resources } });
  const { body } = await session.send("GET", `${claims}/c`);
  const status = { phase: "Bound", accessModes: ["ReadWriteOnce"], capacity: { storage: "1Gi" } };
  expect([at(body, "status"), at(body, "spec.volumeMode")]).toEqual([status, "Filesystem"]);
  const { body: table } = await session.send("GET", claims, undefined, TABLE);
  expect(at(table, "rows.0.cells")).toEqual(["c", "Bound", "", "1Gi", "RWO", "", expect.any(String)]);
  await session.send("PATCH", `${claims}/c/status`, { status: { phase: "Lost" } }, MERGE);
  expect(at((await session.send("GET", `${claims}/c`)).body, "status.phase")).toBe("Lost");
});
