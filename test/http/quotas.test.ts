/** ResourceQuotas and clients: what they refuse, and what `status.used` says. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { at, items, JOBS, manifest, startTestSession, type TestSession } from "./session.ts";

const CORE = "/api/v1/namespaces/default";
const [PODS, MAPS, QUOTAS] = [`${CORE}/pods`, `${CORE}/configmaps`, `${CORE}/resourcequotas`];
const MERGE = { "Content-Type": "application/merge-patch+json" };
const APPLY = { "Content-Type": "application/apply-patch+yaml" };
const HARD = { pods: "2", "requests.cpu": "2", "count/jobs.batch": "3", configmaps: "2" };
const SPEC = {
  restartPolicy: "Never",
  containers: [{ name: "main", image: "a", resources: { requests: { cpu: "1" } } }],
};

const podOf = (name: string) => ({ metadata: { name }, spec: SPEC });
const jobOf = (name: string) => manifest(name, { parallelism: 3, completions: 3, template: { spec: SPEC } });
const quotaOf = (hard: object) => ({ metadata: { name: "q" }, spec: { hard } });

async function during(use: (session: TestSession) => Promise<void>): Promise<void> {
  const session = await startTestSession();
  try {
    await use(session);
  } finally {
    await session.close();
  }
}

async function names(session: TestSession, path: string, isCounted = (_: unknown) => true): Promise<string[]> {
  const all = items((await session.send("GET", path)).body);
  return all.filter(isCounted).map((item) => String(at(item, "metadata.name")));
}

async function used(session: TestSession): Promise<unknown> {
  return at((await session.send("GET", `${QUOTAS}/q`)).body, "status.used");
}

const isUnfinished = (pod: unknown) => !["Succeeded", "Failed"].includes(String(at(pod, "status.phase")));

test.each([
  [PODS, "pods", podOf],
  [JOBS, "count/jobs.batch", jobOf],
  [MAPS, "configmaps", (name: string) => ({ metadata: { name } })],
])("of ten creations at once at %s a quota of two lets two pass", (path, resource, body) =>
  during(async (session) => {
    await session.send("POST", QUOTAS, quotaOf({ [resource]: "2" }));
    const sent = Array.from({ length: 10 }, (_, number) => session.send("POST", path, body(`x${number}`)));
    const codes = (await Promise.all(sent)).map(({ code }) => code);
    expect(codes.toSorted()).toEqual([201, 201, ...new Array(8).fill(403)]);
    expect(await used(session)).toEqual({ [resource]: "2" });
  }),
);

test("more is used than allowed if the objects were there before, the quota shrinks, or a pod comes to life again", () =>
  during(async (session) => {
    for (const name of ["a", "b"]) await session.send("POST", PODS, podOf(name));
    await session.send("POST", QUOTAS, quotaOf({ pods: "1" }));
    expect(await used(session)).toEqual({ pods: "2" });
    await session.send("PATCH", `${QUOTAS}/q`, { spec: { hard: { pods: "2" } } }, MERGE);
    await session.send("PATCH", `${PODS}/a/status`, { status: { phase: "Failed" } }, MERGE);
    expect(await used(session)).toEqual({ pods: "1" });
    expect((await session.send("POST", PODS, podOf("c"))).code).toBe(201);
    await session.send("PATCH", `${PODS}/a/status`, { status: { phase: "Running" } }, MERGE);
    expect(await used(session)).toEqual({ pods: "3" });
    expect((await session.send("POST", PODS, podOf("d"))).code).toBe(403);
  }));

/** What clients do to names that may or may not exist. */
const STEPS = {
  createPod: (session, name) => session.send("POST", PODS, podOf(name)),
  tryPod: (session, name) => session.send("POST", `${PODS}?dryRun=All`, podOf(name)),
  failPod: (session, name) => session.send("PATCH", `${PODS}/${name}/status`, { status: { phase: "Failed" } }, MERGE),
  deletePod: (session, name) => session.send("DELETE", `${PODS}/${name}`),
  deletePods: (session) => session.send("DELETE", `${PODS}?gracePeriodSeconds=0`),
  createJob: (session, name) => session.send("POST", JOBS, jobOf(name)),
  applyJob: (session, name) => session.send("PATCH", `${JOBS}/${name}?fieldManager=a`, jobOf(name), APPLY),
  deleteJob: (session, name) => session.send("DELETE", `${JOBS}/${name}`, { propagationPolicy: "Foreground" }),
  orphanPods: (session, name) => session.send("DELETE", `${JOBS}/${name}`, { propagationPolicy: "Orphan" }),
  createMap: (session, name) => session.send("POST", MAPS, { metadata: { name } }),
  deleteMap: (session, name) => session.send("DELETE", `${MAPS}/${name}`),
  wait: (session, name) => session.advance(name === "a" ? "2s" : "20s"),
} satisfies Readonly<Record<string, (session: TestSession, name: string) => Promise<unknown>>>;

const step = fc
  .constantFrom(...Object.values(STEPS))
  .chain((act) => fc.constantFrom("a", "b", "c", "d").map((name) => ({ act, name })));

test("whatever clients do, used is what there is, and never more than the quota allows", { timeout: 60_000 }, () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { maxLength: 25 }), (rounds) =>
      during(async (session) => {
        await session.send("POST", QUOTAS, quotaOf(HARD));
        for (const steps of rounds) {
          await Promise.all(steps.map(({ act, name }) => act(session, name)));
          const [pods, jobs, maps] = await Promise.all([
            names(session, PODS, isUnfinished),
            names(session, JOBS),
            names(session, MAPS),
          ]);
          expect(await used(session)).toEqual({
            pods: `${pods.length}`,
            "requests.cpu": `${pods.length}`,
            "count/jobs.batch": `${jobs.length}`,
            configmaps: `${maps.length}`,
          });
          expect([pods.length <= 2, jobs.length <= 3, maps.length <= 2]).toEqual([true, true, true]);
        }
      }),
    ),
    { numRuns: 20, seed: 19 },
  ),
);
