/** Clients that use protobuf, as Go clients do by default. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeMessage } from "../../src/http/protobuf/decode.ts";
import { decodeObject, encodeObject, PROTOBUF } from "../../src/http/protobuf/envelope.ts";
import { messageOf } from "../../src/http/protobuf/message-table.ts";
import { at, items, JOBS, manifest, startTestSession, type TestSession } from "./session.ts";

let session: TestSession;
beforeAll(async () => {
  session = await startTestSession();
});
afterAll(() => session.close());

/** A Go client prefers protobuf, and accepts JSON for kinds without it. */
const GO = { Accept: `${PROTOBUF},application/json`, "Content-Type": PROTOBUF };

async function send(method: string, path: string, object?: Readonly<Record<string, unknown>>) {
  const body = object === undefined ? null : (encodeObject(object) ?? null);
  const response = await fetch(session.url + path, { method, body, headers: GO });
  const type = response.headers.get("content-type");
  return { code: response.status, type, object: decodeObject(new Uint8Array(await response.arrayBuffer())) };
}

describe("a client with Go's default settings", () => {
  test("creates, gets, lists and deletes a Job", async () => {
    const created = await send("POST", JOBS, manifest("a", { completions: 3 }));
    expect(created).toMatchObject({ code: 201, type: PROTOBUF, object: { kind: "Job", spec: { completions: 3 } } });
    expect(at(created.object, "metadata.uid")).toMatch(/^[0-9a-f-]{36}$/);
    const read = await send("GET", `${JOBS}/a`);
    expect(at(read.object, "metadata.uid")).toBe(at(created.object, "metadata.uid"));
    const listed = await send("GET", JOBS);
    expect(listed.object).toMatchObject({ kind: "JobList", items: [{ kind: "Job", metadata: { name: "a" } }] });
    const options = { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy: "Foreground" };
    const deleted = await send("DELETE", `${JOBS}/a`, options);
    expect(at(deleted.object, "metadata.finalizers")).toEqual(["foregroundDeletion"]);
  });

  test("reads errors as a Status", async () => {
    const missing = await send("GET", `${JOBS}/missing`);
    expect(missing).toMatchObject({ code: 404, type: PROTOBUF, object: { kind: "Status", reason: "NotFound" } });
    const refused = await send("POST", JOBS, manifest("b", { parallelism: -1 }));
    expect(refused).toMatchObject({ code: 422, object: { details: { causes: [{ field: "spec.parallelism" }] } } });
  });

  test("watches in frames with their length", async () => {
    await send("POST", JOBS, manifest("w"));
    const path = `${JOBS}?watch=1&resourceVersion=0&timeoutSeconds=1&fieldSelector=metadata.name%3Dw`;
    const response = await fetch(session.url + path, { headers: GO });
    expect(response.headers.get("content-type")).toBe(`${PROTOBUF};stream=watch`);
    const bytes = Buffer.from(await response.arrayBuffer());
    const length = bytes.readUInt32BE();
    const event = messageOf("meta.WatchEvent");
    if (event === undefined) throw new Error("no WatchEvent");
    // The object is separate bytes, so its position in the event can be found without its schema.
    const frame = bytes.subarray(4, 4 + length);
    const object = decodeObject(frame.subarray(frame.indexOf(Buffer.from("k8s\0"))));
    expect(frame.subarray(2, 2 + "ADDED".length).toString()).toBe("ADDED");
    expect(object).toMatchObject({ kind: "Job", metadata: { name: "w" } });
  });

  test("gets pods as protobuf, and tables as JSON", async () => {
    await session.advance("5s");
    const pods = await send("GET", "/api/v1/namespaces/default/pods");
    expect(items(pods.object).length).toBeGreaterThan(0);
    const table = { Accept: `${PROTOBUF};as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1;g=meta.k8s.io` };
    const response = await fetch(session.url + JOBS, { headers: table });
    expect(await response.json()).toMatchObject({ kind: "Table" });
  });
});

describe("the JSON of a message", () => {
  test("has the names of Go's tags where they are not those of the message", async () => {
    const path = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";
    const clientConfig = { url: "https://127.0.0.1:1/validate" };
    const rule = { operations: ["CREATE"], apiGroups: ["apps"], apiVersions: ["v1"], resources: ["deployments"] };
    const required = { sideEffects: "None", admissionReviewVersions: ["v1"] };
    const webhooks = [{ name: "hook.example.com", clientConfig, rules: [rule], ...required }];
    const kind = { apiVersion: "admissionregistration.k8s.io/v1", kind: "ValidatingWebhookConfiguration" };
    const { code } = await send("POST", path, { ...kind, metadata: { name: "written-by-go" }, webhooks });
    expect(code).toBe(201);
    const { body } = await session.send("GET", `${path}/written-by-go`);
    expect(at(body, "webhooks.0")).toMatchObject({ name: "hook.example.com", clientConfig, rules: [rule] });
  });
});

describe("a body that is not a message", () => {
  test.each([
    ["without the magic bytes", Buffer.from("{}"), "does not appear to be a protobuf message"],
    ["that ends early", Buffer.from("k8s\0\x0a\xff", "latin1"), ""],
    ["of a kind that protobuf does not have", unknownKind(), 'no kind "Widget" of "example.com/v1"'],
  ])("%s gets a message and no stack trace", async (_name, body, words) => {
    const response = await fetch(session.url + JOBS, { method: "POST", body, headers: { "Content-Type": PROTOBUF } });
    const status = await response.json();
    expect(status).toMatchObject({ kind: "Status", code: 400, reason: "BadRequest" });
    expect(String(at(status, "message"))).toContain(words);
  });

  test("fields of another type are refused, and unknown ones are skipped", () => {
    const meta = messageOf("meta.ObjectMeta");
    if (meta === undefined) throw new Error("no ObjectMeta");
    expect(() => decodeMessage(meta, Uint8Array.of(0x08, 0x01))).toThrow("meta.ObjectMeta.name has wire type 0");
    expect(decodeMessage(meta, Uint8Array.of(0xf8, 0x07, 0x01))).toEqual({});
  });
});

test("kubectl's form of OpenAPI 2 has the kinds and their fields", async () => {
  const older = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
  const accept = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
  const response = await fetch(`${session.url}/openapi/v2`, { headers: { Accept: older } });
  expect(response.headers.get("content-type")).toBe(accept);
  const text = Buffer.from(await response.arrayBuffer()).toString("latin1");
  expect(text).toContain("io.k8s.api.batch.v1.Job");
  expect(text).toContain("backoffLimitPerIndex");
});

function unknownKind(): Buffer {
  const job = Buffer.from(encodeObject(manifest("x")) ?? []).toString("latin1");
  const renamed = job
    .replace("batch/v1\x12\x03Job", "example.com/v1\x12\x06Widget")
    .replace("\x0a\x0f\x0a\x08", "\x0a\x18\x0a\x0e");
  return Buffer.from(renamed, "latin1");
}
