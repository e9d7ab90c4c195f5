/** `--go` on the command line. `.ci/build-go` builds the program; without it some of these tests are skipped. */

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { consoleBlocks, firstMissing } from "../docs/console-blocks.ts";
import { jobsim, manifest } from "./helpers.ts";

const KEEPER = "examples/go/keeper/keeper.wasm";
const OWN = ["--go", KEEPER, "--invariants", "examples/go/keeper/check.mjs"];
/** The planted mistake occurs in the run with this seed. */
const SEED = "164";

const folder = mkdtempSync(path.join(tmpdir(), "jobsim-go-"));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** The output of this command in the docs; durations and paths differ. */
function storyOfPage(command: string): string[] {
  const blocks = consoleBlocks(readFileSync("docs/go-controllers.md", "utf8"));
  const shown = blocks.find((block) => block.command[0] === command)?.shown ?? [];
  return shown.filter((line) => !/runs\/s|a second\)|See it again|^the world of/.test(line));
}

test.each<[string, () => string[], RegExp]>([
  ["a program that is not there", () => ["--go", "no.wasm"], /^no\.wasm: cannot be read: /],
  [
    "a file that is no module",
    () => ["--go", "README.md"],
    /^README\.md: is no WebAssembly module: build .* GOOS=js GOARCH=wasm/,
  ],
  [
    "a module that no Go toolchain made",
    () => ["--go", fileOf("empty.wasm", "\0asm\x01\0\0\0"), "--wasm-exec", fileOf("exec.js", "")],
    /empty\.wasm: the module is not a Go program: compile it with GOOS=js GOARCH=wasm/,
  ],
  ["arguments without a program", () => ["--go-arg=-v"], /^--go-arg, --wasm-exec: need a program/],
  [
    "invariants that are none",
    () => ["--invariants", fileOf("none.mjs", "export const invariants = [1];")],
    /must export invariants/,
  ],
  ["invariants that cannot be loaded", () => ["--invariants", fileOf("bad.mjs", "(")], /bad\.mjs: cannot be loaded: /],
])("jobsim check refuses %s", async (_what, flags, message) => {
  const { code, err } = await jobsim(["check", "--runs", "1", ...flags()]);
  expect(err).toMatch(message);
  expect(code).toBe(2);
});

test("jobsim replay requires the program with which a violation was found", async () => {
  const violation = JSON.parse(readFileSync("test/cli/violation.json", "utf8"));
  violation.violation.programs = ["keeper.wasm -v"];
  const { code, err } = await jobsim(["replay", fileOf("violation.json", JSON.stringify(violation))]);
  expect(err).toContain("violation.programs: was found with keeper.wasm -v: give it with --go");
  expect(code).toBe(2);
});

describe.skipIf(!existsSync(KEEPER))("a program in Go", () => {
  test("is checked, and the file of its violation reproduces it", async () => {
    const out = path.join(folder, "found.json");
    const found = await jobsim(["check", "--runs", "1", "--seed", SEED, "--out", out, ...OWN]);
    expect(found.out).toContain("one-second-chance is violated at 3950 ms");
    expect(found.out).toContain(`See it again with: jobsim replay ${out} ${OWN.join(" ")}`);
    expect(found.code).toBe(1);
    expect(firstMissing(storyOfPage("check"), found.out)).toBeUndefined();
    const again = await jobsim(["replay", out, ...OWN]);
    expect(again.out).toContain("one-second-chance at 3950 ms: a Job has 2 second chances");
    expect(again.code).toBe(1);
    const corrected = await jobsim(["replay", out, ...OWN, "--go-arg=-exact-names"]);
    expect(corrected).toMatchObject({ code: 0, out: expect.stringContaining("nothing is violated") });
  });

  test("is run in every schedule of its world, and the file of a violation reproduces it", async () => {
    const out = path.join(folder, "explored.json");
    const found = await jobsim(["explore", "--deviations", "1", "--out", out, ...OWN]);
    expect(firstMissing(storyOfPage("explore"), found.out)).toBeUndefined();
    expect(found.out).toContain(`See it again with: jobsim replay ${out} ${OWN.join(" ")}`);
    expect(found.code).toBe(1);
    const again = await jobsim(["replay", out, ...OWN]);
    expect(again.out).toContain("one-second-chance at 2000 ms: a Job has 2 second chances");
    const without = await jobsim(["replay", out]);
    expect(without.err).toContain(`was found with ${KEEPER}: give it with --go`);
  });

  test("takes part in a run, and its output is in the timeline", async () => {
    const { code, out } = await jobsim(["run", "-", "--exit", "1", "--until", "1m", "--go", KEEPER], {
      stdin: manifest("a", "backoffLimit: 0"),
    });
    expect(code).toBe(0);
    expect(out).toMatch(/program +keeper: .* gave a a second chance/);
  });
});
