/** Writes in all their forms that the recorded flows do not cover. */

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, JOBS, manifest, startTestSession, type TestSession } from "./session.ts";

let session: TestSession;
beforeEach(async () => {
  session = await startTestSession();
  await session.send("POST", JOBS, manifest("a", { suspend: true }, { labels: { x: "1" }, finalizers: ["e.io/f"] }));
});
afterEach(() => session.close());

const JSON_PATCH = { "Content-Type": "application/json-patch+json" };
const MERGE = { "Content-Type": "application/merge-patch+json" };
const STRATEGIC = { "Content-Type": "application/strategic-merge-patch+json" };
const APPLY = { "Content-Type": "application/apply-patch+yaml" };

describe("a JSON patch", () => {
  test.each([
    ["adds a key", [{ op: "add", path: "/metadata/labels/y", value: "2" }], { labels: { x: "1", y: "2" } }],
    [
      "removes a key",
      [
        { op: "add", path: "/metadata/labels/y", value: "2" },
        { op: "remove", path: "/metadata/labels/x" },
      ],
      { labels: { y: "2" } },
    ],
    ["moves a key", [{ op: "move", from: "/metadata/labels/x", path: "/metadata/labels/z" }], { labels: { z: "1" } }],
    [
      "appends to a list",
      [{ op: "add", path: "/metadata/finalizers/-", value: "e.io/g" }],
      { finalizers: ["e.io/f", "e.io/g"] },
    ],
    [
      "inserts into a list",
      [{ op: "add", path: "/metadata/finalizers/0", value: "e.io/g" }],
      { finalizers: ["e.io/g", "e.io/f"] },
    ],
    [
      "counts from the end",
      [{ op: "replace", path: "/metadata/finalizers/-1", value: "e.io/g" }],
      { finalizers: ["e.io/g"] },
    ],
    [
      "escapes its steps",
      [{ op: "add", path: "/metadata/labels/e.io~1k", value: "v" }],
      { labels: { x: "1", "e.io/k": "v" } },
    ],
  ])("%s", async (_name, patch, metadata) => {
    const { code, body } = await session.send("PATCH", `${JOBS}/a`, patch, JSON_PATCH);
    expect(code).toBe(200);
    for (const [field, value] of Object.entries(metadata)) expect(at(body, `metadata.${field}`)).toEqual(value);
  });

  test.each([
    ["removes what is not there", [{ op: "remove", path: "/metadata/labels/no" }], 422],
    ["goes through what is not there", [{ op: "add", path: "/spec/no/no", value: 1 }], 422],
    ["leaves the list", [{ op: "replace", path: "/metadata/finalizers/7", value: "x" }], 422],
    ["has an unknown operation", [{ op: "swap", path: "/spec" }], 422],
    ["fails its test", [{ op: "test", path: "/metadata/labels/x", value: "2" }], 422],
    ["is no list", { op: "add" }, 400],
    ["makes a value of a wrong type", [{ op: "replace", path: "/spec/parallelism", value: "many" }], 422],
  ])("is refused if it %s", async (_name, patch, code) => {
    expect((await session.send("PATCH", `${JOBS}/a`, patch, JSON_PATCH)).code).toBe(code);
  });
});

describe("a strategic merge patch", () => {
  test("is named in the error if it makes a value of a wrong type", async () => {
    const { code, body } = await session.send("PATCH", `${JOBS}/a`, { spec: { parallelism: "many" } }, STRATEGIC);
    expect(code).toBe(422);
    expect(at(body, "message")).toContain('patch: Invalid value: "map[spec:map[parallelism:many]]"');
  });

  test("removes single finalizers", async () => {
    const patch = { metadata: { "$deleteFromPrimitiveList/finalizers": ["e.io/f"] } };
    const { body } = await session.send("PATCH", `${JOBS}/a`, patch, STRATEGIC);
    expect(at(body, "metadata.finalizers")).toBeUndefined();
  });
});

