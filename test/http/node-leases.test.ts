/** Leases of nodes: what kubelets renew, as clients see it. */

import { afterEach, beforeEach, expect, test } from "vitest";
import type { NodeOutage } from "../../src/simulation/nodes/node-outage.ts";
import { at, items, startTestSession, type TestSession } from "./session.ts";

const LEASES = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";
const ROOM = { pods: 10, cpuMilli: 4_000, memoryBytes: 2 ** 33 };
const OUTAGE: NodeOutage = { node: "b", kind: "loss", atMs: 25_000, downMs: 100_000 };

let session: TestSession;
beforeEach(async () => {
  const nodes = ["a", "b"].map((name) => ({ name, room: ROOM }));
  session = await startTestSession({ cluster: { nodes, imagePullMs: 0, outages: [OUTAGE], nodeObjects: true } });
});
afterEach(() => session.close());

/** Seconds since the start of the run of the last renewal. */
async function renewedAt(node: string): Promise<number> {
  const { body } = await session.send("GET", `${LEASES}/${node}`);
  const { body: namespace } = await session.send("GET", "/api/v1/namespaces/default");
  const startMs = Date.parse(String(at(namespace, "metadata.creationTimestamp")));
  return (Date.parse(String(at(body, "spec.renewTime"))) - startMs) / 1_000;
}

test("each node has a lease with its name, duration and owner, which has its place in lists", async () => {
  const { body: node } = await session.send("GET", "/api/v1/nodes/a");
  const { code, body } = await session.send("GET", `${LEASES}/a`);
  expect(code).toBe(200);
  expect(body).toMatchObject({
    kind: "Lease",
    apiVersion: "coordination.k8s.io/v1",
    metadata: {
      name: "a",
      namespace: "kube-node-lease",
      ownerReferences: [{ apiVersion: "v1", kind: "Node", name: "a", uid: at(node, "metadata.uid") }],
    },
    spec: { holderIdentity: "a", leaseDurationSeconds: 40 },
  });
  expect(String(at(body, "spec.renewTime"))).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  for (const path of [LEASES, "/apis/coordination.k8s.io/v1/leases"]) {
    const { body: list } = await session.send("GET", path);
    expect(items(list).map((lease) => at(lease, "metadata.name"))).toEqual(["a", "b"]);
  }
  const table = { Accept: "application/json;as=Table;v=v1;g=meta.k8s.io" };
  const { body: rows } = await session.send("GET", LEASES, undefined, table);
  expect(at(rows, "rows.1.cells")).toEqual(["b", "b", "0s"]);
  const { body: elsewhere } = await session.send("GET", LEASES.replace("kube-node-lease", "default"));
  expect(items(elsewhere)).toEqual([]);
});

test("a lease is renewed every ten seconds while its kubelet is up, without a change in the log", async () => {
  const { body: before } = await session.send("GET", LEASES);
  expect([await renewedAt("a"), await renewedAt("b")]).toEqual([0, 0]);
  await session.advance("24s");
  expect([await renewedAt("a"), await renewedAt("b")]).toEqual([20, 20]);
  const { body: after } = await session.send("GET", LEASES);
  expect(at(after, "metadata.resourceVersion")).toBe(at(before, "metadata.resourceVersion"));
  await session.advance("80s");
  expect([await renewedAt("a"), await renewedAt("b")]).toEqual([100, 20]);
  const { body: lost } = await session.send("GET", "/api/v1/nodes/b");
  expect(JSON.stringify(at(lost, "status.conditions"))).toContain("Kubelet stopped posting node status.");
  await session.advance("25s");
  expect([await renewedAt("a"), await renewedAt("b")]).toEqual([120, 125]);
});

test("clients cannot change the lease of a node, and have their own beside it", async () => {
  const { body: lease } = await session.send("GET", `${LEASES}/a`);
  const patch = { spec: { holderIdentity: "me" } };
  const merge = { "Content-Type": "application/merge-patch+json" };
  expect((await session.send("PUT", `${LEASES}/a`, lease)).code).toBe(403);
  expect((await session.send("DELETE", `${LEASES}/a`)).code).toBe(403);
  expect(await session.send("PATCH", `${LEASES}/a`, patch, merge)).toMatchObject({
    code: 403,
    body: { message: expect.stringContaining("leases of simulated nodes are computed when they are read") },
  });
  expect((await session.send("POST", LEASES, { metadata: { name: "a" } })).code).toBe(409);
  expect((await session.send("POST", LEASES, { metadata: { name: "mine" } })).code).toBe(201);
  expect((await session.send("PATCH", `${LEASES}/mine`, patch, merge)).code).toBe(200);
  expect((await session.send("DELETE", `${LEASES}/mine`)).code).toBe(200);
});

test("a node that is deleted takes its lease along", async () => {
  await session.send("DELETE", "/api/v1/nodes/a");
  expect((await session.send("GET", `${LEASES}/a`)).code).toBe(404);
});
