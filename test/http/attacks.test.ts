/** Expensive requests: each is answered with little work, and the server continues. */

import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { at, JOBS, manifest, startTestSession, type TestSession } from "./session.ts";

let session: TestSession;
beforeAll(async () => {
  session = await startTestSession();
  await session.send("POST", JOBS, manifest("a", {}, { annotations: { a: "x".repeat(100) } }));
});
afterAll(() => session.close());

const KEYS = 200_000;
const LEVELS = 1_500_000;
const many = Array.from({ length: KEYS }, (_, i) => i);
const doublings = many.slice(0, 25).map((i) => ({
  op: "copy",
  from: "/metadata/annotations",
  path: `/metadata/annotations/z${i}`,
}));
const deep = `${'{"spec":'.repeat(9000)}1${"}".repeat(9000)}`;

interface Attack {
  readonly name: string;
  readonly method: string;
  readonly type: string;
  readonly body: string;
  readonly code: number;
}

const json = (name: string, body: string, code: number): Attack => {
  return { name, method: "POST", type: "application/json", body, code };
};
const patch = (name: string, kind: string, body: string, code: number): Attack => {
  return { name, method: "PATCH", type: `application/${kind}`, body, code };
};

const ATTACKS: readonly Attack[] = [
  json("lists that are never closed", "[".repeat(LEVELS), 400),
  json("lists in lists", "[".repeat(LEVELS) + "]".repeat(LEVELS), 400),
  json("unknown keys", JSON.stringify(Object.fromEntries(many.map((i) => [`k${i}`, 1]))), 413),
  json("one key again and again", `{${many.map(() => '"a":1').join(",")}}`, 413),
  json("strings with brackets, which are no lists", JSON.stringify(manifest("b", { x: "[".repeat(KEYS) })), 201),
  { ...json("YAML with many items", "- 1\n".repeat(KEYS), 413), type: "application/yaml" },
  { ...json("YAML that is nested", "[".repeat(20_000), 400), type: "application/yaml" },
  patch("copies that double", "json-patch+json", JSON.stringify(doublings), 413),
  patch("a merge patch that is nested", "merge-patch+json", deep, 400),
  patch("a strategic merge patch that is nested", "strategic-merge-patch+json", deep, 400),
  patch("a configuration that is nested", "apply-patch+yaml", deep, 400),
];

describe("an expensive request is answered with little work:", () => {
  test.each(ATTACKS)("$name", async ({ method, type, body, code }) => {
    const path = method === "PATCH" ? `${JOBS}/a?fieldManager=me` : JOBS;
    const response = await fetch(session.url + path, { method, body, headers: { "Content-Type": type } });
    const text = await response.text();
    expect({ code: response.status, text }).toMatchObject({ code });
    expect(text.length).toBeLessThan(KEYS * 2);
    expect((await session.send("GET", "/healthz")).body).toBe("ok");
  });
});

describe("a page in a browser", () => {
  const send = (headers: Readonly<Record<string, string>>) =>
    session.send("POST", JOBS, manifest("from-a-page"), headers);

  test("cannot create Jobs without a content type, as forms do", async () => {
    const url = session.url + JOBS;
    const plain = await fetch(url, { method: "POST", body: Buffer.from(JSON.stringify(manifest("p"))) });
    expect(plain.status).toBe(415);
    const text = await fetch(url, { method: "POST", body: JSON.stringify(manifest("p")) });
    expect(text.status).toBe(415);
  });

  test("that uses another name for the server is refused", async () => {
    expect(await codeFor("rebound.example")).toBe(403);
    expect(await codeFor("localhost:8001")).toBe(200);
    expect(await codeFor("kubernetes.default.svc")).toBe(200);
    expect(await codeFor("[::1]:8001")).toBe(200);
  });

  test("from another origin is refused, and one from the server itself is not", async () => {
    const refused = await send({ Origin: "https://example.com" });
    expect(refused.code).toBe(403);
    expect(at(refused.body, "message")).toContain("https://example.com");
    expect((await send({ Origin: session.url })).code).toBe(201);
  });
});

/** The code of the answer to a request with this host name. */
function codeFor(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${session.url}/healthz`, { headers: { Host: host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", reject);
    sent.end();
  });
}
