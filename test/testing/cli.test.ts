/** `jobsim check` and `jobsim replay` as commands. */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command, CommanderError } from "commander";
import { afterAll, expect, test } from "vitest";
import { registerCheck } from "../../src/cli/commands/check.ts";
import { registerReplay } from "../../src/cli/commands/replay.ts";
import type { Environment } from "../../src/cli/environment.ts";

const folder = mkdtempSync(path.join(tmpdir(), "jobsim-check-"));
const out = path.join(folder, "violation.json");

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs one command line; gives its exit code and what it printed. */
async function run(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const printed = { stdout: "", stderr: "" };
  let code = 0;
  let clockMs = 0;
  const output = (name: "stdout" | "stderr") => ({
    isTerminal: false,
    write: (text: string) => {
      printed[name] += text;
    },
  });
  const environment: Environment = {
    stdout: output("stdout"),
    stderr: output("stderr"),
    readStdin: async () => "",
    readFile: (file) => readFileSync(file, "utf8"),
    wallMs: () => ++clockMs,
    nowMs: () => clockMs,
    breathe: async () => {},
    interrupted: new AbortController().signal,
    variables: { noColor: true, debug: false },
  };
  const program = new Command("jobsim").exitOverride().configureOutput({ writeErr: environment.stderr.write });
  const exitWith = (exitCode: number) => {
    code = exitCode;
  };
  registerCheck({ program, environment, exitWith });
  registerReplay({ program, environment, exitWith });
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    code = 2;
  }
  return { code, ...printed };
}

test("a check that finds nothing says how much it checked and exits with 0", async () => {
  const { code, stdout } = await run("check", "--runs", "60", "--workers", "1");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^60 runs, \d+ log entries, .* no violation\n/);
});

test("with --strict it finds what Kubernetes gets wrong, writes a replay file, and replay shows the same", async () => {
  const found = await run("check", "--seed", "21", "--runs", "1", "--workers", "1", "--strict", "--out", out);
  expect([1, 3]).toContain(found.code);
  expect(found.stdout).toContain("Found with seed 21; shrunk to");
  const again = await run("replay", out);
  expect(again.code).toBe(1);
});

test("a wrong name after --only is refused with a hint", async () => {
  const { code, stderr } = await run("check", "--only", "counted-onec");
  expect(code).toBe(2);
  expect(stderr).toContain("did you mean counted-once?");
});

test("a wrong number and a file that is none are refused", async () => {
  expect((await run("check", "--runs", "many")).code).toBe(2);
  expect((await run("replay", path.join(folder, "missing.json"))).code).toBe(2);
});
