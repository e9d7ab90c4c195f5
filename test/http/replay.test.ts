/** Actions of clients on a server, saved as a scenario and replayed. */

import { afterEach, describe, expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/load.ts";
import { digestOf } from "../../src/simulation/digest.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { at, items, JOBS, manifest, startTestSession, type TestSession } from "./session.ts";

let session: TestSession;
afterEach(() => session.close());

const MERGE = { "Content-Type": "application/merge-patch+json" };
const JSON_PATCH = { "Content-Type": "application/json-patch+json" };
const APPLY = { "Content-Type": "application/apply-patch+yaml" };

/** Plays the saved scenario, and expects the same log entries. */
function expectSameLog(): void {
  const text = session.scenario();
  const { plan } = loadScenario({ text, file: "session.yaml", readFile: () => "" });
  // Clients of a server may read Events about pods, so it records them.
  const replayed = simulate(plan, { podEvents: true });
  const ours = session.world.simulation.log.entries;
  expect(replayed.log.entries.length).toBe(ours.length);
  expect(digestOf(replayed.log.entries)).toBe(digestOf(ours));
}

async function podNames(): Promise<string[]> {
  const { body } = await session.send("GET", "/api/v1/namespaces/default/pods");
  return items(body).map((pod) => String(at(pod, "metadata.name")));
}

describe("a saved session gives the same log when it is replayed", () => {
  test("with Jobs that are created, changed in every way and deleted", async () => {
    session = await startTestSession();
    await session.send("POST", JOBS, manifest("a", { completions: 4, parallelism: 2 }));
    await session.advance("3s");
    await session.send("PATCH", `${JOBS}/a`, { spec: { parallelism: 3 }, metadata: { labels: { x: "1" } } }, MERGE);
    await session.send("PATCH", `${JOBS}/a`, { metadata: { labels: { x: null, y: "2" } } }, MERGE);
    await session.send("PATCH", `${JOBS}/a`, [{ op: "replace", path: "/spec/suspend", value: true }], JSON_PATCH);
    await session.advance("1s");
    const { body: job } = await session.send("GET", `${JOBS}/a`);
    const spec = at(job, "spec");
    expect(spec).toMatchObject({ suspend: true });
    await session.send("PUT", `${JOBS}/a`, {
      ...Object(job),
      spec: { ...Object(spec), suspend: false, backoffLimit: 2 },
    });
    await session.advance("20s");
    await session.send("POST", JOBS, manifest("", {}, { generateName: "b-" }));
    await session.send("PATCH", `${JOBS}/c?fieldManager=me`, manifest("c", { parallelism: 2 }), APPLY);
    await session.advance("next");
    await session.send("DELETE", `${JOBS}/a?propagationPolicy=Foreground`);
    await session.send("DELETE", `${JOBS}/c?propagationPolicy=Background`);
    await session.advance("1m");
    expectSameLog();
  });

  test("with objects of other kinds that are created, changed in every way and deleted", async () => {
    session = await startTestSession();
    const MAPS = "/api/v1/namespaces/default/configmaps";
    const LEASES = "/apis/coordination.k8s.io/v1/namespaces/default/leases";
    await session.send("POST", "/api/v1/nodes", { metadata: { name: "a" }, status: { capacity: { cpu: "4" } } });
    await session.send("PATCH", "/api/v1/nodes/a", { spec: { unschedulable: true } }, MERGE);
    await session.send("PATCH", "/api/v1/nodes/a/status", { status: { capacity: { cpu: "8" } } }, MERGE);
    await session.send("POST", MAPS, { metadata: { generateName: "m-" }, data: { key: "1" } });
    await session.send("POST", `${MAPS}?dryRun=All`, { metadata: { name: "tried" } });
    await session.send(
      "PATCH",
      `${MAPS}/n?fieldManager=me`,
      { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "n" } },
      APPLY,
    );
    await session.send("POST", LEASES, { metadata: { name: "l" }, spec: { holderIdentity: "me" } });
    const { body: lease } = await session.send("GET", `${LEASES}/l`);
    await session.send("PUT", `${LEASES}/l`, { ...Object(lease), spec: { holderIdentity: "you" } });
    await session.send("POST", JOBS, manifest("j", {}, { generateName: "j-" }));
    await session.advance("10s");
    await session.send("DELETE", `${MAPS}/n`);
    await session.send("DELETE", "/api/v1/nodes/a");
    expectSameLog();
  });

  test("with pods that clients created, bound, changed and deleted", async () => {
    session = await startTestSession();
    const PODS = "/api/v1/namespaces/default/pods";
    const spec = { restartPolicy: "Never", containers: [{ name: "main", image: "example.com/worker:1" }] };
    await session.send("POST", PODS, { metadata: { name: "a" }, spec });
    await session.send("POST", PODS, { metadata: { generateName: "b-" }, spec });
    await session.send("POST", PODS, { metadata: { name: "c" }, spec: { ...spec, schedulerName: "mine" } });
    await session.send("POST", "/api/v1/namespaces/other/pods", { metadata: { name: "a" }, spec });
    await session.advance("2s");
    await session.send("POST", `${PODS}/c/binding`, { target: { kind: "Node", name: "n" } });
    const image = { spec: { containers: [{ name: "main", image: "example.com/worker:2" }] } };
    await session.send("PATCH", `${PODS}/a`, image, { "Content-Type": "application/strategic-merge-patch+json" });
    await session.send("PATCH", "/api/v1/namespaces/other/pods/a", { metadata: { labels: { x: "1" } } }, MERGE);
    await session.advance("5s");
    await session.send("DELETE", `${PODS}/a`);
    await session.advance("1m");
    expect((await podNames()).length).toBe(2);
    expectSameLog();
  });

  test("with requests that were refused, dry runs, or without effect", async () => {
    session = await startTestSession();
    await session.send("POST", JOBS, manifest("a"));
    await session.send("POST", JOBS, manifest("a"));
    await session.send("POST", `${JOBS}?dryRun=All`, manifest("tried"));
    await session.send("POST", JOBS, manifest("bad", { parallelism: -1 }));
    await session.send("PATCH", `${JOBS}/a`, { spec: { parallelism: 1 } }, MERGE);
    await session.send("PATCH", `${JOBS}/a`, { spec: { parallelism: 1 } }, MERGE);
    await session.advance("30s");
    expectSameLog();
  });

  test("with pods that are deleted, evicted, labelled and ended", async () => {
    session = await startTestSession();
    await session.send("POST", JOBS, manifest("a", { completions: 6, parallelism: 4, backoffLimit: 10 }));
    await session.advance("5s");
    const pods = "/api/v1/namespaces/default/pods";
    const [first, second, third, fourth] = await podNames();
    await session.send("DELETE", `${pods}/${first}`);
    await session.send("POST", `${pods}/${second}/eviction`, { apiVersion: "policy/v1", kind: "Eviction" });
    await session.send("PATCH", `${pods}/${third}`, { metadata: { labels: { team: "x" } } }, MERGE);
    await session.send("POST", `/jobsim/v1/pods/default/${fourth}/outcome`, { exitCode: 3 });
    await session.advance("10m");
    expectSameLog();
  });

  test("with a status that a client wrote", async () => {
    session = await startTestSession();
    await session.send("POST", JOBS, manifest("a", { managedBy: "example.com/mine" }));
    const status = { status: { active: 2, startTime: "2000-01-01T00:00:00Z" } };
    const { code } = await session.send("PATCH", `${JOBS}/a/status`, status, MERGE);
    expect(code).toBe(200);
    await session.advance("1s");
    expectSameLog();
  });
});
