import { describe, expect, test } from "vitest";
import { jobsim, manifest } from "./helpers.ts";

const files = { "job.yaml": manifest("train", "ttlSecondsAfterFinished: 3") };

describe("jobsim lint", () => {
  test("shows where a finding stands, what it is, and what to write", async () => {
    const { code, out, err } = await jobsim(["lint", "job.yaml"], { files });
    expect([code, err]).toEqual([1, ""]);
    expect(out).toContain(
      [
        "job.yaml:6:28: warning JS170: spec.ttlSecondsAfterFinished: the Job, its pods and their logs are deleted 3s after it finished: whoever waits for it may never see the result",
        "  6 |   ttlSecondsAfterFinished: 3",
        "    |                            ^",
        "  = Keep the Job for as long as the slowest reader may be away: 3600 covers most restarts. For example: ttlSecondsAfterFinished: 3600",
      ].join("\n"),
    );
    expect(out.trimEnd().split("\n").at(-1)).toBe("2 warnings, 3 notes in 1 Job");
  });

  test("ends with 0 where nothing is as grave as --fail-on", async () => {
    expect((await jobsim(["lint", "job.yaml", "--fail-on", "error"], { files })).code).toBe(0);
    expect((await jobsim(["lint", "job.yaml", "--fail-on", "never"], { files })).code).toBe(0);
    const clean = { "job.yaml": `# jobsim-disable-file all\n${manifest("clean")}` };
    const { code, out } = await jobsim(["lint", "job.yaml", "--fail-on", "info"], { files: clean });
    expect([code, out]).toEqual([0, "nothing found in 1 Job\n"]);
  });

  test("says what the API server would refuse, as a finding", async () => {
    const { code, out } = await jobsim(["lint", "-"], { stdin: manifest("bad", "backoffLimit: -1") });
    expect(code).toBe(1);
    expect(out).toContain('<stdin>:6:17: error JS001: Job.batch "bad" is invalid: spec.backoffLimit');
  });

  test("ends with 2 where a file cannot be read", async () => {
    expect(await jobsim(["lint", "nowhere.yaml"])).toEqual({
      code: 2,
      out: "",
      err: "nowhere.yaml: there is no such file\n",
    });
    const { code, err } = await jobsim(["lint", "-"], { stdin: manifest("typo", "backoffLimt: 1") });
    expect(code).toBe(2);
    expect(err).toContain('did you mean "backoffLimit"?');
  });

  test("looks at a Job as --set changes it", async () => {
    const { out } = await jobsim(["lint", "job.yaml", "--set", "spec.activeDeadlineSeconds=0"], { files });
    expect(out).toContain("JS131");
  });

  test("says of many copies what it says of one", async () => {
    const stdin = `apiVersion: jobsim.dev/v1
kind: Scenario
jobs:
  - { count: 20, file: job.yaml }
`;
    const { out } = await jobsim(["lint", "-"], { files, stdin });
    expect(out.split("\n").filter((line) => line.includes(" JS170: "))).toHaveLength(1);
    expect(out).toContain("in 20 Jobs");
  });

  test("looks for some rules only, and knows no others", async () => {
    const { out } = await jobsim(["lint", "job.yaml", "--only", "js170,JS131", "-o", "json"], { files });
    expect(JSON.parse(out).findings.map(({ id }: { id: string }) => id)).toEqual(["JS170"]);
    const { code, err } = await jobsim(["lint", "job.yaml", "--only", "JS999"], { files });
    expect(code).toBe(2);
    expect(err).toContain("There is no JS999");
  });

  test("prints JSON for programs", async () => {
    const { out } = await jobsim(["lint", "job.yaml", "-o", "json"], { files });
    const { findings } = JSON.parse(out);
    expect(findings).toContainEqual(
      expect.objectContaining({
        id: "JS170",
        severity: "warning",
        file: "job.yaml",
        line: 6,
        column: 28,
        job: "train",
      }),
    );
  });

  test("prints SARIF for code hosts", async () => {
    const { out } = await jobsim(["lint", "job.yaml", "-o", "sarif"], { files });
    const { version, runs } = JSON.parse(out);
    expect(version).toBe("2.1.0");
    const [{ tool, results }] = runs;
    expect(tool.driver).toMatchObject({ name: "jobsim", version: "1.2.3" });
    const result = results.find(({ ruleId }: { ruleId: string }) => ruleId === "JS170");
    expect(tool.driver.rules[result.ruleIndex].id).toBe("JS170");
    expect(result).toMatchObject({
      level: "warning",
      locations: [
        { physicalLocation: { artifactLocation: { uri: "job.yaml" }, region: { startLine: 6, startColumn: 28 } } },
      ],
    });
  });
});
