import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { jobsim, manifest } from "./helpers.ts";

const folder = mkdtempSync(path.join(tmpdir(), "jobsim-sweep-"));
afterAll(() => rmSync(folder, { recursive: true }));
const inFolder = (name: string) => path.join(folder, name);

const JOB = inFolder("flaky.yaml");
writeFileSync(JOB, manifest("flaky", "completions: 12", "parallelism: 4", "completionMode: Indexed"));
const SWEEP = ["sweep", JOB, "--exit", "0:85%,1:15%", "--vary", "spec.backoffLimit=1,6", "--seeds", "60"];

describe("a sweep gives the same bytes", () => {
  test("with one worker, two and three, and joined from four shards", { timeout: 120_000 }, async () => {
    const alone = await jobsim([...SWEEP, "--workers", "1"]);
    expect(alone).toMatchObject({ code: 0, err: "" });
    expect(alone.out).toContain("60 ");
    for (const workers of ["2", "3"]) expect((await jobsim([...SWEEP, "--workers", workers])).out).toBe(alone.out);
    const parts = ["1", "2", "3", "4"].map((i) => inFolder(`part-${i}.jsonl`));
    for (const [i, part] of parts.entries()) {
      const ended = await jobsim([...SWEEP, "--workers", "1", "--shard", `${i + 1}/4`, "--save", part]);
      expect(ended).toMatchObject({ code: 0, out: "" });
    }
    expect((await jobsim(["merge", ...parts])).out).toBe(alone.out);
    const three = await jobsim(["merge", ...parts.slice(1)]);
    expect(three.code).toBe(2);
    expect(three.err).toContain("30 runs are missing: part 1 of 4 is not here; add --partial");
  });

  test("after an interrupt and --resume", async () => {
    const file = inFolder("runs.jsonl");
    const whole = await jobsim([...SWEEP, "--workers", "1"]);
    const controller = new AbortController();
    let breaths = 0;
    // The interrupt comes between two chunks.
    const stopped = await jobsim([...SWEEP, "--workers", "1", "--save", file], {
      interrupted: controller.signal,
      breathe: () => {
        if (++breaths === 2) controller.abort();
        return Promise.resolve();
      },
    });
    expect(stopped.code).toBe(130);
    expect(stopped.err).toContain(`--resume continues with ${file}`);
    expect(stopped.out).toContain("runs are missing");
    // A killed process may leave half a line.
    writeFileSync(file, `${readFileSync(file, "utf8")}{"cell":0,"ru`);
    const resumed = await jobsim([...SWEEP, "--workers", "1", "--save", file, "--resume"]);
    expect(resumed.out).toBe(whole.out);
    const other = await jobsim(["sweep", JOB, "--seeds", "5", "--save", file, "--resume"]);
    expect(other).toMatchObject({ code: 2, err: expect.stringContaining("holds another sweep") });
  });

  test("and finished work is not overwritten by mistake", async () => {
    const file = inFolder("kept.jsonl");
    const few = ["sweep", JOB, "--seeds", "5", "--workers", "1", "--save", file];
    expect((await jobsim(few)).code).toBe(0);
    const kept = readFileSync(file, "utf8");
    expect(await jobsim(few)).toMatchObject({
      code: 2,
      out: "",
      err: `${file}: already exists: add --resume to continue with its runs, or --force to overwrite it\n`,
    });
    expect(readFileSync(file, "utf8")).toBe(kept);
    expect((await jobsim([...few, "--first-seed", "9", "--force"])).code).toBe(0);
    expect(readFileSync(file, "utf8")).not.toBe(kept);
    expect((await jobsim([...few, "--resume", "--force"])).err).toContain("leave out one of them");
  });

  test("with cells that stop when they are precise enough, however they were divided", async () => {
    const early = ["sweep", JOB, "--vary", "spec.backoffLimit=0..3", "--seeds", "400", "--until-ci", "3%"];
    const alone = await jobsim([...early, "--workers", "1"]);
    expect(alone.out).toContain("4 of 4 cells stopped early: precise enough.");
    const parts = [inFolder("early-1.jsonl"), inFolder("early-2.jsonl")];
    await jobsim([...early, "--workers", "1", "--shard", "1/2", "--save", parts[0] ?? ""]);
    await jobsim([...early, "--workers", "1", "--shard", "2/2", "--save", parts[1] ?? ""]);
    expect((await jobsim(["merge", ...parts])).out).toBe(alone.out);
  });

  test("also as a page with charts", async () => {
    const [one, two] = [inFolder("one.html"), inFolder("two.html")];
    await jobsim([...SWEEP, "--workers", "1", "--html", one]);
    await jobsim([...SWEEP, "--workers", "1", "--html", two]);
    const page = readFileSync(one, "utf8");
    expect(page).toBe(readFileSync(two, "utf8"));
    expect(page.match(/<svg/g)?.length).toBe(12);
    expect(page).not.toMatch(/(?:src|href)="(?!#)/);
  });
});

describe("a scenario that reads other files", () => {
  mkdirSync(inFolder("deep/jobs"), { recursive: true });
  const main = inFolder("nightly.yaml");
  const [base, job, trace] = [inFolder("base.yaml"), inFolder("deep/jobs/flaky.yaml"), inFolder("deep/trace.csv")];
  const head = "apiVersion: jobsim.dev/v1\nkind: Scenario\n";
  writeFileSync(base, `${head}pods: { default: { run: 20s, exit: { 0: 80%, 1: 20% } } }\n`);
  writeFileSync(job, manifest("flaky", "completions: 3", "completionMode: Indexed", "backoffLimit: 2"));
  writeFileSync(trace, "0s\n10s\n20s\n");
  const jobs = "jobs: [{ file: deep/jobs/flaky.yaml, count: 3, arrivals: { trace: deep/trace.csv } }]\n";
  writeFileSync(main, `${head}include: base.yaml\n${jobs}`);
  const few = ["sweep", main, "--seeds", "8", "--workers", "1"];

  test("cannot be resumed if one of them has changed", async () => {
    const file = inFolder("deep.jsonl");
    const { out } = await jobsim([...few, "--save", file]);
    expect((await jobsim([...few, "--save", file, "--resume"])).out).toBe(out);
    for (const other of [base, job, trace]) {
      const text = readFileSync(other, "utf8");
      writeFileSync(other, `${text}\n`);
      expect(await jobsim([...few, "--save", file, "--resume"])).toMatchObject({
        code: 2,
        err: expect.stringContaining("holds another sweep: scenario or files that it reads"),
      });
      writeFileSync(other, text);
    }
    expect((await jobsim([...few, "--save", file, "--resume"])).out).toBe(out);
  });

  test("gives the same result with threads", async () => {
    const { out } = await jobsim(few);
    expect((await jobsim(["sweep", main, "--seeds", "8", "--workers", "2"])).out).toBe(out);
  });

  test("is sent to Kubernetes with all of them, in paths where they find each other", async () => {
    const emitted = await jobsim([...few, "--emit-manifest", "2"]);
    expect(emitted).toMatchObject({ code: 0, err: "" });
    const [map, swept] = parseAllDocuments(emitted.out).map((document) => document.toJS());
    const { items } = swept.spec.template.spec.volumes[0].configMap;
    const container = inFolder("container");
    for (const { key, path: place } of items) {
      mkdirSync(path.join(container, path.dirname(place)), { recursive: true });
      writeFileSync(path.join(container, place), map.data[key]);
    }
    const [, , command] = swept.spec.template.spec.containers[0].command;
    const [, moved = ""] = /sweep \/scenario\/(\S+)/.exec(command) ?? [];
    const again = await jobsim(["sweep", path.join(container, moved), "--seeds", "8", "--workers", "1"]);
    expect(again.out).toBe((await jobsim(few)).out);
    const played = await jobsim(["run", "-", "-q", "--exit-status"], { stdin: emitted.out });
    expect(played).toMatchObject({ code: 0, out: expect.stringContaining("sweep-nightly: Complete") });
  });

  test("is refused there if it has an absolute path", async () => {
    const absolute = inFolder("absolute.yaml");
    writeFileSync(absolute, `${head}jobs: [{ file: ${job} }]\n`);
    const { code, err } = await jobsim(["sweep", absolute, "--emit-manifest", "2"]);
    expect(code).toBe(2);
    expect(err).toBe(
      `${absolute}: refers to ${job} by an absolute path, which does not exist on Kubernetes; name it relative to the scenario\n`,
    );
  });
});

describe("an invalid sweep", () => {
  test.each([
    [["--vary", "spec.backofLimit=1,2"], "--set spec.backofLimit=1: spec.backofLimit: is not a field"],
    [["--vary", "failRate=1,2"], '--param failRate=1: there is no parameter "failRate"; the scenario declares none'],
    [
      ["--vary", "spec.backoffLimit=0..99999", "--vary", "spec.parallelism=1..10000"],
      "= 1000000000 cells; at most 100000",
    ],
    [["--vary", "run=exponential:sd=3s"], 'exponential has no parameter "sd"'],
    [["--vary", "run=exponential:"], "is not a parameter and its value"],
    [["--vary", "spec.backoffLimit=5..2"], "5..2 is empty; write 2..5"],
    [["--vary", "spec.backoffLimit=1,1"], 'the value "1" is listed twice'],
    [["--vary", "a"], "write a name, =, and values"],
    [["--vary", "spec.parallelism=uniform:1..9"], "is a range to draw from; it needs --sample"],
    [["--sample", "5"], "has nothing to draw from"],
    [["--resume"], "needs --save"],
    [["--force"], "needs --save"],
    [["--set", "spec.nothing=1"], "--set spec.nothing=1: spec.nothing: is not a field"],
  ])("%j is reported before anything runs", async (flags, message) => {
    const ended = await jobsim(["sweep", JOB, ...flags]);
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.err).toContain(message);
  });

  test("is reported by the command line if a number is invalid", async () => {
    for (const flags of [
      ["--seeds", "0"],
      ["--shard", "0/4"],
      ["--shard", "5/4"],
      ["--until-ci", "0"],
      ["--workers", "x"],
    ]) {
      expect((await jobsim(["sweep", JOB, ...flags])).code).toBe(2);
    }
  });

  test("can have invalid files of runs", async () => {
    expect(await jobsim(["merge", JOB])).toMatchObject({
      code: 2,
      err: expect.stringContaining(`${JOB}: holds no runs of a sweep`),
    });
  });
});

test("random cells are the same for the same first seed, and integers if the bounds are", async () => {
  const sample = [
    "sweep",
    JOB,
    "--vary",
    "spec.parallelism=uniform:1..9",
    "--sample",
    "4",
    "--seeds",
    "3",
    "--workers",
    "1",
    "-o",
    "csv",
  ];
  const { out } = await jobsim(sample);
  expect((await jobsim(sample)).out).toBe(out);
  expect(
    out
      .split("\r\n")
      .slice(1, 5)
      .every((line) => /^[1-9],3,0,/.test(line)),
  ).toBe(true);
});
