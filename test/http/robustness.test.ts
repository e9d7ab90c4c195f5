/** Answers to malformed, oversized and unauthorized requests, and to too many of them. */

import { connect } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { at, items, JOBS, manifest, startTestSession, type TestSession } from "./session.ts";

let session: TestSession;
afterEach(() => session.close());

const PODS = "/api/v1/namespaces/default/pods";

describe("a nonsensical request", () => {
  test.each([
    ["a body above 3 MiB", "POST", JOBS, `{"a":"${"x".repeat(3 * 1024 * 1024)}"}`, {}, 413],
    ["nesting without end", "POST", JOBS, "[".repeat(20_000) + "]".repeat(20_000), {}, 400],
    [
      "a patch nested too deep",
      "PATCH",
      `${JOBS}/a`,
      `${'{"a":'.repeat(12_000)}1${"}".repeat(12_000)}`,
      { "Content-Type": "application/merge-patch+json" },
      400,
    ],
    ["an escape that is none", "GET", "/apis/batch/v1/namespaces/%zz/jobs", undefined, {}, 400],
    ["a path that leads nowhere", "GET", "/apis/batch/v1/namespaces/default/workflows", undefined, {}, 404],
    ["a group that is not there", "GET", "/apis/example.com/v1/things", undefined, {}, 404],
    ["an empty part in the path", "GET", "/apis/batch/v1/namespaces//jobs", undefined, {}, 404],
    ["a label selector that is none", "GET", `${JOBS}?labelSelector=%28%28`, undefined, {}, 400],
    ["a field selector that is none", "GET", `${JOBS}?fieldSelector=metadata.name`, undefined, {}, 400],
    ["a form that nobody writes", "GET", JOBS, undefined, { Accept: "application/cbor" }, 406],
    ["protobuf that ends early", "POST", JOBS, "k8s", { "Content-Type": "application/vnd.kubernetes.protobuf" }, 400],
    ["an unknown method", "PROPFIND", JOBS, undefined, {}, 405],
    ["aliases that explode", "POST", JOBS, bomb(), { "Content-Type": "application/yaml" }, 400],
  ])("is answered, and nothing breaks: %s", async (_name, method, path, body, headers, code) => {
    session = await startTestSession();
    const answer = await session.send(method, path, body, headers);
    expect(answer.code).toBe(code);
    expect((await session.send("GET", "/healthz")).body).toBe("ok");
  });

  test("is answered even if it is not HTTP", async () => {
    session = await startTestSession();
    const { port } = new URL(session.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), "127.0.0.1", () => socket.write("\x16\x03\x01 hello\r\n\r\n"));
      socket.once("data", (data) => resolve(data.toString()));
      socket.once("error", reject);
    });
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
  });
});

