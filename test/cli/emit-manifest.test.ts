import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { jobsim, manifest } from "./helpers.ts";

const folder = mkdtempSync(path.join(tmpdir(), "jobsim-manifest-"));
afterAll(() => rmSync(folder, { recursive: true }));

const JOB = path.join(folder, "flaky.yaml");
writeFileSync(JOB, manifest("flaky", "completions: 12", "parallelism: 4", "completionMode: Indexed"));
const SWEEP = ["sweep", JOB, "--exit", "0:85%,1:15%", "--vary", "spec.backoffLimit=1,6", "--seeds", "60"];

describe("the manifest of a sweep", () => {
  /** What each pod prints: its output, and its messages after it. */
  async function logsOf(emitted: string, shards: number): Promise<string[]> {
    const job = parseAllDocuments(emitted).at(-1)?.toJS();
    const [, , command] = job.spec.template.spec.containers[0].command;
    const logs: string[] = [];
    for (let index = 0; index < shards; index++) {
      const line = command
        .replace("exec jobsim ", "")
        .replace("$((JOB_COMPLETION_INDEX + 1))", String(index + 1))
        .replace("/scenario/flaky.yaml", JOB);
      const words = line.match(/'[^']*'|\S+/g).map((word: string) => word.replaceAll("'", ""));
      const { out, err, code } = await jobsim(words);
      expect(code).toBe(0);
      logs.push(`${out}${err}`);
    }
    return logs;
  }

  test("has nothing that lint warns of, and is a Job that jobsim can play", async () => {
    const { code, out } = await jobsim([...SWEEP, "--emit-manifest", "3"]);
    expect(code).toBe(0);
    expect(out).toContain("--vary 'spec.backoffLimit=1|6' --exit 0:85%,1:15% --seeds 60");
    const linted = await jobsim(["lint", "-"], { stdin: out });
    expect(linted).toMatchObject({ code: 0, out: expect.not.stringMatching(/error|danger/) });
    const played = await jobsim(["run", "-", "-q", "--exit-status"], { stdin: out });
    expect(played).toMatchObject({ code: 0, out: expect.stringContaining("sweep-flaky: Complete") });
  });

  test("fails at once if the input is wrong, and goes on after pods that fail otherwise", async () => {
    const { out } = await jobsim([...SWEEP, "--emit-manifest", "3"]);
    const wrong = await jobsim(["run", "-", "-q", "--exit", "2"], { stdin: out });
    expect(wrong.out).toContain("PodFailurePolicy");
    const lost = await jobsim(["run", "-", "-q", "--exit-status", "--exit", "0:80%,1:20%"], { stdin: out });
    expect(lost).toMatchObject({ code: 0, out: expect.stringContaining("sweep-flaky: Complete") });
  });

  test("prints parts whose logs, in any order and one of them twice, are the table", async () => {
    const { out } = await jobsim([...SWEEP, "--emit-manifest", "3"]);
    const [first = "", second = "", third = ""] = await logsOf(out, 3);
    const alone = await jobsim([...SWEEP, "--workers", "1"]);
    // The second pod was lost in the middle of a line, and so was its replacement's log begun there.
    const lost = second.slice(0, second.length / 2);
    const merged = await jobsim(["merge", "-"], { stdin: `${third}${lost}${second}${first}` });
    expect(merged).toMatchObject({ code: 0, out: alone.out });
  });

  test("parts that are missing or begun are named", async () => {
    const { out } = await jobsim([...SWEEP, "--emit-manifest", "5"]);
    const logs = await logsOf(out, 5);
    const begun = logs[1]?.slice(0, logs[1].indexOf("\n") + 1) ?? "";
    const merged = await jobsim(["merge", "-"], { stdin: `${begun}${logs[3]}` });
    expect(merged.code).toBe(2);
    expect(merged.err).toContain("96 runs are missing: parts 1,3,5 of 5 are not here, and part 2 of 5 is not complete");
  });

  test.each(["", "Error from server (NotFound)\n", "{}\n"])("logs without a part are refused: %j", async (stdin) => {
    const merged = await jobsim(["merge", "-"], { stdin });
    expect(merged).toMatchObject({ code: 2, err: expect.stringContaining("holds no runs of a sweep") });
  });

  test("a log that is printed cannot be resumed", async () => {
    const { code, err } = await jobsim([...SWEEP, "--save", "-", "--resume"]);
    expect({ code, err }).toEqual({ code: 2, err: "--resume: needs --save with a file\n" });
  });
});

describe("the manifest of a check", () => {
  test("gives each pod seeds of its own, and fails with the first violation", async () => {
    const { code, out } = await jobsim(["check", "--runs", "10", "--seed", "7", "--twice", "--emit-manifest", "4"]);
    expect(code).toBe(0);
    expect(out).toContain("--runs 3 --seed $((7 + JOB_COMPLETION_INDEX * 3)) --twice");
    expect((await jobsim(["lint", "-"], { stdin: out })).code).toBe(0);
    const found = await jobsim(["run", "-", "-q", "--exit", "1"], { stdin: out });
    expect(found.out).toContain("PodFailurePolicy");
    const nothing = await jobsim(["run", "-", "-q", "--exit-status"], { stdin: out });
    expect(nothing.code).toBe(0);
  });

  test("is refused for controllers in files", async () => {
    const { code, err } = await jobsim(["check", "--exec", "./controller", "--emit-manifest", "4"]);
    expect(code).toBe(2);
    expect(err).toContain("--exec: ./controller is a file of this machine");
  });
});

describe("the manifest of a search", () => {
  test("gives each pod a share; one that is not complete is not tried again", async () => {
    const { code, out } = await jobsim(["explore", "--pods", "3", "--time", "60", "--emit-manifest", "4"]);
    expect(code).toBe(0);
    expect(out).toContain("--pods 3 --failing 0 --deviations 2 --time 60 --shard $((JOB_COMPLETION_INDEX + 1))/4");
    expect((await jobsim(["lint", "-"], { stdin: out })).code).toBe(0);
    const slow = await jobsim(["run", "-", "--exit", "3"], { stdin: out });
    expect(slow.out).toContain("failedIndexes: 0-3");
    expect(slow.out).toContain("pods created   4\n");
  });
});