describe("an apply", () => {
  const apply = (manager: string, config: object, query = "") =>
    session.send("PATCH", `${JOBS}/b?fieldManager=${manager}${query}`, config, APPLY);

  test("records who set what, and removes fields that its manager no longer applies", async () => {
    await apply("me", manifest("b", { completions: 3, parallelism: 2 }, { labels: { a: "1", b: "2" } }));
    const { body } = await apply("me", manifest("b", { completions: 3 }, { labels: { a: "1" } }));
    expect(at(body, "metadata.labels")).toEqual({ a: "1" });
    expect(at(body, "spec.parallelism")).toBe(1);
    const [entry] = Object.values(Object(at(body, "metadata.managedFields")));
    expect(entry).toMatchObject({ manager: "me", operation: "Apply", apiVersion: "batch/v1" });
    expect(at(entry, "fieldsV1.f:metadata.f:labels")).toEqual({ ".": {}, "f:a": {} });
  });

  test("keeps the fields of other managers", async () => {
    await apply("me", manifest("b", { parallelism: 2 }));
    const { body: shared } = await apply("you", manifest("b", { parallelism: 2 }));
    const managers = Object.values(Object(at(shared, "metadata.managedFields"))).map((entry) => at(entry, "manager"));
    expect(managers).toEqual(expect.arrayContaining(["me", "you"]));
    const { body } = await apply("me", manifest("b"));
    expect(at(body, "spec.parallelism")).toBe(2);
  });

  test("lists all conflicts, including those with managers that do not apply", async () => {
    await apply("me", manifest("b", { parallelism: 2 }));
    await session.send("PATCH", `${JOBS}/b?fieldManager=editor`, { spec: { backoffLimit: 1 } }, MERGE);
    const { code, body } = await apply("you", manifest("b", { parallelism: 3, backoffLimit: 3 }));
    expect(code).toBe(409);
    expect(at(body, "message")).toMatch(
      /^Apply failed with 2 conflicts: conflicts with "editor" using batch\/v1 at \S+:\n- .spec.backoffLimit\nconflicts with "me":\n- .spec.parallelism$/,
    );
  });

  test("refuses unknown fields", async () => {
    const { code, body } = await apply("me", manifest("b", { paralelism: 2 }));
    expect(code).toBe(500);
    expect(at(body, "message")).toContain(".spec.paralelism: field not declared in schema");
  });
});

describe("a dry run", () => {
  test("answers as usual, and stores nothing", async () => {
    const created = await session.send("POST", `${JOBS}?dryRun=All`, manifest("b"));
    expect(created.code).toBe(201);
    expect(at(created.body, "metadata.labels.job-name")).toBe("b");
    const changed = await session.send("PATCH", `${JOBS}/a?dryRun=All`, { spec: { parallelism: 7 } }, MERGE);
    expect(at(changed.body, "spec.parallelism")).toBe(7);
    expect((await session.send("GET", `${JOBS}/b`)).code).toBe(404);
    expect(at((await session.send("GET", `${JOBS}/a`)).body, "spec.parallelism")).toBe(1);
  });
});

describe("a delete", () => {
  test.each([
    ["the UID", { preconditions: { uid: "other" } }],
    ["the resource version", { preconditions: { resourceVersion: "1234" } }],
  ])("is refused if %s is not the expected one", async (_name, options) => {
    expect((await session.send("DELETE", `${JOBS}/a`, options)).code).toBe(409);
  });

  test("waits for finalizers of others", async () => {
    const { code, body } = await session.send("DELETE", `${JOBS}/a?propagationPolicy=Background`);
    expect(code).toBe(200);
    expect(body).toMatchObject({ kind: "Job", metadata: { finalizers: ["e.io/f"], generation: 2 } });
    await session.send("PATCH", `${JOBS}/a`, { metadata: { finalizers: null } }, MERGE);
    expect((await session.send("GET", `${JOBS}/a`)).code).toBe(404);
  });

  test("warns that pods stay if it has no propagation policy", async () => {
    const { headers } = await session.send("DELETE", `${JOBS}/a`);
    expect(headers.get("warning")).toContain("child pods are preserved by default");
  });
});

describe("a field of the pod template that came with a later release", () => {
  const template = {
    spec: {
      restartPolicy: "Never",
      schedulingGates: [{ name: "example.com/gate" }],
      initContainers: [{ name: "proxy", image: "proxy", restartPolicy: "Always" }],
      containers: [{ name: "main", image: "worker" }],
    },
  };
  const SIDECAR = 'unknown field "spec.template.spec.initContainers[0].restartPolicy"';
  const GATES = 'unknown field "spec.template.spec.schedulingGates"';

  test.each([
    ["1.25", [GATES, SIDECAR]],
    ["1.27", [SIDECAR]],
  ] as const)("is pruned with a warning in %s, and refused under strict validation", async (kubernetes, unknown) => {
    const older = await startTestSession({ kubernetes });
    try {
      const { code, body, headers } = await older.send("POST", JOBS, manifest("b", { template }));
      expect(code).toBe(201);
      for (const text of unknown) expect(headers.get("warning")).toContain(text.replaceAll('"', '\\"'));
      const gates = at(body, "spec.template.spec.schedulingGates");
      expect(gates === undefined).toBe(unknown.some((text) => text === GATES));
      expect(at(body, "spec.template.spec.initContainers.0.restartPolicy")).toBeUndefined();
      const strict = await older.send("POST", `${JOBS}?fieldValidation=Strict`, manifest("c", { template }));
      expect(strict.code).toBe(400);
      expect(at(strict.body, "message")).toContain(`strict decoding error: ${unknown.join(", ")}`);
    } finally {
      await older.close();
    }
  });

  test("is kept in the newest", async () => {
    const { code, body } = await session.send("POST", `${JOBS}?fieldValidation=Strict`, manifest("b", { template }));
    expect([code, at(body, "spec.template.spec")]).toEqual([
      201,
      expect.objectContaining({ schedulingGates: template.spec.schedulingGates }),
    ]);
  });
});
