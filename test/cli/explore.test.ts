/** `jobsim explore`: coverage, violations, and resuming a long search. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { INVARIANTS } from "../../src/testing/invariants/index.ts";
import { jobsim } from "./helpers.ts";

const folder = mkdtempSync(join(tmpdir(), "jobsim-explore-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a complete search reports its coverage, and that there is nothing else", async () => {
  const { code, out } = await jobsim(["explore", "--deviations", "1"]);
  expect(code).toBe(0);
  expect(out).toMatch(
    /^1 Indexed Job of 2 pods: schedules with up to 1 deviations of order, delivery, write, start, pod\n/,
  );
  expect(out).toMatch(/\n\d+ schedules \(\d+ now, .*at most \d+ choices in a run\n/);
  expect(out).toMatch(
    /\na defect that Kubernetes has as well, unfenced-writes: .*\n.*\nthis scope was searched completely: there is nothing else\n$/,
  );
});

test("what the schedules armed is told, and which invariants never were", async () => {
  const search = ["explore", "--deviations", "1", "--only", "order,write"];
  const { out } = await jobsim(search);
  const [, armed, of, never] = /\narmed: (\d+) of (\d+) invariants, .*; never: (.*)\n/.exec(out) ?? [];
  expect([Number(of), Number(armed) > 5, Number(armed) < Number(of)]).toEqual([INVARIANTS.length, true, true]);
  expect(never).toMatch(/ and \d+ more \(--verbose\)$/);
  const all = await jobsim([...search, "--verbose"]);
  expect(all.out).not.toContain("--verbose");
  const document: { schedules: number; invariants: { id: string; armedRuns: number; armed: number }[] } = JSON.parse(
    (await jobsim([...search, "-o", "json"])).out,
  );
  const { invariants, schedules } = document;
  expect(invariants.map(({ id }) => id)).toEqual(INVARIANTS.map(({ id }) => id));
  expect(invariants.filter((one) => one.armed > 0)).toHaveLength(Number(armed));
  expect(invariants.find(({ id }) => id === "counted-once")?.armedRuns).toBe(schedules);
  expect(invariants.find(({ id }) => id === "drain-budgets" || id === "index-limit")?.armed).toBe(0);
});

test("threads arm what one thread arms", async () => {
  const search = ["explore", "--deviations", "1", "-o", "json", "--workers"];
  const [one, two] = [await jobsim([...search, "1"]), await jobsim([...search, "2"])];
  expect(JSON.parse(two.out)).toEqual(JSON.parse(one.out));
});

test("a violation is reported, written, and replayed with its controller", async () => {
  const file = join(folder, "violation.json");
  const module = ["--module", "examples/queue/hasty-queue.ts"];
  const { code, out } = await jobsim(["explore", ...module, "--deviations", "1", "--only", "delivery", "--out", file]);
  expect(code).toBe(1);
  expect(out).toMatch(/violated: quota-kept in 1 schedule, the first: at choice \d+ the watch begins to lag\n/);
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ schedule: { held: "1s500ms", choices: [{}] } });
  expect((await jobsim(["replay", file, ...module])).code).toBe(1);
});

test("a search that runs out of time says so, and resumes from its file", async () => {
  const file = join(folder, "state.json");
  let nowMs = 0;
  const wallMs = () => {
    nowMs += 400;
    return nowMs;
  };
  const args = ["explore", "--only", "order", "--deviations", "1", "--state", file];
  const stopped = await jobsim([...args, "--time", "1"], { wallMs });
  expect(stopped.code).toBe(3);
  expect(stopped.out).toMatch(/not complete: [1-9]\d* of \d+ parts are done/);
  const done = await jobsim(args);
  expect(done.code).toBe(0);
  const [, all, now] = /(\d+) schedules \((\d+) now/.exec(done.out) ?? [];
  expect(Number(now)).toBeLessThan(Number(all));
  const other = await jobsim([...args, "--failing", "1"]);
  expect(other).toMatchObject({ code: 2, err: expect.stringContaining("is of another search") });
});

test("shards are numbered from 1, and invalid ones are refused", async () => {
  const { code, out } = await jobsim(["explore", "--only", "order", "--deviations", "1", "--shard", "2/2"]);
  expect([code, out]).toEqual([0, expect.stringContaining("share 2 of 2")]);
  expect((await jobsim(["explore", "--shard", "3/2"])).code).toBe(2);
  expect((await jobsim(["explore", "--only", "luck"])).code).toBe(2);
  const file = join(folder, "text.json");
  writeFileSync(file, "no JSON");
  expect((await jobsim(["explore", "--state", file])).err).toContain("was not written by jobsim explore --state");
});
