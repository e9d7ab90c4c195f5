/** `jobsim check --exec`: a Node program as the controller, in a separate process. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { jobsim } from "./helpers.ts";

const PROGRAM = "node test/cli/exec/keeper.mjs";
const OWN = ["--invariants", "test/cli/exec/world.mjs"];
/** In the run with this seed, the answer to the first write is lost, and nothing else happens. */
const LOST = ["--runs", "1", "--seed", "35"];

const folder = mkdtempSync(path.join(tmpdir(), "jobsim-exec-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a program that mishandles a lost answer is caught, and the file shows it without the program", async () => {
  const out = path.join(folder, "found.json");
  const found = await jobsim(["check", "--exec", PROGRAM, ...OWN, ...LOST, "--out", out]);
  expect(found.out).toContain("a Job has 2 second chances");
  expect(found.out).toContain("not from the seed: the program's clock");
  expect(found.out).toContain(`See it again, without the program, with: jobsim replay ${out} ${OWN.join(" ")}`);
  expect(found.code).toBe(1);
  const again = await jobsim(["replay", out, ...OWN]);
  expect(again.out).toContain("one-second-chance at ");
  expect(again.code).toBe(1);
});

test("the corrected program is not", async () => {
  const flags = ["check", "--exec", `${PROGRAM} --exact-names`, ...OWN, ...LOST];
  expect(await jobsim(flags)).toMatchObject({ code: 0, out: expect.stringContaining("no violation") });
});

test("a program that exits is a violation, with its output", async () => {
  const command = `node -e 'console.error("no such flag"); process.exit(3)'`;
  const flags = ["check", "--exec", command, "--runs", "1", "--out", path.join(folder, "exited.json")];
  const { code, out } = await jobsim(flags);
  expect(out).toContain("exits with code 3\nno such flag");
  expect(code).toBe(1);
});

test.each<readonly [string, readonly string[]]>([
  ["Go programs", ["--go", "keeper.wasm"]],
  ["a module", ["--module", "queue.mjs"]],
  ["--twice", ["--twice"]],
])("an external program cannot be combined with %s", async (_what, flags) => {
  const { code, err } = await jobsim(["check", "--exec", PROGRAM, ...flags]);
  expect(err).toContain("--exec: cannot be combined with");
  expect(code).toBe(2);
});
