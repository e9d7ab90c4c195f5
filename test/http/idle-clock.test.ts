import { expect, test } from "vitest";
import { CRON_JOB } from "../../src/api/kinds/cron-job.ts";
import { SchedulePause } from "../../src/http/live/schedule-pause.ts";
import { EPOCH_MS } from "../../src/simulation/plan.ts";
import { Simulation } from "../../src/simulation/simulation.ts";
import { at, items, JOBS, manifest, startTestSession } from "./session.ts";

test("an idle clock plays a Job of hours while its client only watches", async () => {
  const session = await startTestSession({ speed: "idle", paused: false });
  await session.send("POST", JOBS, manifest("a", { completions: 2 }));
  const response = await fetch(`${session.url}${JOBS}?watch=1&resourceVersion=0`);
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString("utf8");
    if (text.includes('"type":"Complete"')) break;
  }
  const { body } = await session.send("GET", `${JOBS}/a`);
  expect(at(body, "status.succeeded")).toBe(2);
  expect(session.world.state.timeMs).toBeGreaterThan(20_000);
  await session.close();
});

const CRON_JOBS = JOBS.replace("/jobs", "/cronjobs");
const FIVE_MINUTES_MS = 300_000;

async function sessionWithSchedule() {
  const session = await startTestSession({ speed: "idle", paused: false });
  const { spec } = manifest("");
  const cronJob = { metadata: { name: "c" }, spec: { schedule: "*/5 * * * *", jobTemplate: { spec } } };
  await session.send("POST", CRON_JOBS, { apiVersion: "batch/v1", kind: "CronJob", ...cronJob });
  return session;
}

test("an idle clock passes one scheduled time for each request, and stands before the next", async () => {
  const session = await sessionWithSchedule();
  let requests = 1;
  let seen = 0;
  while (seen < 3) {
    seen = items((await session.send("GET", JOBS)).body).length;
    requests++;
    expect(session.world.state.timeMs).toBeLessThan((requests + 1) * FIVE_MINUTES_MS);
  }
  await session.close();
});

test("an idle clock goes from schedule to schedule while a client watches", async () => {
  const session = await sessionWithSchedule();
  const response = await fetch(`${session.url}${JOBS}?watch=1&resourceVersion=0`);
  let created = 0;
  for await (const chunk of response.body ?? []) {
    created += Buffer.from(chunk).toString("utf8").split('"type":"ADDED"').length - 1;
    if (created > 9) break;
  }
  expect(session.world.state.timeMs).toBeGreaterThan(9 * FIVE_MINUTES_MS);
  await session.close();
});

test("an idle clock passes schedules for a Job that somebody created, until it has finished", () => {
  const simulation = new Simulation({ epochMs: EPOCH_MS, seed: "1", actions: [] });
  const { server, loop } = simulation;
  const { spec } = manifest("");
  const pause = new SchedulePause(simulation);
  expect(pause.holds(FIVE_MINUTES_MS)).toBe(false);
  const cronJob = { apiVersion: "batch/v1", kind: "CronJob", metadata: { name: "c", namespace: "default" } };
  const schedule = { schedule: "*/5 * * * *", jobTemplate: { spec } };
  server.objects.of(CRON_JOB).create("default", { ...cronJob, spec: schedule }, { actor: "user" });
  loop.run(0);
  expect(pause.holds(FIVE_MINUTES_MS - 1)).toBe(false);
  expect(pause.holds(FIVE_MINUTES_MS)).toBe(true);
  pause.asked();
  expect([pause.holds(FIVE_MINUTES_MS), pause.holds(FIVE_MINUTES_MS)]).toEqual([false, true]);
  pause.watched(1);
  expect(pause.holds(FIVE_MINUTES_MS)).toBe(false);
  pause.watched(-1);
  server.jobs.create({ ...manifest("a"), metadata: { name: "a", namespace: "default" } }, "user");
  expect(pause.holds(FIVE_MINUTES_MS)).toBe(false);
  loop.run(FIVE_MINUTES_MS - 1);
  expect(pause.holds(FIVE_MINUTES_MS)).toBe(true);
});
