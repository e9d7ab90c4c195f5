/** Custom resources that clients define. */

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/load.ts";
import { digestOf } from "../../src/simulation/digest.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { at, items, startTestSession, type TestSession } from "./session.ts";

const DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const WIDGETS = "/apis/example.com/v1/namespaces/default/widgets";
const MERGE = { "Content-Type": "application/merge-patch+json" };

const SCHEMA = {
  type: "object",
  properties: {
    spec: {
      type: "object",
      required: ["size"],
      properties: {
        size: { type: "integer", minimum: 1, maximum: 5 },
        colour: { type: "string", enum: ["red", "blue"], default: "red" },
        port: { "x-kubernetes-int-or-string": true },
        parts: { type: "array", items: { type: "object", properties: { name: { type: "string", default: "x" } } } },
      },
    },
    status: { type: "object", properties: { ready: { type: "boolean" } } },
  },
};

function definition(version: object = {}, spec: object = {}) {
  const column = { name: "Size", type: "integer", jsonPath: ".spec.size" };
  const own = {
    name: "v1",
    served: true,
    storage: true,
    schema: { openAPIV3Schema: SCHEMA },
    subresources: { status: {} },
  };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "widgets.example.com" },
    spec: {
      group: "example.com",
      names: { plural: "widgets", kind: "Widget", shortNames: ["wd"] },
      scope: "Namespaced",
      versions: [{ ...own, additionalPrinterColumns: [column], ...version }],
      ...spec,
    },
  };
}

function widget(name: string, spec: object) {
  return { apiVersion: "example.com/v1", kind: "Widget", metadata: { name }, spec };
}

let session: TestSession;
beforeEach(async () => {
  session = await startTestSession();
});
afterEach(() => session.close());

/** The events of a watch, once the server has ended it. */
async function watchUntilEnd(path: string): Promise<string[]> {
  const text = await (await fetch(`${session.url}${path}?watch=1`)).text();
  const events: unknown[] = text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
  return events.map((event) => `${at(event, "type")} ${at(event, "object.metadata.name")}`);
}

describe("a definition with two served versions", () => {
  const V2 = WIDGETS.replace("/v1/", "/v2/");
  const OLD = WIDGETS.replace("/v1/", "/v1beta1/");
  const version = (name: string, colour: string, more: object = {}) => ({
    ...Object(at(definition(), "spec.versions.0")),
    name,
    schema: {
      openAPIV3Schema: {
        type: "object",
        properties: {
          spec: {
            type: "object",
            properties: { size: { type: "integer" }, colour: { type: "string", default: colour } },
          },
        },
      },
    },
    ...more,
  });
  const twoVersions = [version("v1beta1", "red", { storage: false }), version("v1", "blue")];
  const define = (versions: readonly object[]) => session.send("POST", DEFINITIONS, definition({}, { versions }));

  test("is in discovery with both, the stable one preferred", async () => {
    await define(twoVersions);
    const { body: group } = await session.send("GET", "/apis/example.com");
    expect([at(group, "preferredVersion.version"), at(group, "versions.1.version")]).toEqual(["v1", "v1beta1"]);
    const { body: list } = await session.send("GET", "/apis/example.com/v1beta1");
    expect(at(list, "resources.0.name")).toBe("widgets");
  });

  test("reads, watches and writes each object in both, with the defaults of the version it is written in", async () => {
    await define(twoVersions);
    const old = { ...widget("a", { size: 2, weight: 3 }), apiVersion: "example.com/v1beta1" };
    const created = await session.send("POST", OLD, old);
    expect([created.code, at(created.body, "apiVersion"), at(created.body, "spec")]).toEqual([
      201,
      "example.com/v1beta1",
      { size: 2, colour: "red" },
    ]);
    expect((await session.send("GET", `${WIDGETS}/a`)).body).toMatchObject({
      apiVersion: "example.com/v1",
      spec: { size: 2, colour: "red" },
    });
    await session.send("POST", WIDGETS, widget("b", { size: 1 }));
    await session.send("PATCH", `${OLD}/b`, { spec: { size: 4 } }, MERGE);
    const listed = items((await session.send("GET", OLD)).body).map((item) => [
      at(item, "apiVersion"),
      at(item, "spec"),
    ]);
    expect(listed).toEqual([
      ["example.com/v1beta1", { size: 2, colour: "red" }],
      ["example.com/v1beta1", { size: 4, colour: "blue" }],
    ]);
    await session.send("DELETE", `${OLD}/b`);
    expect((await session.send("GET", `${WIDGETS}/b`)).code).toBe(404);

    const { plan } = loadScenario({ text: session.scenario(), file: "saved.yaml", readFile: () => "" });
    expect(digestOf(simulate(plan).log.entries)).toBe(digestOf(session.world.simulation.log.entries));
  });

  test("collects what is owned through the version that is not stored", async () => {
    await define(twoVersions);
    const { body: owner } = await session.send("POST", OLD, {
      ...widget("a", { size: 2 }),
      apiVersion: "example.com/v1beta1",
    });
    const reference = { apiVersion: "example.com/v1beta1", kind: "Widget", name: "a", uid: at(owner, "metadata.uid") };
    const maps = "/api/v1/namespaces/default/configmaps";
    await session.send("POST", maps, { metadata: { name: "owned", ownerReferences: [reference] } });
    await session.send("DELETE", `${WIDGETS}/a`);
    expect((await session.send("GET", `${maps}/owned`)).code).toBe(404);
  });

  test("stops serving one when its definition does, and ends the watches of it", async () => {
    await define(twoVersions);
    const ended = watchUntilEnd(OLD);
    await session.send("POST", WIDGETS, widget("a", { size: 1 }));
    const versions = [version("v1beta1", "red", { storage: false, served: false }), version("v1", "blue")];
    await session.send("PATCH", `${DEFINITIONS}/widgets.example.com`, { spec: { versions } }, MERGE);
    expect(await ended).toEqual(["ADDED a"]);
    expect((await session.send("GET", `${OLD}/a`)).code).toBe(404);
    expect((await session.send("GET", `${WIDGETS}/a`)).code).toBe(200);
  });

  test("may store objects in a version that it does not serve", async () => {
    await define([version("v1", "red", { served: false }), version("v2", "blue", { storage: false })]);
    expect((await session.send("GET", WIDGETS)).code).toBe(404);
    await session.send("POST", V2, { ...widget("a", { size: 1 }), apiVersion: "example.com/v2" });
    expect(at((await session.send("GET", `${V2}/a`)).body, "spec.colour")).toBe("blue");
  });
});

