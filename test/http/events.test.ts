/** Events as REST clients see them: one store, two forms. */

import { afterEach, beforeEach, expect, test } from "vitest";
import { at, items, JOBS, manifest, startTestSession, type TestSession } from "./session.ts";

const CORE = "/api/v1/namespaces/default/events";
const NEW = "/apis/events.k8s.io/v1/namespaces/default/events";
const MERGE = { "Content-Type": "application/merge-patch+json" };
const TABLE = { Accept: "application/json;as=Table;v=v1;g=meta.k8s.io" };

let session: TestSession;
beforeEach(async () => {
  session = await startTestSession();
});
afterEach(() => session.close());

const timed = {
  metadata: { name: "mine" },
  regarding: { kind: "ConfigMap", namespace: "default", name: "m" },
  eventTime: "2000-01-01T00:00:01.5Z",
  reportingController: "example.com/c",
  reportingInstance: "c-0",
  action: "Look",
  reason: "Seen",
  note: "it is there",
  type: "Normal",
};

test("Events that a controller records about a Job are shown in both forms", async () => {
  await session.send("POST", JOBS, manifest("j"));
  await session.advance("2s");
  const [event] = items((await session.send("GET", `${CORE}?fieldSelector=involvedObject.kind=Job`)).body);
  expect(event).toMatchObject({
    involvedObject: { kind: "Job", namespace: "default", name: "j", apiVersion: "batch/v1" },
    reason: "SuccessfulCreate",
    source: { component: "job-controller" },
    count: 1,
    type: "Normal",
    eventTime: null,
    reportingComponent: "job-controller",
    reportingInstance: "",
  });
  const { body } = await session.send("GET", `${NEW}/${String(at(event, "metadata.name"))}`);
  expect(body).toMatchObject({
    kind: "Event",
    apiVersion: "events.k8s.io/v1",
    metadata: at(event, "metadata"),
    regarding: at(event, "involvedObject"),
    note: at(event, "message"),
    deprecatedSource: { component: "job-controller" },
    deprecatedCount: 1,
    deprecatedFirstTimestamp: at(event, "firstTimestamp"),
    eventTime: null,
  });
});

test("Events of CronJobs and of their Jobs are listed together, and selected by their object", async () => {
  const jobTemplate = { spec: manifest("x").spec };
  const cronJob = { metadata: { name: "c" }, spec: { schedule: "* * * * *", jobTemplate } };
  await session.send("POST", "/apis/batch/v1/namespaces/default/cronjobs", cronJob);
  await session.advance("90s");
  const about = async (query: string) =>
    items((await session.send("GET", `${CORE}?fieldSelector=${query}`)).body).map((event) => at(event, "reason"));
  expect(await about("involvedObject.kind=CronJob")).toEqual(expect.arrayContaining(["SuccessfulCreate"]));
  expect(await about("involvedObject.kind=Job,reason=SuccessfulCreate")).toEqual(["SuccessfulCreate"]);
  expect(await about("source=cronjob-controller,type=Warning")).toEqual([]);
  const table = (await session.send("GET", `${CORE}?fieldSelector=involvedObject.kind=CronJob`, undefined, TABLE)).body;
  expect(at(table, "columnDefinitions.3.name")).toBe("Object");
  expect(at(table, "rows.0.cells.3")).toBe("cronjob/c");
});

test("an Event of a client is validated, shown in both forms, changed and deleted", async () => {
  expect(await session.send("POST", NEW, timed)).toMatchObject({ code: 201, body: { note: "it is there" } });
  const { body } = await session.send("GET", `${CORE}/mine`);
  expect(body).toMatchObject({
    involvedObject: { kind: "ConfigMap", name: "m" },
    message: "it is there",
    eventTime: "2000-01-01T00:00:01.500000Z",
    reportingComponent: "example.com/c",
    source: {},
    firstTimestamp: null,
  });
  expect(await session.send("PATCH", `${NEW}/mine`, { note: "other" }, MERGE)).toMatchObject({
    code: 422,
    body: { message: expect.stringContaining('message: Invalid value: "other": field is immutable') },
  });
  const series = { count: 2, lastObservedTime: "2000-01-01T00:00:02.000000Z" };
  expect(at((await session.send("PATCH", `${NEW}/mine`, { series }, MERGE)).body, "series")).toEqual(series);
  expect(at((await session.send("PATCH", `${CORE}/mine`, { message: "other" }, MERGE)).body, "message")).toBe("other");
  expect((await session.send("DELETE", `${CORE}/mine`)).code).toBe(200);
  expect((await session.send("GET", `${NEW}/mine`)).code).toBe(404);
});

test.each([
  [NEW, { ...timed, eventTime: undefined }, "eventTime: Required value"],
  [NEW, { ...timed, action: undefined }, "action: Required value"],
  [NEW, { ...timed, type: "Odd" }, 'type: Invalid value: "": has invalid value: Odd'],
  [NEW, { ...timed, deprecatedCount: 3 }, 'count: Invalid value: "": needs to be unset'],
  [
    CORE,
    { metadata: { name: "e" }, involvedObject: { namespace: "other", name: "m" } },
    'involvedObject.namespace: Invalid value: "other": does not match event.namespace',
  ],
])("%s refuses what Kubernetes refuses: %#", async (path, body, message) => {
  expect(await session.send("POST", path, body)).toMatchObject({
    code: 422,
    body: { reason: "Invalid", message: expect.stringContaining(message) },
  });
});

test("a watch shows Events as they are recorded or written", async () => {
  await session.send("POST", "/api/v1/namespaces/default/configmaps", { metadata: { name: "m" } });
  const version = String(at((await session.send("GET", NEW)).body, "metadata.resourceVersion"));
  await session.send("POST", NEW, timed);
  await session.send("POST", JOBS, manifest("j"));
  const response = await fetch(`${session.url}${NEW}?watch=1&resourceVersion=${version}&timeoutSeconds=1`);
  const lines = (await response.text()).trim().split("\n");
  const shown = lines.map((line): unknown => JSON.parse(line));
  expect(shown.map((each) => [at(each, "type"), at(each, "object.reason")])).toEqual([
    ["ADDED", "Seen"],
    ["ADDED", "SuccessfulCreate"],
    ["ADDED", "Scheduled"],
  ]);
  const versions = shown.map((each) => Number(at(each, "object.metadata.resourceVersion")));
  expect(versions).toEqual([...versions].sort((a, b) => a - b));
});
