/** `--module` of `jobsim check` and `replay`: your own controllers. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { jobsim } from "./helpers.ts";

const folder = mkdtempSync(join(tmpdir(), "jobsim-module-"));
afterAll(() => rmSync(folder, { recursive: true }));

const HASTY = "examples/queue/hasty-queue.ts";
const CORRECT = "examples/queue/queue.ts";

const PATIENCE_MS = 60_000;

describe("a queue with a planted bug", () => {
  const file = join(folder, "violation.json");
  let found: { readonly code: number; readonly out: string };
  beforeAll(async () => {
    found = await jobsim(["check", "--module", HASTY, "--runs", "200", "--workers", "1", "--out", file]);
  }, PATIENCE_MS);

  test("is found by the command, in its own world", () => {
    expect(found.code).toBe(1);
    expect(found.out).toContain("quota-kept is violated");
    expect(found.out).toContain(`See it again with: jobsim replay ${file} --module ${HASTY}`);
  });

  test("is replayed by the command that the check prints", async () => {
    const { code, out } = await jobsim(["replay", file, "--module", HASTY]);
    expect(code).toBe(1);
    expect(out).toMatch(/quota-kept at \d+ ms: \d+ pods admitted, quota 4/);
  });

  test("has a page", async () => {
    const page = join(folder, "violation.html");
    const { code } = await jobsim(["replay", file, "--module", HASTY, "--html", page]);
    expect(code).toBe(1);
    expect(readFileSync(page, "utf8")).toContain("pods admitted, quota 4");
  });

  test("is no longer a violation of the fixed queue", async () => {
    const { code, out } = await jobsim(["replay", file, "--module", CORRECT]);
    expect([code, out]).toEqual([0, "nothing is violated; the file was written for quota-kept\n"]);
  });

  test("is not played without its controller, which would be a different run", async () => {
    const alone = await jobsim(["replay", file]);
    expect(alone).toMatchObject({ code: 2, out: "" });
    expect(alone.err).toContain("violation.controllers: was found with queue");
    expect(alone.err).toContain("--module");
    const tested = await jobsim(["test", file]);
    expect(tested.code).toBe(2);
    expect(tested.out).toContain("violation.controllers: was found with queue");
  });
});

test(
  "a controller that its own writes wake ends as a run that never comes to rest, which a replay verifies",
  async () => {
    const file = join(folder, "restless.json");
    const module = ["--module", "test/testing/fixtures/restless-module.ts"];
    const found = await jobsim(["check", ...module, "--runs", "3", "--workers", "1", "--out", file]);
    expect(found.code).toBe(3);
    expect(found.out).toContain("comes-to-rest is violated at 1000 ms:");
    expect(found.out).toContain("It must hold: What controllers do comes to an end, in each instant and over a run.");
    expect(found.out).toMatch(/\+1\.000s {2}repeats {4}from here on, [\d,]+ times in this one instant:\n/);
    const replayed = await jobsim(["replay", file, ...module]);
    expect(replayed.code).toBe(1);
    expect(replayed.out).toContain("comes-to-rest at 1000 ms: flipper reconciles a more than 10,000 times");
    const explored = await jobsim(["explore", ...module, "--deviations", "1", "--out", file]);
    expect(explored.code).toBe(1);
    expect(explored.out).toContain("no deviations were tried from schedules that never come to rest");
  },
  PATIENCE_MS,
);

test("--only accepts names of the module's invariants, and of faults", async () => {
  const check = ["check", "--module", CORRECT, "--runs", "5", "--workers", "1", "--only"];
  expect((await jobsim([...check, "quota-kept,lag"])).code).toBe(0);
  const { code, err } = await jobsim([...check, "resize"]);
  expect(code).toBe(2);
  expect(err).toContain('there is no invariant or feature "resize"');
});

test.each([
  ["nothing.mjs", undefined, "cannot be loaded"],
  ["empty.mjs", "export const invariants = [];", "must export controllers"],
  ["nameless.mjs", "export const controllers = [{ start() {} }];", "must export controllers"],
  ["oracle.mjs", "export const controllers = [() => {}]; export const invariants = [{}];", "invariants must be a list"],
  ["world.mjs", "export const controllers = [() => {}]; export const workload = 3;", "workload must be a function"],
  ["small.mjs", "export const controllers = [() => {}]; export const world = {};", "world must be a plan with actions"],
  [
    "pods.mjs",
    "export const controllers = [() => {}]; export const world = { actions: [], pods: 'none' };",
    'world.pods: must be a map of default, rules, not the text "none"',
  ],
])("an invalid module is refused: %s", async (name, text, message) => {
  const file = join(folder, name);
  if (text !== undefined) writeFileSync(file, text);
  const { code, err } = await jobsim(["check", "--module", file, "--runs", "1", "--workers", "1"]);
  expect(code).toBe(2);
  expect(err).toContain(`${file}: ${message}`);
});

test("a module cannot be combined with other inputs", async () => {
  const { code, err } = await jobsim(["check", "--module", CORRECT, "--invariants", "mine.mjs"]);
  expect([code, err]).toEqual([2, expect.stringContaining("--module: stands alone")]);
});

test("a workload that throws is told with its place, and without a file that would show nothing", async () => {
  const file = join(folder, "thrower.mjs");
  writeFileSync(file, "export const controllers = [() => {}]; export const workload = (draw) => draw.nothing();");
  const out = join(folder, "thrower.json");
  const { code, out: text } = await jobsim(["check", "--module", file, "--workers", "1", "--out", out]);
  expect(code).toBe(70);
  expect(text).toMatch(/the workload, with seed 1, ends with an exception: TypeError: .*\n {2}at .*thrower\.mjs/);
  expect(() => readFileSync(out)).toThrow();
});

test("a workload that gives what is no plan is refused, with each place and what would be right there", async () => {
  const file = join(folder, "misspelt.mjs");
  const pods = "{ default: { run: '30s' }, rules: [{ match: {}, traits: { runn: 1, exit: 1 } }] }";
  writeFileSync(
    file,
    `export const controllers = [() => {}]; export const workload = () => ({ actions: [], pods: ${pods} });`,
  );
  const out = join(folder, "misspelt.json");
  for (const workers of ["1", "2"]) {
    const found = await jobsim(["check", "--module", file, "--runs", "2", "--workers", workers, "--out", out]);
    expect([found.code, found.err]).toEqual([2, ""]);
    expect(found.out.replace("seed 2", "seed 1")).toContain(
      [
        "the workload, with seed 1, gives a plan that cannot be played:",
        '  pods.default.run: must be a distribution of milliseconds such as fixed(30_000) or "forever", not the text "30s"',
        '  pods.rules[0].traits.runn: unknown key; did you mean "run"?',
        "  pods.rules[0].traits.exit: must be a choice of exit codes such as always(1), not 1",
        "",
      ].join("\n"),
    );
  }
  expect(() => readFileSync(out)).toThrow();
});

test("explore says that it searches a world of Jobs if the module has none", async () => {
  const file = join(folder, "worldless.mjs");
  writeFileSync(file, "export const controllers = [() => ({ stop() {} })];");
  const { out } = await jobsim(["explore", "--module", file, "--deviations", "0"]);
  expect(out).toContain(`1 Indexed Job of 2 pods (${file} exports no world)`);
});
