/** Fields of kinds without rules of their own are still checked: what Go does not know is not kept, and is said. */

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, startTestSession, type TestSession } from "./session.ts";

const MAPS = "/api/v1/namespaces/default/configmaps";
const SECRETS = "/api/v1/namespaces/default/secrets";
const SERVICES = "/api/v1/namespaces/default/services";

let session: TestSession;
beforeEach(async () => {
  session = await startTestSession();
});
afterEach(() => session.close());

const map = (fields: object) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "m" }, ...fields });
const secret = (fields: object) => ({ apiVersion: "v1", kind: "Secret", metadata: { name: "s" }, ...fields });
const service = (spec: object) => ({ apiVersion: "v1", kind: "Service", metadata: { name: "x" }, spec });

describe("unknown fields", () => {
  test.each([
    ["of a ConfigMap", MAPS, map({ dta: { a: "1" } }), "dta"],
    [
      "of a Service, deep inside",
      SERVICES,
      service({ ports: [{ port: 80, targetport: 8080 }] }),
      "spec.ports[0].targetport",
    ],
  ])("%s are refused if the client asks for it", async (_what, path, object, field) => {
    const { code, body } = await session.send("POST", `${path}?fieldValidation=Strict`, object);
    expect(code).toBe(400);
    expect(at(body, "message")).toContain(`strict decoding error: unknown field "${field}"`);
  });

  test("are dropped with a warning otherwise", async () => {
    const { code, headers, body } = await session.send("POST", MAPS, map({ data: { a: "1" }, dta: { a: "1" } }));
    expect(code).toBe(201);
    expect(headers.get("warning")).toContain('unknown field \\"dta\\"');
    expect(body).not.toHaveProperty("dta");
    expect(at(body, "data")).toEqual({ a: "1" });
  });
});

test.each([
  [
    "a number for text",
    MAPS,
    map({ data: { a: 1 } }),
    "unmarshal number into Go struct field ConfigMap.data of type string",
  ],
  [
    "a map for a list",
    SERVICES,
    service({ ports: {} }),
    "unmarshal object into Go struct field ServiceSpec.spec.ports of type []v1.ServicePort",
  ],
  [
    "text for a number",
    SERVICES,
    service({ ports: [{ port: "80" }] }),
    "unmarshal string into Go struct field ServicePort.spec.ports.port of type int32",
  ],
])("%s is refused in the words of Go", async (_what, path, object, words) => {
  const { code, body } = await session.send("POST", path, object);
  expect(code).toBe(400);
  expect(at(body, "message")).toContain(words);
});

test("a configuration that is applied has no field that the kind does not have", async () => {
  const headers = { "Content-Type": "application/apply-patch+yaml" };
  const config = map({ data: { a: "1" }, dta: {} });
  const { code, body } = await session.send("PATCH", `${MAPS}/m?fieldManager=test`, config, headers);
  expect(code).toBe(500);
  expect(at(body, "message")).toContain(".dta: field not declared in schema");
});

describe("data that was made immutable", () => {
  test.each([
    [
      "a Secret's type",
      SECRETS,
      secret({ type: "a.io/x" }),
      secret({ type: "a.io/y" }),
      'type: Invalid value: "a.io/y": field is immutable',
    ],
    [
      "the data of an immutable ConfigMap",
      MAPS,
      map({ immutable: true, data: { a: "1" } }),
      map({ immutable: true, data: { a: "2" } }),
      "data: Forbidden: field is immutable when `immutable` is set",
    ],
    [
      "the mark itself",
      MAPS,
      map({ immutable: true, data: { a: "1" } }),
      map({ data: { a: "1" } }),
      "immutable: Forbidden: field is immutable when `immutable` is set",
    ],
  ])("%s does not change", async (_what, path, before, after, words) => {
    const { body: created } = await session.send("POST", path, before);
    const { code, body } = await session.send("PUT", `${path}/${String(at(created, "metadata.name"))}`, after);
    expect(code).toBe(422);
    expect(at(body, "message")).toContain(words);
  });
});