/** YAML whose aliases stand for a billion values. */
function bomb(): string {
  const levels = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(",")}]`);
  return ['a0: &a0 ["x"]', ...levels].join("\n");
}

describe("a server that others can reach", () => {
  test("does not start without a token", async () => {
    await expect(startTestSession({ host: "0.0.0.0" })).rejects.toThrow("needs a token");
    session = await startTestSession();
  });

  test("requires its token, except for health checks", async () => {
    session = await startTestSession({ token: "secret" });
    expect((await session.send("GET", JOBS)).body).toMatchObject({ kind: "Status", reason: "Unauthorized", code: 401 });
    expect((await session.send("GET", JOBS, undefined, { Authorization: "Bearer wrong!" })).code).toBe(401);
    expect((await session.send("GET", JOBS, undefined, { Authorization: "Bearer secret" })).code).toBe(200);
    expect((await session.send("GET", "/readyz")).code).toBe(200);
  });
});

describe("lists and watches at earlier versions", () => {
  test("show the past state, page by page", async () => {
    session = await startTestSession();
    for (const name of ["a", "b", "c"]) await session.send("POST", JOBS, manifest(name, { suspend: true }));
    const { body: first } = await session.send("GET", `${JOBS}?limit=1`);
    await session.send("DELETE", `${JOBS}/b?propagationPolicy=Background`);
    await session.send("POST", JOBS, manifest("bb", { suspend: true }));
    const names: unknown[] = items(first).map((item) => at(item, "metadata.name"));
    let token = at(first, "metadata.continue");
    while (typeof token === "string") {
      const { body } = await session.send("GET", `${JOBS}?limit=1&continue=${token}`);
      names.push(...items(body).map((item) => at(item, "metadata.name")));
      token = at(body, "metadata.continue");
    }
    expect(names).toEqual(["a", "b", "c"]);
  });

  test.each([
    ["no base64 of JSON", "rubbish"],
    ["another version of tokens", { v: "v2", rv: 1, start: "default/a" }],
    ["a version that does not exist yet", { v: "meta.k8s.io/v1", rv: 1_000_000, start: "default/a" }],
    ["a version that is no number of one", { v: "meta.k8s.io/v1", rv: 1.5, start: "default/a" }],
    ["a place that is no key", { v: "meta.k8s.io/v1", rv: 1, start: "a" }],
  ])("refuse a continue token with %s", async (_what, token) => {
    session = await startTestSession();
    await session.send("POST", JOBS, manifest("a", { suspend: true }));
    const text = typeof token === "string" ? token : Buffer.from(JSON.stringify(token)).toString("base64url");
    const { code, body } = await session.send("GET", `${JOBS}?limit=1&continue=${text}`);
    expect([code, at(body, "reason")]).toEqual([400, "BadRequest"]);
  });

  test("are answered with 410 once the log has dropped the version of a continue token", async () => {
    session = await startTestSession({ keptEntries: 2 });
    for (const name of ["a", "b"]) await session.send("POST", JOBS, manifest(name, { suspend: true }));
    const token = at((await session.send("GET", `${JOBS}?limit=1`)).body, "metadata.continue");
    for (let i = 0; i < 10; i++) await session.send("POST", JOBS, manifest(`c${i}`, { suspend: true }));
    const { code, body } = await session.send("GET", `${JOBS}?limit=1&continue=${String(token)}`);
    expect([code, at(body, "reason")]).toEqual([410, "Expired"]);
  });

  test("refuse a version that does not exist yet", async () => {
    session = await startTestSession();
    const { code, body } = await session.send("GET", `${JOBS}?resourceVersion=99&resourceVersionMatch=NotOlderThan`);
    expect(code).toBe(504);
    expect(at(body, "details.causes.0.reason")).toBe("ResourceVersionTooLarge");
  });
});

describe("pods", () => {
  test("end as a client says, and count for their Job", async () => {
    session = await startTestSession();
    await session.send("POST", JOBS, manifest("a", { backoffLimit: 0 }));
    await session.advance("5s");
    const name = at(items((await session.send("GET", PODS)).body)[0], "metadata.name");
    const ended = await session.send("POST", `/jobsim/v1/pods/default/${String(name)}/outcome`, { exitCode: 42 });
    expect(ended.body).toMatchObject({ status: { phase: "Failed" } });
    expect((await session.send("POST", `/jobsim/v1/pods/default/${String(name)}/outcome`, { exitCode: 1 })).code).toBe(
      409,
    );
    await session.advance("1m");
    const { body } = await session.send("GET", `${JOBS}/a`);
    expect(at(body, "status.failed")).toBe(1);
    expect(at(body, "status.conditions.1.type")).toBe("Failed");
  });

  test("get the condition of an eviction before they are deleted", async () => {
    session = await startTestSession();
    await session.send("POST", JOBS, manifest("a"));
    await session.advance("5s");
    const name = String(at(items((await session.send("GET", PODS)).body)[0], "metadata.name"));
    expect((await session.send("POST", `${PODS}/${name}/eviction`, {})).code).toBe(201);
    const { body } = await session.send("GET", `${PODS}/${name}`);
    expect(JSON.stringify(body)).toContain("EvictionByEvictionAPI");
    expect(at(body, "metadata.deletionTimestamp")).toBeDefined();
  });
});
