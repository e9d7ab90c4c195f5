import { describe, expect, test } from "vitest";
import { jobsim, manifest, type World } from "./helpers.ts";

/** Runs a command line that must be refused, and returns the message. */
async function refusalOf(args: readonly string[], world: World = {}): Promise<string> {
  const { code, out, err } = await jobsim(args, world);
  expect(code).toBe(2);
  expect(out).toBe("");
  return err;
}

const withFile = (text: string): World => ({ files: { "job.yaml": text } });

describe("bad input ends with exit code 2 and a correction", () => {
  test("a missing file", async () => {
    expect(await refusalOf(["run", "nowhere.yaml"])).toBe("nowhere.yaml: there is no such file\n");
  });

  test("a folder of scenarios, although a run plays one", async () => {
    expect(await refusalOf(["run", "sim-scenarios/f*.yaml"])).toBe(
      "sim-scenarios/f*.yaml: holds 2 scenarios; name the one to play, or play all with jobsim test\n",
    );
  });

  test("no file at all", async () => {
    expect(await refusalOf(["run"])).toContain("missing required argument 'file'");
  });

  test("an unknown field", async () => {
    expect(await refusalOf(["run", "job.yaml"], withFile(manifest("typo", "backoffLimt: 2")))).toBe(
      [
        'job.yaml:6:3: spec.backoffLimt: is not a field of JobSpec; did you mean "backoffLimit"?',
        "  6 |   backoffLimt: 2",
        "    |   ^",
        "",
      ].join("\n"),
    );
  });

  test("a manifest that Kubernetes refuses for one reason, with the field", async () => {
    expect(await refusalOf(["run", "job.yaml"], withFile(manifest("bad", "backoffLimit: -1")))).toBe(
      [
        'job.yaml:6:17: Job.batch "bad" is invalid: spec.backoffLimit: Invalid value: -1: must be greater than or equal to 0',
        "  6 |   backoffLimit: -1",
        "    |                 ^",
        "",
      ].join("\n"),
    );
  });

  test("a manifest that Kubernetes refuses for several reasons, each with its field", async () => {
    const err = await refusalOf(["run", "job.yaml"], withFile(manifest("bad", "backoffLimit: -1", "parallelism: -2")));
    expect(err.split("\n").filter((line) => line.startsWith("job.yaml"))).toEqual([
      'job.yaml:4:9: Job.batch "bad" is invalid: [spec.parallelism: Invalid value: -2: must be greater than or equal to 0, spec.backoffLimit: Invalid value: -1: must be greater than or equal to 0]',
      "job.yaml:7:16: spec.parallelism: Invalid value: -2: must be greater than or equal to 0",
      "job.yaml:6:17: spec.backoffLimit: Invalid value: -1: must be greater than or equal to 0",
    ]);
  });

  test("a value from --set that Kubernetes refuses", async () => {
    const err = await refusalOf(["run", "job.yaml", "--set", "spec.parallelism=-3"], withFile(manifest("bad")));
    expect(err).toContain("spec.parallelism: Invalid value: -3: must be greater than or equal to 0");
  });

  test("two Jobs with the same name at the same time", async () => {
    const text = `${manifest("twin")}---\n${manifest("twin")}`;
    expect(await refusalOf(["run", "job.yaml"], withFile(text))).toContain('jobs.batch "twin" already exists');
  });

  test("invalid flags, all of them at once", async () => {
    const args = ["run", "job.yaml", "--run", "5x", "--exit", "0:50%,1:20%", "--set", "nothing"];
    expect((await refusalOf(args, withFile(manifest("fine")))).trimEnd().split("\n")).toEqual([
      '--run 5x: "5x" has the unknown unit "x"; the units are ms, s, m, h and d',
      "--exit 0:50%,1:20%: the chances add up to 70%, not to 100%",
      "--set nothing: write a path, =, and a value, for example spec.backoffLimit=2",
    ]);
  });

  test("an unknown command, with a suggestion", async () => {
    expect(await refusalOf(["rnu"])).toContain("(Did you mean run?)");
  });

  test("an unknown flag, with a suggestion", async () => {
    expect(await refusalOf(["run", "job.yaml", "--untill", "1h"], withFile(manifest("fine")))).toContain(
      "(Did you mean --until?)",
    );
  });

  test("an invalid format and an invalid number", async () => {
    expect(await refusalOf(["run", "job.yaml", "-o", "xml"])).toContain("Allowed choices are text, json, jsonl, yaml.");
    expect(await refusalOf(["run", "job.yaml", "--pods", "some"])).toContain("Write a number, or all.");
  });

  test("empty standard input", async () => {
    expect(await refusalOf(["run", "-"])).toContain("<stdin>:1:1: the file is empty");
  });

  test("a scenario together with a manifest", async () => {
    const files = { "job.yaml": manifest("fine") };
    const err = await refusalOf(["run", "job.yaml", "sim-scenarios/first-run.yaml"], { files });
    expect(err).toContain("a scenario cannot be next to or inside other documents");
  });
});
