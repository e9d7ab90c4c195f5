/** Admission webhooks: which are called for a write, and the effect of their answer. */

import { createServer as createTlsServer } from "node:https";
import { generate } from "selfsigned";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeCertificate } from "../../src/http/certificate.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { digestOf } from "../../src/simulation/digest.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { at, JOBS, manifest, startTestSession, type TestSession } from "./session.ts";
import { patching, startWebhook, type WebhookServer, webhookConfiguration } from "./webhook-server.ts";

const MAPS = "/api/v1/namespaces/default/configmaps";
const MERGE = { "Content-Type": "application/merge-patch+json" };
const ALL_MAPS = { operations: ["*"], apiGroups: [""], apiVersions: ["v1"], resources: ["configmaps"] };

let session: TestSession;
let hook: WebhookServer;
beforeEach(async () => {
  session = await startTestSession();
  hook = await startWebhook();
});
afterEach(async () => {
  hook.close();
  await session.close();
});

function configure(kind: "Mutating" | "Validating", webhook: object = {}) {
  return session.send("POST", ...webhookConfiguration(kind, hook, { rules: [ALL_MAPS], ...webhook }));
}

const map = (name: string, more: object = {}) => ({ metadata: { name, ...more }, data: { a: "1" } });

describe("a mutating webhook", () => {
  test("changes created and patched objects, and the session can be replayed without it", async () => {
    await configure("Mutating");
    hook.answer = patching({ op: "add", path: "/data/added", value: "yes" });
    const created = await session.send("POST", MAPS, map("a"));
    expect([created.code, at(created.body, "data")]).toEqual([201, { a: "1", added: "yes" }]);
    const patched = await session.send("PATCH", `${MAPS}/a`, { data: { added: null, b: "2" } }, MERGE);
    expect(at(patched.body, "data")).toEqual({ a: "1", b: "2", added: "yes" });
    expect(at((await session.send("GET", `${MAPS}/a`)).body, "data")).toEqual({ a: "1", b: "2", added: "yes" });

    hook.close();
    const { plan } = loadScenario({ text: session.scenario(), file: "saved.yaml", readFile: () => "" });
    expect(digestOf(simulate(plan).log.entries)).toBe(digestOf(session.world.simulation.log.entries));
  });

  test("adds what an object needs to be valid, and sees its defaults", async () => {
    const rule = { operations: ["CREATE"], apiGroups: ["batch"], apiVersions: ["v1"], resources: ["jobs"] };
    await configure("Mutating", { rules: [rule] });
    hook.answer = patching({ op: "add", path: "/spec/template/spec/restartPolicy", value: "Never" });
    const template = { spec: { containers: [{ name: "main", image: "example.com/worker:1" }] } };
    const { code } = await session.send("POST", JOBS, { ...manifest("j"), spec: { template } });
    expect([
      code,
      at(hook.asked[0], "object.spec.backoffLimit"),
      at(hook.asked[0], "object.metadata.namespace"),
    ]).toEqual([201, 6, "default"]);
  });

  test("that changes the object itself meanwhile is called again with the new one", async () => {
    await session.send("POST", MAPS, map("a"));
    await configure("Mutating", { rules: [{ ...ALL_MAPS, operations: ["UPDATE"] }], namespaceSelector: {} });
    hook.answer = async (request) => {
      const isFirst = at(request, "object.data.seen") === undefined && hook.asked.length === 1;
      if (isFirst) await session.send("PATCH", `${MAPS}/a`, { data: { seen: "x" } }, MERGE);
      return { allowed: true };
    };
    const { code, body } = await session.send("PATCH", `${MAPS}/a`, { data: { b: "2" } }, MERGE);
    expect([code, at(body, "data")]).toEqual([200, { a: "1", b: "2", seen: "x" }]);
  });
});

