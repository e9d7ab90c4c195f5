/** A cluster that is reset between tests. */

import { afterEach, beforeEach, expect, test } from "vitest";
import { type Session, startSession } from "../../src/http/live/session.ts";
import { digestOf } from "../../src/simulation/digest.ts";
import { EPOCH_MS } from "../../src/simulation/plan.ts";
import { at, items, JOBS, manifest } from "./session.ts";

let session: Session;
beforeEach(async () => {
  const plan = { epochMs: EPOCH_MS, seed: "1", actions: [] };
  const wallMs = () => 0;
  session = await startSession(plan, { host: "127.0.0.1", port: 0, speed: 1, paused: true, wallMs });
});
afterEach(() => session.close());

async function send(method: string, path: string, body?: unknown) {
  const headers = { "Content-Type": "application/json" };
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(session.url + path, { method, headers, ...text });
  return { code: response.status, body: (await response.json()) as unknown };
}

async function jobNames(): Promise<unknown[]> {
  return items((await send("GET", JOBS)).body).map((job) => at(job, "metadata.name"));
}

async function advance(time: string) {
  await send("POST", "/jobsim/v1/clock", { advance: time });
}

test("a reset removes all effects of actions, and the same actions give the same result", async () => {
  const play = async () => {
    await send("POST", JOBS, manifest("a", { completions: 2 }));
    await advance("30s");
    return digestOf(session.world.simulation.log.entries);
  };
  const first = await play();
  expect((await send("POST", "/jobsim/v1/reset")).code).toBe(200);
  expect(await jobNames()).toEqual([]);
  expect(await play()).toBe(first);
});

test("a snapshot is restored with its time, its rules and its objects", async () => {
  await send("POST", "/jobsim/v1/behaviours", { rules: [{ match: { jobName: "a" }, run: "1h" }] });
  await send("POST", JOBS, manifest("a"));
  await advance("10s");
  await send("POST", "/jobsim/v1/snapshots/begun");
  const before = (await send("GET", `${JOBS}/a`)).body;
  await send("DELETE", `${JOBS}/a?propagationPolicy=Background`);
  await send("POST", JOBS, manifest("b"));
  await advance("1h");
  expect((await send("POST", "/jobsim/v1/snapshots/begun/restore")).code).toBe(200);
  expect((await send("GET", `${JOBS}/a`)).body).toMatchObject(
    Object({ spec: at(before, "spec"), status: at(before, "status") }),
  );
  expect(at((await send("GET", `${JOBS}/a`)).body, "metadata.resourceVersion")).toBe(
    at(before, "metadata.resourceVersion"),
  );
  expect(await jobNames()).toEqual(["a"]);
  await advance("1h");
  expect(at((await send("GET", `${JOBS}/a`)).body, "status.succeeded")).toBe(1);
});

test("open watches end with their cluster", async () => {
  const watch = await fetch(`${session.url}${JOBS}?watch=true`);
  const ended = watch.text();
  await send("POST", "/jobsim/v1/reset");
  expect(await ended).toBe("");
});

test("an unknown snapshot is not found", async () => {
  expect((await send("POST", "/jobsim/v1/snapshots/none/restore")).code).toBe(404);
});
