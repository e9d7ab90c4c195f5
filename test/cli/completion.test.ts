import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { jobsim } from "./helpers.ts";

async function scriptFor(shell: string): Promise<string> {
  const { code, out, err } = await jobsim(["completion", shell]);
  expect([code, err]).toEqual([0, ""]);
  return out;
}

function has(program: string): boolean {
  try {
    execFileSync(program, ["-c", "exit 0"], { stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
}

/** The suggestions of bash for a command line with an incomplete last word. */
async function offered(...words: readonly string[]): Promise<string[]> {
  const list = words.map((word) => `'${word}'`).join(" ");
  const lines = [
    await scriptFor("bash"),
    `COMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _jobsim; printf '%s\\n' "\${COMPREPLY[@]}"`,
  ];
  return execFileSync("bash", ["--norc", "-c", lines.join("\n")], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line !== "");
}

describe.skipIf(!has("bash"))("bash completes", () => {
  test("commands", async () => {
    expect(await offered("jobsim", "re")).toContain("report");
    expect(await offered("jobsim", "li")).toEqual(["lint"]);
  });

  test("options of a command", async () => {
    expect(await offered("jobsim", "lint", "--f")).toEqual(["--fail-on"]);
  });

  test("choices of an option", async () => {
    expect(await offered("jobsim", "lint", "-o", "")).toEqual(["text", "json", "sarif"]);
    expect(await offered("jobsim", "lint", "--fail-on", "d")).toEqual(["danger"]);
  });

  test("choices of an argument", async () => {
    expect(await offered("jobsim", "completion", "")).toEqual(["bash", "zsh", "fish"]);
  });

  test("files, by suggesting nothing", async () => {
    expect(await offered("jobsim", "run", "job")).toEqual([]);
  });
});

test.each(["zsh", "fish"])("the script for %s names every command and option", async (shell) => {
  const script = await scriptFor(shell);
  for (const word of ["run", "lint", "report", "import", "completion", "fail-on", "exit-status"]) {
    expect(script).toContain(word);
  }
});

test.skipIf(!has("zsh"))("zsh loads its script", async () => {
  execFileSync("zsh", ["-n"], { input: await scriptFor("zsh"), stdio: "pipe" });
});

test.skipIf(!has("fish"))("fish loads its script", async () => {
  execFileSync("fish", ["--no-execute", "-c", await scriptFor("fish")], { stdio: "pipe" });
});

test("another shell is refused, with the supported ones", async () => {
  const { code, err } = await jobsim(["completion", "tcsh"]);
  expect(code).toBe(2);
  expect(err).toContain("Allowed choices are bash, zsh, fish");
});