describe("a validating webhook", () => {
  test("refuses with its own message, and warns", async () => {
    await configure("Validating");
    hook.answer = () => ({ allowed: false, status: { code: 403, reason: "Forbidden", message: "no more maps" } });
    expect(await session.send("POST", MAPS, map("a"))).toMatchObject({
      code: 403,
      body: { message: 'admission webhook "hook.example.com" denied the request: no more maps' },
    });
    expect((await session.send("GET", `${MAPS}/a`)).code).toBe(404);
    hook.answer = () => ({ allowed: true, warnings: ["maps are old"] });
    const { code, headers } = await session.send("POST", MAPS, map("a"));
    expect([code, headers.get("warning")]).toEqual([201, '299 - "maps are old"']);
  });

  test("is called for updates and deletions with the old object", async () => {
    await session.send("POST", MAPS, map("a"));
    await configure("Validating");
    await session.send("PATCH", `${MAPS}/a?dryRun=All`, { data: { b: "2" } }, MERGE);
    expect(hook.asked[0]).toMatchObject({
      operation: "UPDATE",
      dryRun: true,
      resource: { group: "", version: "v1", resource: "configmaps" },
      object: { data: { a: "1", b: "2" } },
      oldObject: { data: { a: "1" } },
    });
    hook.answer = () => ({ allowed: false });
    const { code, body } = await session.send("DELETE", `${MAPS}/a`);
    expect([code, at(body, "message")]).toEqual([
      400,
      'admission webhook "hook.example.com" denied the request without explanation',
    ]);
    hook.answer = () => ({ allowed: true });
    expect((await session.send("DELETE", `${MAPS}/a`)).code).toBe(200);
    expect(hook.asked[2]).toMatchObject({ operation: "DELETE", object: null, oldObject: { metadata: { name: "a" } } });
  });

  test("is not called for invalid objects", async () => {
    await configure("Validating");
    expect((await session.send("POST", MAPS, map("A b"))).code).toBe(422);
    expect(hook.asked).toEqual([]);
  });

  test.each([
    [{}, 1],
    [{ rules: [{ ...ALL_MAPS, operations: ["UPDATE"] }] }, 0],
    [{ rules: [{ ...ALL_MAPS, apiGroups: ["apps"] }] }, 0],
    [{ rules: [{ ...ALL_MAPS, resources: ["*"], apiGroups: ["*"] }] }, 1],
    [{ rules: [{ ...ALL_MAPS, resources: ["configmaps/status"] }] }, 0],
    [{ rules: [{ ...ALL_MAPS, scope: "Cluster" }] }, 0],
    [{ objectSelector: { matchLabels: { app: "x" } } }, 1],
    [{ objectSelector: { matchLabels: { app: "y" } } }, 0],
    [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "default" } } }, 1],
    [{ namespaceSelector: { matchExpressions: [{ key: "on", operator: "Exists" }] } }, 0],
  ])("is called according to its rules and selectors: %j", async (webhook, times) => {
    await configure("Validating", webhook);
    expect((await session.send("POST", MAPS, map("a", { labels: { app: "x" } }))).code).toBe(201);
    expect(hook.asked.length).toBe(times);
  });

  test.each([
    ["Fail", 500, 'Internal error occurred: failed calling webhook "hook.example.com"'],
    ["Ignore", 201, undefined],
  ])("that does not answer has the effect of its failurePolicy: %s", async (failurePolicy, code, words) => {
    hook.close();
    await configure("Validating", { failurePolicy, timeoutSeconds: 1 });
    const answered = await session.send("POST", MAPS, map("a"));
    expect(answered.code).toBe(code);
    if (words !== undefined) expect(at(answered.body, "message")).toContain(words);
    else expect(answered.headers.get("warning")).toContain("failed calling webhook");
  });

  test("may have its own certificate", async () => {
    const certificate = await makeCertificate("127.0.0.1");
    const tls = await startWebhook(createTlsServer(certificate));
    const caBundle = Buffer.from(certificate.cert).toString("base64");
    const secure = { clientConfig: { url: `https://127.0.0.1:${tls.port}/hook`, caBundle } };
    await configure("Validating", secure);
    expect((await session.send("POST", MAPS, map("a"))).code).toBe(201);
    expect(tls.asked.length).toBe(1);
    tls.close();
  });
});

