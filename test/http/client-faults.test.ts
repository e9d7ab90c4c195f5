/** Faults between clients and a server, from a scenario or a client. */

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/load.ts";
import { at, items, JOBS, manifest, startTestSession, type TestSession } from "./session.ts";

const FAULTS = "/jobsim/v1/faults";

let session: TestSession;
beforeEach(async () => {
  session = await startTestSession();
});
afterEach(() => session.close());

function disturb(...faults: readonly object[]) {
  return session.send("POST", FAULTS, { faults });
}

async function isThere(name: string): Promise<boolean> {
  return (await session.send("GET", `${JOBS}/${name}`)).code === 200;
}

describe("a fault", () => {
  test.each([
    [409, "Conflict"],
    [429, "TooManyRequests"],
    [500, "InternalError"],
    [504, "Timeout"],
  ])("with error %i refuses matching requests, as often as it says, without effect", async (error, reason) => {
    await disturb({ verb: "create", resource: "jobs", error, count: 1 });
    const refused = await session.send("POST", JOBS, manifest("a"));
    expect([refused.code, at(refused.body, "reason")]).toEqual([error, reason]);
    expect(await isThere("a")).toBe(false);
    expect((await session.send("POST", JOBS, manifest("a"))).code).toBe(201);
  });

  test("with 429 has a Retry-After header", async () => {
    await disturb({ error: 429, retryAfter: 7 });
    const { headers, body } = await session.send("GET", JOBS);
    expect([headers.get("retry-after"), at(body, "details.retryAfterSeconds")]).toEqual(["7", 7]);
  });

  test("affects only the clients and verbs that it names", async () => {
    await disturb({ userAgent: "my-operator/*", verb: ["get", "list"], error: 500 });
    const mine = { "User-Agent": "my-operator/v1.2" };
    expect((await session.send("GET", JOBS, undefined, mine)).code).toBe(500);
    expect((await session.send("GET", JOBS)).code).toBe(200);
    expect((await session.send("POST", JOBS, manifest("a"), mine)).code).toBe(201);
  });

  test("that loses the answer lets the request take effect", async () => {
    await disturb({ verb: "create", lost: true });
    expect((await session.send("POST", JOBS, manifest("a"))).code).toBe(504);
    expect(await isThere("a")).toBe(true);
  });

  test("with a probability affects some requests only", async () => {
    await disturb({ verb: "list", error: 500, chance: 0.5 });
    const codes = new Set<number>();
    for (let i = 0; i < 40; i++) codes.add((await session.send("GET", JOBS)).code);
    expect([...codes].sort()).toEqual([200, 500]);
  });

  test("that repeats sends each event of a watch twice", async () => {
    await disturb({ verb: "watch", repeat: true });
    await session.send("POST", JOBS, manifest("a"));
    const text = await (await fetch(`${session.url}${JOBS}?watch=true&timeoutSeconds=1`)).text();
    expect(text.match(/"type":"ADDED"/g)?.length).toBe(2);
  });

  test("that breaks a watch ends it", async () => {
    await disturb({ verb: "watch", break: "100ms" });
    const watch = await fetch(`${session.url}${JOBS}?watch=true`);
    expect(await watch.text()).toBe("");
  });

  test("that stalls a watch delays its events", async () => {
    await disturb({ verb: "watch", stall: "300ms" });
    await session.send("POST", JOBS, manifest("a"));
    const watch = await fetch(`${session.url}${JOBS}?watch=true&timeoutSeconds=1`);
    const reader = watch.body?.getReader();
    const early = await Promise.race([reader?.read(), new Promise((resolve) => setTimeout(resolve, 50, "nothing"))]);
    expect(early).toBe("nothing");
    await reader?.cancel();
  });

  test("that makes a cache stale answers reads that allow one from the past, and no others", async () => {
    await session.send("POST", JOBS, manifest("old", { suspend: true }));
    await session.advance("1m");
    await session.send("POST", JOBS, manifest("new", { suspend: true }));
    await disturb({ verb: ["get", "list"], resource: "jobs", stale: "30s" });
    const names = async (query: string) =>
      items((await session.send("GET", `${JOBS}${query}`)).body).map((job) => at(job, "metadata.name"));
    expect([await names("?resourceVersion=0"), await names("")]).toEqual([["old"], ["new", "old"]]);
    expect((await session.send("GET", `${JOBS}/new?resourceVersion=0`)).code).toBe(404);
    expect((await session.send("GET", `${JOBS}/new`)).code).toBe(200);
    await session.advance("30s");
    expect(await names("?resourceVersion=0")).toEqual(["new", "old"]);
  });

  test("that makes a cache stale lets a watch begin in the past, and show each change later", async () => {
    await session.send("POST", JOBS, manifest("a", { suspend: true }));
    await session.advance("1m");
    await session.send("DELETE", `${JOBS}/a?propagationPolicy=Background`);
    await disturb({ verb: "watch", stale: "30s" });
    const watch = await fetch(`${session.url}${JOBS}?watch=true&resourceVersion=0`);
    const reader = watch.body?.getReader();
    const next = async () => Buffer.from((await reader?.read())?.value ?? []).toString();
    expect(await next()).toContain('{"type":"ADDED"');
    await session.advance("29s");
    const later = next();
    expect(await Promise.race([later, new Promise((resolve) => setTimeout(resolve, 50, "nothing"))])).toBe("nothing");
    await session.advance("2s");
    expect(await later).toContain('{"type":"DELETED"');
    await reader?.cancel();
  });

  test("is saved with the session, and refused by the field where it makes no sense", async () => {
    const fault = { verb: "update", error: 409, chance: 0.1 };
    await disturb(fault);
    await session.send("POST", JOBS, manifest("a"));
    const { plan } = loadScenario({ text: session.scenario(), file: "saved.yaml", readFile: () => "" });
    expect(plan.clientFaults).toEqual([
      { match: { verbs: ["update"] }, trouble: { kind: "error", code: 409 }, chance: 0.1 },
    ]);
    const wrong = await disturb({ error: 409, lost: true }, { error: 418 });
    expect([wrong.code, at(wrong.body, "message")]).toEqual([400, expect.stringContaining("clientFaults[1].error")]);
  });

  test("of a scenario applies from the beginning, and ends with an empty list", async () => {
    await session.close();
    session = await startTestSession({ clientFaults: [{ match: {}, trouble: { kind: "error", code: 500 } }] });
    expect((await session.send("GET", JOBS)).code).toBe(500);
    await disturb();
    expect((await session.send("GET", JOBS)).code).toBe(200);
  });
});
