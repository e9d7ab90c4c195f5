/** Each operation of the API documents, with the bodies from the documents if there are any. */

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FlowServer, startFlowServer } from "../conformance/flow-server.ts";
import { CREATE_YAML, DELETE_YAML, REPLACE_STATUS } from "./seed-bodies.ts";
import { at, items } from "./session.ts";

let server: FlowServer;
beforeEach(async () => {
  server = await startFlowServer();
});
afterEach(() => server.close());

interface Sent {
  readonly code: number;
  readonly body: unknown;
  readonly warnings: string;
}

async function send(method: string, path: string, body?: string | object, type = "application/json"): Promise<Sent> {
  const text = typeof body === "object" ? JSON.stringify(body) : body;
  const init = { method, headers: { "Content-Type": type } };
  const response = await fetch(server.url + path, text === undefined ? init : { ...init, body: text });
  const answer: unknown = JSON.parse(await response.text());
  return { code: response.status, body: answer, warnings: response.headers.get("warning") ?? "" };
}

/** The types and names in the events of a watch that ends after a second. */
async function watch(path: string, during: () => Promise<unknown> = async () => {}): Promise<string[]> {
  const response = await fetch(`${server.url}${path}${path.includes("?") ? "&" : "?"}timeoutSeconds=1`);
  await during();
  const lines = (await response.text()).split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const event: unknown = JSON.parse(line);
    return `${String(at(event, "type"))} ${String(at(event, "object.metadata.name"))}`;
  });
}

const YAML = "application/yaml";
const MERGE = "application/merge-patch+json";
const STRATEGIC = "application/strategic-merge-patch+json";
const APPLY = "application/apply-patch+yaml";

describe.each(["v1", "v2alpha1"])("batch/%s", (version) => {
  const root = `/apis/batch/${version}`;
  const jobs = `${root}/namespaces/default/jobs`;
  const job = `${jobs}/example-job`;
  const apiVersion = `batch/${version}`;
  const create = () => send("POST", jobs, CREATE_YAML, YAML);

  test("creates a Job from the example's YAML", async () => {
    const { code, body } = await create();
    expect(code).toBe(201);
    expect(body).toMatchObject({
      kind: "Job",
      apiVersion,
      metadata: { name: "example-job", namespace: "default" },
      spec: {
        parallelism: 1,
        completions: 1,
        template: {
          metadata: { name: "example-job", labels: { "job-name": "example-job" } },
          spec: {
            containers: [{ name: "pi", image: "perl", resources: {}, imagePullPolicy: "Always" }],
            restartPolicy: "Never",
            terminationGracePeriodSeconds: 30,
            dnsPolicy: "ClusterFirst",
            securityContext: {},
          },
        },
      },
      status: {},
    });
  });

  test("replaces a Job", async () => {
    const { body } = await create();
    const { code, body: replaced } = await send("PUT", job, {
      ...Object(body),
      spec: { ...Object(at(body, "spec")), parallelism: 3 },
    });
    expect(code).toBe(200);
    expect(replaced).toMatchObject({ apiVersion, spec: { parallelism: 3 }, metadata: { generation: 2 } });
  });

  test.each([
    ["merge", MERGE, { spec: { parallelism: 2 } }],
    ["strategic merge", STRATEGIC, { spec: { parallelism: 2 } }],
    ["JSON", "application/json-patch+json", [{ op: "replace", path: "/spec/parallelism", value: 2 }]],
  ])("changes a Job with a %s patch", async (_name, type, patch) => {
    await create();
    const { code, body } = await send("PATCH", job, patch, type);
    expect(code).toBe(200);
    expect(body).toMatchObject({ apiVersion, spec: { parallelism: 2 } });
  });

  test("deletes a Job with the example's options, and then it is gone", async () => {
    await create();
    const { code, body } = await send("DELETE", job, DELETE_YAML, YAML);
    expect(code).toBe(200);
    expect(body).toMatchObject({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Success" });
    expect((await send("GET", job)).code).toBe(404);
  });

  test("deletes a collection by its labels", async () => {
    await create();
    const query = "labelSelector=job-name%3Dexample-job&propagationPolicy=Background";
    expect((await send("DELETE", `${jobs}?labelSelector=job-name%3Dother&propagationPolicy=Background`)).code).toBe(
      200,
    );
    expect(items((await send("GET", jobs)).body).length).toBe(1);
    expect((await send("DELETE", `${jobs}?${query}`)).code).toBe(200);
    expect(items((await send("GET", jobs)).body)).toEqual([]);
  });

  test("reads a Job, indented on request", async () => {
    await create();
    expect((await send("GET", job)).body).toMatchObject({ kind: "Job", apiVersion });
    const pretty = await fetch(`${server.url}${job}?pretty=true`);
    expect(await pretty.text()).toContain('\n  "kind": "Job"');
  });

  test("lists Jobs of a namespace and of all", async () => {
    await create();
    await send("POST", "/api/v1/namespaces", { metadata: { name: "other" } });
    await send("POST", `${root}/namespaces/other/jobs`, CREATE_YAML, YAML);
    const { body } = await send("GET", jobs);
    expect(body).toMatchObject({ kind: "JobList", apiVersion, items: [{ metadata: { namespace: "default" } }] });
    expect(items((await send("GET", `${root}/jobs`)).body).map((item) => at(item, "metadata.namespace"))).toEqual([
      "default",
      "other",
    ]);
  });

  test("watches a Job, a namespace and all namespaces under the legacy paths", async () => {
    await create();
    const other = CREATE_YAML.replace("name: example-job", "name: other-job");
    const addOther = () => send("POST", jobs, other, YAML);
    const [one, some, all] = await Promise.all([
      watch(`${root}/watch/namespaces/default/jobs/example-job`, addOther),
      watch(`${root}/watch/namespaces/default/jobs`),
      watch(`${root}/watch/jobs`),
    ]);
    expect(one).toEqual(["ADDED example-job"]);
    expect(some).toEqual(expect.arrayContaining(["ADDED example-job", "ADDED other-job"]));
    expect(all).toEqual(expect.arrayContaining(["ADDED example-job", "ADDED other-job"]));
  });

  test("watches with the parameter of a list", async () => {
    const events = await watch(`${jobs}?watch=true`, create);
    expect(events).toEqual(["ADDED example-job"]);
  });

  test("reads, replaces and patches the status", async () => {
    const { body: created } = await create();
    expect((await send("GET", `${job}/status`)).body).toMatchObject({ kind: "Job", status: {} });
    const status = { startTime: "2016-11-04T18:45:25Z", active: 1 };
    const replaced = await send("PUT", `${job}/status`, { ...Object(created), status });
    expect(replaced.code).toBe(200);
    expect(replaced.body).toMatchObject({ status, metadata: { generation: 1 } });
    const patched = await send("PATCH", `${job}/status`, { status: { active: 2 } }, MERGE);
    expect(patched.body).toMatchObject({ status: { ...status, active: 2 } });
  });
});

describe("batch/v1 alone", () => {
  const jobs = "/apis/batch/v1/namespaces/default/jobs";

  test("applies a Job, and accepts parameters of newer documents", async () => {
    const query = "fieldManager=me&force=true&fieldValidation=Strict&dryRun=All&pretty=true";
    const { code } = await send("PATCH", `${jobs}/example-job?${query}`, CREATE_YAML, APPLY);
    expect(code).toBe(201);
    expect((await send("GET", `${jobs}/example-job`)).code).toBe(404);
  });
});

describe("batch/v2alpha1 alone", () => {
  const older = "/apis/batch/v2alpha1/namespaces/default/jobs";
  const newer = "/apis/batch/v1/namespaces/default/jobs";

  test("shows only its own fields, and keeps the others", async () => {
    const spec = { backoffLimit: 2, completionMode: "Indexed", completions: 3 };
    const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "x" }] } };
    await send("POST", newer, { metadata: { name: "a" }, spec: { ...spec, template } });
    const { body } = await send("GET", `${older}/a`);
    expect(Object.keys(Object(at(body, "spec"))).sort()).toEqual([
      "completions",
      "manualSelector",
      "parallelism",
      "selector",
      "template",
    ]);
    await send("PUT", `${older}/a`, { ...Object(body), spec: { ...Object(at(body, "spec")), parallelism: 2 } });
    expect((await send("GET", `${newer}/a`)).body).toMatchObject({ spec: { ...spec, parallelism: 2 } });
  });

  test("warns about fields that came later", async () => {
    const { code, warnings } = await send(
      "POST",
      older,
      CREATE_YAML.replace("spec:\n", "spec:\n  backoffLimit: 3\n"),
      YAML,
    );
    expect(code).toBe(201);
    expect(warnings).toContain('unknown field \\"spec.backoffLimit\\"');
  });
});