describe("a definition", () => {
  test("is established immediately, and its kind is in discovery and in OpenAPI", async () => {
    expect((await session.send("GET", WIDGETS)).code).toBe(404);
    const { code, body } = await session.send("POST", DEFINITIONS, definition());
    expect([code, at(body, "status.conditions.1.type"), at(body, "spec.names.listKind")]).toEqual([
      201,
      "Established",
      "WidgetList",
    ]);
    const { body: list } = await session.send("GET", "/apis/example.com/v1");
    expect(at(list, "resources.0")).toMatchObject({ name: "widgets", kind: "Widget", shortNames: ["wd"] });
    expect((await session.send("GET", "/openapi/v3/apis/example.com/v1")).code).toBe(200);
  });

  test.each([
    ["under another name", definition({}, { names: { plural: "gadgets", kind: "Gadget" } }), "metadata.name"],
    ["without a schema", definition({ schema: {} }), "schemas are required"],
    ["whose schema is not structural", definition({ schema: { openAPIV3Schema: {} } }), "type: Required value"],
    ["with a conversion webhook", definition({}, { conversion: { strategy: "Webhook" } }), "spec.conversion.strategy"],
    [
      "with a scale that is no part of the spec",
      definition({ subresources: { scale: { specReplicasPath: ".size", statusReplicasPath: ".status.size" } } }),
      "should be a json path under .spec",
    ],
  ])("%s is refused", async (_what, given, words) => {
    const { code, body } = await session.send("POST", DEFINITIONS, given);
    expect([code, at(body, "message")]).toEqual([422, expect.stringContaining(words)]);
  });

  test("with rules in CEL has a warning that they are not evaluated", async () => {
    const openAPIV3Schema = { ...SCHEMA, "x-kubernetes-validations": [{ rule: "self.spec.size > 2" }] };
    const { code, headers } = await session.send("POST", DEFINITIONS, definition({ schema: { openAPIV3Schema } }));
    expect([code, headers.get("warning")]).toEqual([201, expect.stringContaining("CEL rules) are not evaluated")]);
  });

  test("that changes shows other columns and short names, and serves a status that it has gained", async () => {
    await session.send("POST", DEFINITIONS, definition({ subresources: {}, additionalPrinterColumns: [] }));
    await session.send("POST", WIDGETS, widget("a", { size: 3 }));
    const table = { Accept: "application/json;as=Table;v=v1;g=meta.k8s.io" };
    const names = async () => {
      const { body } = await session.send("GET", WIDGETS, undefined, table);
      const columns = at(body, "columnDefinitions");
      return Array.isArray(columns) ? columns.map((column) => at(column, "name")) : [];
    };
    expect(await names()).toEqual(["Name", "Age"]);
    expect((await session.send("GET", `${WIDGETS}/a/status`)).code).toBe(404);
    const additionalPrinterColumns = [{ name: "Size", type: "integer", jsonPath: ".spec.size" }];
    const changed = definition({ subresources: { status: {} }, additionalPrinterColumns });
    const patch = { spec: { versions: at(changed, "spec.versions"), names: { shortNames: ["wdg"] } } };
    expect((await session.send("PATCH", `${DEFINITIONS}/widgets.example.com`, patch, MERGE)).code).toBe(200);
    expect(await names()).toEqual(["Name", "Size", "Age"]);
    expect((await session.send("GET", `${WIDGETS}/a/status`)).code).toBe(200);
    const discovered = await session.send("GET", "/apis/example.com/v1");
    expect(at(discovered.body, "resources.0.shortNames")).toEqual(["wdg"]);
  });

  test("whose storage version is another serves its objects in that version, also in a replay", async () => {
    await session.send("POST", DEFINITIONS, definition());
    await session.send("POST", WIDGETS, widget("a", { size: 3 }));
    const versions = [
      { ...Object(at(definition(), "spec.versions.0")), served: false, storage: false },
      at(definition({ name: "v2" }), "spec.versions.0"),
    ];
    await session.send("PATCH", `${DEFINITIONS}/widgets.example.com`, { spec: { versions } }, MERGE);
    expect((await session.send("GET", WIDGETS)).code).toBe(404);
    const newer = WIDGETS.replace("v1", "v2");
    const labelled = await session.send("PATCH", `${newer}/a`, { metadata: { labels: { x: "1" } } }, MERGE);
    expect(labelled).toMatchObject({ code: 200, body: { apiVersion: "example.com/v2", spec: { size: 3 } } });
    await session.send("POST", newer, { ...widget("b", { size: 1 }), apiVersion: "example.com/v2" });
    await session.send("DELETE", `${newer}/a`);
    const { plan } = loadScenario({ text: session.scenario(), file: "saved.yaml", readFile: () => "" });
    expect(digestOf(simulate(plan).log.entries)).toBe(digestOf(session.world.simulation.log.entries));
  });

  test("that changes ends the watches of its kind, and of no other", async () => {
    const gadgets = definition({}, { names: { plural: "gadgets", kind: "Gadget" } });
    await session.send("POST", DEFINITIONS, { ...gadgets, metadata: { name: "gadgets.example.com" } });
    await session.send("POST", DEFINITIONS, definition());
    const ofWidgets = watchUntilEnd(WIDGETS);
    const ofGadgets = watchUntilEnd(WIDGETS.replace("widgets", "gadgets"));
    await session.send("POST", WIDGETS, widget("a", { size: 3 }));
    const changeDefinition = (change: object) =>
      session.send("PATCH", `${DEFINITIONS}/widgets.example.com`, change, MERGE);
    await changeDefinition({ metadata: { labels: { x: "1" } } });
    await session.send("POST", WIDGETS, widget("b", { size: 3 }));
    const { versions } = definition({ subresources: {} }).spec;
    await changeDefinition({ spec: { versions } });
    expect(await ofWidgets).toEqual(["ADDED a", "ADDED b"]);
    await session.send("POST", WIDGETS.replace("widgets", "gadgets"), { ...widget("g", { size: 1 }), kind: "Gadget" });
    const deleted = watchUntilEnd(WIDGETS);
    await session.send("DELETE", `${DEFINITIONS}/widgets.example.com`);
    expect((await deleted).toSorted()).toEqual(["ADDED a", "ADDED b", "DELETED a", "DELETED b"]);
    session.world.stop();
    expect(await ofGadgets).toEqual(["ADDED g"]);
  });

  test("that is deleted takes its objects along", async () => {
    await session.send("POST", DEFINITIONS, definition());
    await session.send("POST", WIDGETS, widget("a", { size: 1 }));
    await session.send("DELETE", `${DEFINITIONS}/widgets.example.com`);
    expect((await session.send("GET", WIDGETS)).code).toBe(404);
    await session.send("POST", DEFINITIONS, definition());
    expect(items((await session.send("GET", WIDGETS)).body)).toEqual([]);
  });
});

