/** Discovery, OpenAPI, tables, metadata and YAML, as clients expect them. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { at, items, JOBS, manifest, startTestSession, type TestSession } from "./session.ts";

let session: TestSession;
beforeAll(async () => {
  session = await startTestSession();
  await session.send("POST", JOBS, manifest("a", { completions: 3, parallelism: 2 }));
  await session.advance("5s");
});
afterAll(() => session.close());

async function get(path: string, accept = "application/json"): Promise<unknown> {
  return (await session.send("GET", path, undefined, { Accept: accept })).body;
}

const TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
const METADATA = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io";
const METADATA_LIST = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";
const AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

describe("discovery", () => {
  test("lists groups, versions and resources in the legacy form", async () => {
    expect(await get("/api")).toMatchObject({ kind: "APIVersions", versions: ["v1"] });
    expect(at(await get("/apis"), "groups.0")).toMatchObject({
      name: "batch",
      preferredVersion: { groupVersion: "batch/v1" },
      versions: [{ version: "v1" }],
    });
    expect(await get("/apis/batch")).toMatchObject({ kind: "APIGroup", name: "batch" });
    const names = Object.values(Object(at(await get("/apis/batch/v1"), "resources"))).map((each) => at(each, "name"));
    expect(names).toEqual(["jobs", "jobs/status", "cronjobs", "cronjobs/status"]);
  });

  test("only lists the older version of Jobs on request, but always serves it", async () => {
    const resources = { resources: [{ name: "jobs" }, { name: "jobs/status" }] };
    expect(await get("/apis/batch/v2alpha1")).toMatchObject(resources);
    const old = await startTestSession({ listsOldApis: true });
    try {
      const { body } = await old.send("GET", "/apis/batch");
      expect(body).toMatchObject({ versions: [{ version: "v1" }, { version: "v2alpha1" }] });
      const { body: index } = await old.send("GET", "/openapi/v3");
      expect(Object.keys(Object(at(index, "paths")))).toContain("apis/batch/v2alpha1");
    } finally {
      await old.close();
    }
    expect(Object.keys(Object(at(await get("/openapi/v3"), "paths")))).not.toContain("apis/batch/v2alpha1");
  });

  test("returns everything in one request in the aggregated form", async () => {
    const body = await get("/apis", AGGREGATED);
    expect(body).toMatchObject({ kind: "APIGroupDiscoveryList", apiVersion: "apidiscovery.k8s.io/v2" });
    expect(at(items(body)[0], "versions.0.resources.0.subresources.0.subresource")).toBe("status");
  });

  test("reports the Kubernetes version and health", async () => {
    expect(await get("/version")).toMatchObject({ major: "1", minor: "36" });
    expect(await get("/livez")).toBe("ok");
  });
});

describe("OpenAPI", () => {
  test("links from the index to the document of a version", async () => {
    const url = at(await get("/openapi/v3"), "paths.apis/batch/v1.serverRelativeURL");
    const document = Object(await get(String(url)));
    const job = document.components.schemas["io.k8s.api.batch.v1.Job"];
    expect(job["x-kubernetes-group-version-kind"]).toEqual([{ group: "batch", version: "v1", kind: "Job" }]);
    const patch = document.paths["/apis/batch/v1/namespaces/{namespace}/jobs/{name}"].patch;
    expect(patch.parameters.map((each: unknown) => at(each, "name"))).toEqual(
      expect.arrayContaining(["dryRun", "fieldManager", "fieldValidation", "force"]),
    );
  });

  test("has no dangling references to schemas", async () => {
    for (const path of ["/openapi/v2", "/openapi/v3/apis/batch/v1", "/openapi/v3/api/v1"]) {
      const document = Object(await get(path));
      const known = new Set(Object.keys(document.definitions ?? document.components.schemas));
      const used = JSON.stringify(document).matchAll(/"#\/(?:definitions|components\/schemas)\/([^"]+)"/g);
      expect([...used].map(([, name]) => name).filter((name) => !known.has(name ?? ""))).toEqual([]);
    }
  });
});

describe("another form of an answer", () => {
  test("is a table, with metadata, whole objects or nothing in addition to the cells", async () => {
    const table = await get(JOBS, TABLE);
    expect(table).toMatchObject({ kind: "Table", apiVersion: "meta.k8s.io/v1" });
    expect(at(table, "rows.0.cells")).toEqual(expect.arrayContaining(["a", "Running", "0/3", "5s"]));
    expect(at(table, "rows.0.object.kind")).toBe("PartialObjectMetadata");
    expect(at(await get(`${JOBS}?includeObject=Object`, TABLE), "rows.0.object.spec.completions")).toBe(3);
    expect(at(await get(`${JOBS}?includeObject=None`, TABLE), "rows.0.object")).toBe(null);
    expect(at(await get("/api/v1/pods", TABLE), "rows.0.cells.2")).toBe("Running");
  });

  test("is only metadata", async () => {
    const one = await get(`${JOBS}/a`, METADATA);
    expect(Object.keys(Object(one)).sort()).toEqual(["apiVersion", "kind", "metadata"]);
    expect(at(items(await get(JOBS, METADATA_LIST))[0], "metadata.name")).toBe("a");
  });

  test("is YAML", async () => {
    expect(await get(`${JOBS}/a`, "application/yaml")).toMatch(/^kind: Job$/m);
  });

  test("is refused for a list as the metadata of one object", async () => {
    expect((await session.send("GET", JOBS, undefined, { Accept: METADATA })).code).toBe(406);
  });
});

describe("a watch", () => {
  async function firstLines(path: string, count: number): Promise<unknown[]> {
    const abort = new AbortController();
    const response = await fetch(session.url + path, { signal: abort.signal });
    let text = "";
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      if (text.split("\n").length > count) break;
    }
    abort.abort();
    return text
      .split("\n")
      .slice(0, count)
      .map((line) => JSON.parse(line));
  }

  test("begins with the state, and marks its end with a bookmark on request", async () => {
    const query = "watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";
    const [added, bookmark] = await firstLines(`${JOBS}?${query}`, 2);
    expect(added).toMatchObject({ type: "ADDED", object: { kind: "Job", metadata: { name: "a" } } });
    expect(bookmark).toMatchObject({
      type: "BOOKMARK",
      object: { metadata: { annotations: { "k8s.io/initial-events-end": "true" } } },
    });
  });

  test("of Events begins where a list of them ended", async () => {
    const version = at(await get("/api/v1/events"), "metadata.resourceVersion");
    const lines = firstLines(`/api/v1/events?watch=1&resourceVersion=${String(version)}`, 1);
    await session.advance("1m");
    expect(await lines).toMatchObject([{ type: "ADDED", object: { kind: "Event", reason: "SuccessfulCreate" } }]);
  });
});
