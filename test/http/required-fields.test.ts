/** Every object that the server returns has the required fields of the published API. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { isPublished, missingFields } from "./published-schema.ts";
import { at, items, JOBS, manifest, startTestSession, type TestSession } from "./session.ts";

const container = (name: string, more: object = {}) => ({ name, image: "busybox", ...more });
/** Sidecars, init containers and restarts in addition to the plain pod. */
const FULL_TEMPLATE = {
  spec: {
    restartPolicy: "OnFailure",
    initContainers: [container("set-up"), container("side", { restartPolicy: "Always" })],
    containers: [container("main", { resources: { limits: { cpu: "1", memory: "1Gi" } } })],
  },
};
const TEMPLATE = { spec: { ...FULL_TEMPLATE.spec, initContainers: [] } };
const METADATA = { name: "one" };

/** An object of each kind that Jobs do not create, by the path of its list. */
const OBJECTS: Readonly<Record<string, object>> = {
  "/api/v1/namespaces": { metadata: { name: "other" } },
  "/api/v1/nodes": { metadata: METADATA, status: { conditions: [{ type: "Ready", status: "True" }] } },
  "/api/v1/namespaces/default/configmaps": { metadata: METADATA, data: { a: "b" } },
  "/api/v1/namespaces/default/secrets": { metadata: METADATA },
  "/api/v1/namespaces/default/serviceaccounts": { metadata: METADATA },
  "/api/v1/namespaces/default/services": { metadata: METADATA, spec: { ports: [{ port: 80 }] } },
  "/api/v1/namespaces/default/persistentvolumeclaims": { metadata: METADATA, spec: {} },
  "/api/v1/namespaces/default/resourcequotas": { metadata: METADATA, spec: { hard: { pods: "100" } } },
  "/api/v1/namespaces/default/limitranges": { metadata: METADATA, spec: { limits: [{ type: "Pod" }] } },
  "/apis/coordination.k8s.io/v1/namespaces/default/leases": { metadata: METADATA, spec: {} },
  "/apis/scheduling.k8s.io/v1/priorityclasses": { metadata: METADATA, value: 1 },
  "/apis/policy/v1/namespaces/default/poddisruptionbudgets": {
    metadata: METADATA,
    spec: { minAvailable: 1, selector: { matchLabels: { app: "a" } } },
  },
  "/apis/batch/v1/namespaces/default/cronjobs": {
    metadata: METADATA,
    spec: { schedule: "* * * * *", jobTemplate: { spec: { template: TEMPLATE } } },
  },
};
const MADE_BY_JOBS = ["/apis/batch/v1/jobs", "/api/v1/pods", "/api/v1/events"];

let session: TestSession;
beforeAll(async () => {
  session = await startTestSession();
});
afterAll(() => session.close());

/** `V1Pod`; the two kinds of Events are distinguished by the names of their types. */
function typeOf(object: unknown): string {
  const kind = String(at(object, "kind"));
  return /^Event(?:List)?$/.test(kind) ? `CoreV1${kind}` : `V1${kind}`;
}

async function missingOf(path: string): Promise<readonly string[]> {
  const { body } = await session.send("GET", path);
  const list = typeOf(body);
  expect([path, list, isPublished(list)]).toEqual([path, list, true]);
  const type = list.replace(/List$/, "");
  expect([path, items(body).length]).not.toEqual([path, 0]);
  return [...missingFields(body, list), ...items(body).flatMap((item) => missingFields(item, type))];
}

test("pods at each moment of their lives", async () => {
  await session.send("POST", "/jobsim/v1/behaviours", { rules: [{ match: { jobName: "*-bad" }, exit: 1 }] });
  for (const template of [undefined, FULL_TEMPLATE, TEMPLATE]) {
    const name = template === undefined ? "plain" : template === TEMPLATE ? "restarts" : "full";
    for (const end of ["good", "bad"]) {
      await session.send("POST", JOBS, manifest(`${name}-${end}`, template === undefined ? {} : { template }));
    }
  }
  for (let step = 0; step < 40; step++) {
    expect(await missingOf("/api/v1/pods")).toEqual([]);
    await session.advance("next");
  }
});

test("objects of every kind, and other documents of the server", async () => {
  for (const [path, object] of Object.entries(OBJECTS)) {
    const { code, body } = await session.send("POST", path, object);
    expect([path, code, missingFields(body, typeOf(body))]).toEqual([path, 201, []]);
  }
  await session.advance("2m");
  for (const path of [...Object.keys(OBJECTS), ...MADE_BY_JOBS]) {
    expect([path, await missingOf(path)]).toEqual([path, []]);
  }
  for (const path of [
    "/api",
    "/apis",
    "/api/v1",
    "/apis/batch/v1",
    "/api/v1/namespaces/default/pods/none",
    "/version",
  ]) {
    const { body } = await session.send("GET", path);
    const type = path === "/version" ? "VersionInfo" : typeOf(body);
    expect([path, isPublished(type), missingFields(body, type)]).toEqual([path, true, []]);
  }
});

test("the walk finds missing fields", () => {
  const pod = { spec: { containers: [{}] }, status: { containerStatuses: [{ name: "a", ready: true }] } };
  expect(missingFields(pod, "V1Pod")).toEqual([
    "V1Pod.spec.containers[0].name",
    "V1Pod.status.containerStatuses[0].image",
    "V1Pod.status.containerStatuses[0].imageID",
    "V1Pod.status.containerStatuses[0].restartCount",
  ]);
});