describe("an object of a custom kind", () => {
  beforeEach(async () => {
    await session.send("POST", DEFINITIONS, definition());
  });

  test("gets its defaults, and loses unknown fields, with a warning", async () => {
    const given = widget("a", { size: 2, parts: [{}], other: 1 });
    const { code, body, headers } = await session.send("POST", WIDGETS, given);
    expect([code, at(body, "spec")]).toEqual([201, { size: 2, colour: "red", parts: [{ name: "x" }] }]);
    expect(headers.get("warning")).toContain("unknown field");
    const strict = await session.send("POST", `${WIDGETS}?fieldValidation=Strict`, widget("b", { size: 2, other: 1 }));
    expect([strict.code, at(strict.body, "message")]).toEqual([400, expect.stringContaining('"spec.other"')]);
  });

  test.each([
    [{}, "spec.size: Required value"],
    [{ size: "x" }, 'spec.size: Invalid value: "string": spec.size in body must be of type integer: "string"'],
    [{ size: 0 }, "spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1"],
    [{ size: 1, colour: "green" }, 'spec.colour: Unsupported value: "green": supported values: "red", "blue"'],
    [{ size: 1, port: true }, "must be of type integer,string"],
  ])("is validated by its schema: %j", async (spec, words) => {
    const { code, body } = await session.send("POST", WIDGETS, widget("a", spec));
    expect([code, at(body, "message")]).toEqual([422, expect.stringContaining(words)]);
  });

  test("has a status subresource, and a generation that follows its spec", async () => {
    await session.send("POST", WIDGETS, { ...widget("a", { size: 1 }), status: { ready: true } });
    const spec = await session.send("PATCH", `${WIDGETS}/a`, { spec: { size: 2 }, status: { ready: true } }, MERGE);
    expect(spec.body).toMatchObject({ metadata: { generation: 2 }, spec: { size: 2 } });
    expect(at(spec.body, "status")).toBeUndefined();
    const status = await session.send("PATCH", `${WIDGETS}/a/status`, { status: { ready: true } }, MERGE);
    expect(status.body).toMatchObject({ metadata: { generation: 2 }, status: { ready: true } });
    expect((await session.send("PATCH", `${WIDGETS}/a/status`, { status: { ready: 1 } }, MERGE)).code).toBe(422);
  });

  test("is printed with the columns of its definition", async () => {
    await session.send("POST", WIDGETS, widget("a", { size: 3 }));
    const { body } = await session.send("GET", WIDGETS, undefined, {
      Accept: "application/json;as=Table;v=v1;g=meta.k8s.io",
    });
    expect(at(body, "rows.0.cells")).toEqual(["a", 3, "0s"]);
  });

  test("owns others, which are deleted with it", async () => {
    const { body } = await session.send("POST", WIDGETS, widget("a", { size: 1 }));
    const owner = { apiVersion: "example.com/v1", kind: "Widget", name: "a", uid: at(body, "metadata.uid") };
    const map = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "m", ownerReferences: [owner] } };
    const MAPS = "/api/v1/namespaces/default/configmaps";
    await session.send("POST", MAPS, map);
    await session.send("DELETE", `${WIDGETS}/a`);
    await session.advance("10s");
    expect((await session.send("GET", `${MAPS}/m`)).code).toBe(404);
  });

  test("is in the saved session, which can be replayed", async () => {
    await session.send("POST", WIDGETS, widget("a", { size: 1, other: 1 }));
    await session.send("PATCH", `${WIDGETS}/a`, { spec: { size: 2 } }, MERGE);
    await session.send("DELETE", `${WIDGETS}/a`);
    const { plan } = loadScenario({ text: session.scenario(), file: "saved.yaml", readFile: () => "" });
    expect(digestOf(simulate(plan).log.entries)).toBe(digestOf(session.world.simulation.log.entries));
  });
});