test("a webhook is called at a path without empty parts", async () => {
  await configure("Validating", { clientConfig: { url: hook.url.replace("/hook", "//hook") } });
  expect((await session.send("POST", MAPS, map("a"))).code).toBe(201);
  expect(hook.paths).toEqual(["/hook?timeout=10s"]);
});

test("a webhook is trusted by its own certificate, whoever issued that", async () => {
  const issuer = await makeCertificate("issuer");
  const issued = await generate([{ name: "commonName", value: "webhook" }], {
    ...{ keyType: "ec", algorithm: "sha256", ca: issuer },
    extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }],
  });
  const tls = await startWebhook(createTlsServer({ cert: issued.cert, key: issued.private }));
  const caBundle = Buffer.from(issued.cert).toString("base64");
  await configure("Validating", { clientConfig: { url: `https://127.0.0.1:${tls.port}/hook`, caBundle } });
  expect((await session.send("POST", MAPS, map("a"))).code).toBe(201);
  expect(tls.asked.length).toBe(1);
  tls.close();
});

test.each([
  [{ clientConfig: { service: { name: "s", namespace: "n" } } }, "no service has an address here"],
  [{ clientConfig: { url: "https://example.com/" } }, "must lead to this machine"],
  [{ matchConditions: [{ name: "a", expression: "true" }] }, "CEL expressions are not evaluated"],
  [{ admissionReviewVersions: ["v1beta1"] }, "must include v1"],
  [{ sideEffects: "Some" }, "Unsupported value"],
])("an unsupported configuration is refused: %j", async (webhook, words) => {
  const { code, body } = await configure("Validating", webhook);
  expect([code, at(body, "message")]).toEqual([422, expect.stringContaining(words)]);
});

test.each([
  [["CREATE"], "jobs", null],
  [["CREATE", "UPDATE"], "configmaps", null],
  [["*"], "pods", expect.stringContaining("not called for what kubelets, the scheduler and the node controller write")],
])("operations %j of %s: a warning says about what no webhook is asked", async (operations, resource, warning) => {
  const rules = [{ ...ALL_MAPS, operations, apiGroups: ["*"], resources: [resource] }];
  const { headers } = await configure("Validating", { rules });
  expect(headers.get("warning")).toEqual(warning);
});

describe("a write in another version than the rules of a webhook name", () => {
  const schema = { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } };
  const versions = [
    { name: "v1", served: true, storage: true, schema },
    { name: "v1beta1", served: true, storage: false, schema },
  ];
  const spec = { group: "example.com", names: { plural: "widgets", kind: "Widget" }, scope: "Namespaced", versions };
  const definition = { metadata: { name: "widgets.example.com" }, spec };
  const rule = { operations: ["*"], apiGroups: ["example.com"], apiVersions: ["v1"], resources: ["widgets"] };
  const old = "/apis/example.com/v1beta1/namespaces/default/widgets";

  beforeEach(() => session.send("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition));

  test("is converted for it, and keeps its own version", async () => {
    await configure("Mutating", { rules: [rule] });
    hook.answer = patching({ op: "add", path: "/added", value: "yes" });
    const { body } = await session.send("POST", old, { metadata: { name: "a" } });
    expect(body).toMatchObject({ apiVersion: "example.com/v1beta1", added: "yes" });
    expect(hook.asked[0]).toMatchObject({
      kind: { version: "v1" },
      requestKind: { version: "v1beta1" },
      object: { apiVersion: "example.com/v1" },
    });
  });

  test("does not reach one that wants exact matches", async () => {
    await configure("Validating", { rules: [rule], matchPolicy: "Exact" });
    await session.send("POST", old, { metadata: { name: "a" } });
    expect(hook.asked).toEqual([]);
  });
});
