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
    "/api/v1/persistentvolumeclaims",
    "/api/v1/resourcequotas",
    "/api/v1/limitranges",
    "/apis/coordination.k8s.io/v1/leases",
    "/apis/scheduling.k8s.io/v1/priorityclasses",
    "/apis/policy/v1/poddisruptionbudgets",
    "/apis/batch/v1/cronjobs",
    "/apis/rbac.authorization.k8s.io/v1/clusterroles",
    "/apis/networking.k8s.io/v1/networkpolicies",
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

test("the Service of the API server is there, and can be watched", async () => {
  const { body } = await session.send("GET", "/api/v1/services");
  expect(items(body).map((service) => at(service, "metadata.name"))).toEqual(["kubernetes"]);
  const initial = "watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";
  const events = await (await fetch(`${session.url}/api/v1/services?${initial}&timeoutSeconds=1`)).text();
  expect(at(JSON.parse(events.split("\n")[0] ?? ""), "object.spec.clusterIP")).toBe("10.0.0.1");
});

test("a role may have any name that fits into a path", async () => {
  const path = "/apis/rbac.authorization.k8s.io/v1/clusterroles";
  expect((await session.send("POST", path, { metadata: { name: "system:My-Role" }, rules: [] })).code).toBe(201);
  expect(await session.send("POST", path, { metadata: { name: "50%" } })).toMatchObject({
    code: 422,
    body: { details: { causes: [{ field: "metadata.name" }] } },
  });
});

test.each([
  ["apps/v1", "deployments", { matchLabels: { a: "b" } }, {}],
  ["apps/v1", "statefulsets", { matchLabels: { a: "b" } }, { replicas: 0, availableReplicas: 0 }],
])(
  "a workload of %s %s has one replica until its scale is written, and a status",
  async (group, plural, selector, status) => {
    const path = `/apis/${group}/namespaces/default/${plural}`;
    const { body } = await session.send("POST", path, { metadata: { name: "w" }, spec: { selector } });
    expect([at(body, "spec.replicas"), at(body, "status")]).toEqual([1, status]);
    const { body: scale } = await session.send("PATCH", `${path}/w/scale`, { spec: { replicas: 3 } }, MERGE);
    expect(scale).toMatchObject({ kind: "Scale", spec: { replicas: 3 }, status: { replicas: 0, selector: "a=b" } });
    expect(at((await session.send("GET", `${path}/w`)).body, "spec.replicas")).toBe(3);
  },
);

test("a ReplicationController shows its map of labels in its scale", async () => {
  const path = "/api/v1/namespaces/default/replicationcontrollers";
  await session.send("POST", path, { metadata: { name: "w" }, spec: { selector: { a: "b" } } });
  expect(at((await session.send("GET", `${path}/w/scale`)).body, "status.selector")).toBe("a=b");
});

test("a dry run may name a resource version, and stores nothing", async () => {
  const named = { metadata: { name: "dry", resourceVersion: "1" } };
  expect((await session.send("POST", `${MAPS}?dryRun=All`, named)).code).toBe(201);
  expect((await session.send("POST", MAPS, named)).code).toBe(500);
  expect((await session.send("GET", `${MAPS}/dry`)).code).toBe(404);
});

test("a watch shows the managed fields of a deleted object", async () => {
  const created = await session.send("POST", MAPS, { metadata: { name: "gone" } });
  const since = at(created.body, "metadata.resourceVersion");
  await session.send("DELETE", `${MAPS}/gone`);
  const events = await (await fetch(`${session.url}${MAPS}?watch=1&resourceVersion=${since}&timeoutSeconds=1`)).text();
  const deleted: unknown = JSON.parse(events.split("\n")[0] ?? "");
  expect([at(deleted, "type"), at(deleted, "object.metadata.managedFields")]).toEqual([
    "DELETED",
    at(created.body, "metadata.managedFields"),
  ]);
});