describe("replacing the status of a specified Job", () => {
  const { namespace, name } = REPLACE_STATUS.metadata;
  const jobs = `/apis/batch/v1/namespaces/${namespace}/jobs`;

  beforeEach(() => send("POST", "/api/v1/namespaces", { metadata: { name: namespace } }));

  test("accepts the example's request with the Job's actual identity", async () => {
    const { kind, apiVersion, spec } = REPLACE_STATUS;
    const { metadata } = spec.template;
    const template = { ...spec.template, metadata: { name: metadata.name, labels: { name: "job-test" } } };
    const labels = REPLACE_STATUS.metadata.labels;
    const manifest = {
      kind,
      apiVersion,
      metadata: { name, labels },
      spec: { parallelism: 1, completions: 1, template },
    };
    const { body: created } = await send("POST", jobs, manifest);
    const { uid, resourceVersion } = Object(at(created, "metadata"));
    const request = { ...REPLACE_STATUS, metadata: { ...REPLACE_STATUS.metadata, uid, resourceVersion } };
    const { code, body, warnings } = await send("PUT", `${jobs}/${name}/status?pretty=true`, request);
    expect(code).toBe(200);
    expect(body).toMatchObject({ kind, metadata: { name, namespace, labels }, status: REPLACE_STATUS.status });
    expect(warnings).toContain("metadata.enable");
  });

  test("answers the unchanged example request with a conflict, because it names another Job's identity", async () => {
    const template = { spec: REPLACE_STATUS.spec.template.spec };
    await send("POST", jobs, { metadata: { name }, spec: { template } });
    expect((await send("PUT", `${jobs}/${name}/status`, REPLACE_STATUS)).code).toBe(409);
  });
});
