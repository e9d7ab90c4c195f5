/** A loop in a controller that never ends: the command says where, and ends as with a run that never comes to rest. */

import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

const MODULE = ["--module", "test/cli/fixtures/endless-module.ts", "--patience", "1"];
const LONGEST_MS = 120_000;

function jobsim(...args: readonly string[]) {
  const command = ["--import", "tsx", "src/cli/main.ts", ...args, ...MODULE];
  const { status, stderr } = spawnSync(process.execPath, command, { encoding: "utf8", timeout: LONGEST_MS });
  return { status, stderr };
}

test(
  "in the main thread, the place is shown",
  () => {
    const { status, stderr } = jobsim("check", "--runs", "5", "--seed", "7", "--workers", "1");
    expect(status).toBe(3);
    expect(stderr).toMatch(/^\n?seed 7: nothing has happened for 1 s of real time\. /);
    expect(stderr).toMatch(/^ {2}at computeForever \(.*endless-module\.ts:6:\d+\)$/m);
    expect(stderr).toMatch(/--patience takes more seconds, or 0 for any number of them\.\n$/);
  },
  LONGEST_MS,
);

test(
  "in another thread, the command that shows the place",
  () => {
    const { status, stderr } = jobsim("check", "--runs", "2", "--seed", "7", "--workers", "2");
    expect(status).toBe(3);
    expect(stderr).toMatch(/seed [78]: nothing has happened .*\n.*\nThe same with --seed [78] --runs 1 shows where\./);
  },
  LONGEST_MS,
);

test(
  "in a search, the part is named",
  () => {
    const { status, stderr } = jobsim("explore", "--workers", "1");
    expect(status).toBe(3);
    expect(stderr).toContain("the usual schedule: nothing has happened for 1 s");
    expect(stderr).not.toContain("debugger");
  },
  LONGEST_MS,
);
