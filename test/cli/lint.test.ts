import { describe, expect, test } from "vitest";
import { jobsim, manifest } from "./helpers.ts";

const files = { "job.yaml": manifest("train", "ttlSecondsAfterFinished: 3") };

describe("jobsim lint", () => {
  test("shows where a finding is, what it is, and what to write", async () => {
    const { code, out, err } = await jobsim(["lint", "job.yaml"], { files });
    expect([code, err]).toEqual([1, ""]);
    expect(out).toContain(
      [
        "job.yaml:6:28: danger JS170: spec.ttlSecondsAfterFinished: the Job, its pods and their logs are deleted 3s after it finished: anyone waiting for it may never see the result",
        "  6 |   ttlSecondsAfterFinished: 3",
        "    |                            ^",
        "  = Keep the Job for as long as the slowest reader may be away: 3600 covers most restarts. For example: ttlSecondsAfterFinished: 3600",
      ].join("\n"),
    );
    expect(out.trimEnd().split("\n").at(-1)).toBe("1 danger, 4 pieces of advice in 1 Job");
  });

  test("lists findings on one line from left to right", async () => {
    const spec =
      "{ ttlSecondsAfterFinished: 3, activeDeadlineSeconds: 0, template: { spec: { restartPolicy: Never, containers: [{ name: c, image: i }] } } }";
    const stdin = `{ apiVersion: batch/v1, kind: Job, metadata: { name: j }, spec: ${spec} }`;
    const { out } = await jobsim(["lint", "-", "--only", "JS131,JS170"], { stdin });
    expect([...out.matchAll(/^<stdin>:(\d+:\d+): \w+ (JS\d+)/gm)].map(([, ...found]) => found)).toEqual([
      ["1:92", "JS170"],
      ["1:118", "JS131"],
    ]);
  });

  test("ends with 0 if nothing is as severe as --fail-on", async () => {
    expect((await jobsim(["lint", "job.yaml", "--fail-on", "error"], { files })).code).toBe(0);
    expect((await jobsim(["lint", "job.yaml", "--fail-on", "never"], { files })).code).toBe(0);
    const clean = { "job.yaml": `# jobsim-disable-file all\n${manifest("clean")}` };
    const { code, out } = await jobsim(["lint", "job.yaml", "--fail-on", "advice"], { files: clean });
    expect([code, out]).toEqual([0, "nothing found in 1 Job\n"]);
  });

  test("reports refusals of the API server as findings", async () => {
    const { code, out } = await jobsim(["lint", "-"], { stdin: manifest("bad", "backoffLimit: -1") });
    expect(code).toBe(1);
    expect(out).toContain('<stdin>:6:17: error JS001: Job.batch "bad" is invalid: spec.backoffLimit');
  });

  test("ends with 2 if a file cannot be read", async () => {
    expect(await jobsim(["lint", "nowhere.yaml"])).toEqual({
      code: 2,
      out: "",
      err: "nowhere.yaml: there is no such file\n",
    });
    const { code, err } = await jobsim(["lint", "-"], { stdin: manifest("typo", "backoffLimt: 1") });
    expect(code).toBe(2);
    expect(err).toContain('did you mean "backoffLimit"?');
  });

  test("checks a Job as --set changes it", async () => {
    const { out } = await jobsim(["lint", "job.yaml", "--set", "spec.activeDeadlineSeconds=0"], { files });
    expect(out).toContain("JS131");
  });

  test("reports many copies like one", async () => {
    const stdin = `apiVersion: jobsim.dev/v1
kind: Scenario
jobs:
  - { count: 20, file: job.yaml }
`;
    const { out } = await jobsim(["lint", "-"], { files, stdin });
    expect(out.split("\n").filter((line) => line.includes(" JS170: "))).toHaveLength(1);
    expect(out).toContain("in 20 Jobs");
  });

  test("checks some rules only, and refuses unknown ones", async () => {
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
        severity: "danger",
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

  describe("checks a Job in other releases", () => {
    const limited = { "job.yaml": manifest("train", "podReplacementPolicy: Failed") };

    test("and reports in which a finding applies", async () => {
      const { code, out } = await jobsim(["lint", "job.yaml", "--kubernetes", "1.27..1.36"], { files: limited });
      expect(code).toBe(1);
      expect(out).toContain(
        "job.yaml:6:25: danger JS210 (in 1.27): spec.podReplacementPolicy: the field is unknown and is removed with a warning",
      );
      expect(out).toContain("danger JS211 (in 1.28): spec.podReplacementPolicy: the field is silently dropped");
      expect(out).toContain("See docs/releases.md#podreplacementpolicy.");
      expect(out.trimEnd().split("\n").at(-1)).toMatch(/ in 1 Job, Kubernetes 1\.27 to 1\.36$/);
    });

    test("one alone, from the flag or the scenario", async () => {
      const { out } = await jobsim(["lint", "job.yaml", "--kubernetes", "1.28"], { files: limited });
      expect(out).toContain("danger JS211: spec.podReplacementPolicy");
      const stdin = 'apiVersion: jobsim.dev/v1\nkind: Scenario\nkubernetes: "1.28"\njobs: [{ file: job.yaml }]\n';
      expect((await jobsim(["lint", "-"], { files: limited, stdin })).out).toContain("danger JS211: ");
    });

    test("for programs", async () => {
      const args = ["lint", "job.yaml", "--only", "JS211,JS190", "--kubernetes", "1.27..1.30"];
      const json = JSON.parse((await jobsim([...args, "-o", "json"], { files: limited })).out);
      expect(json.releases).toEqual(["1.27", "1.28", "1.29", "1.30"]);
      expect(json.findings).toContainEqual(
        expect.objectContaining({
          id: "JS211",
          releases: ["1.28"],
          span: "in 1.28",
          page: "docs/releases.md#podreplacementpolicy",
        }),
      );
      const sarif = JSON.parse((await jobsim([...args, "-o", "sarif"], { files: limited })).out);
      const [{ tool, results }] = sarif.runs;
      const result = results.find(({ ruleId }: { ruleId: string }) => ruleId === "JS211");
      expect(result.properties.releases).toEqual(["1.28"]);
      expect(result.message.text).toContain("(Kubernetes: in 1.28)");
      const rule = tool.driver.rules.find(({ id }: { id: string }) => id === "JS150");
      expect(rule.properties).toEqual({ since: "1.31" });
    });

    test.each([
      ["1.20", '"1.20" is not a release that can be played'],
      ["1.36..1.28", "write the older release first: 1.28..1.36"],
      ["1.28..", '"" is not a release that can be played'],
    ])("and refuses %s", async (range, message) => {
      const { code, err } = await jobsim(["lint", "job.yaml", "--kubernetes", range], { files: limited });
      expect(code).toBe(2);
      expect(err).toContain(message);
    });
  });
});

describe("settings of a project", () => {
  const plain = { "job.yaml": manifest("plain") };

  test("advice is one line per file, and shown in full on request", async () => {
    const folded = await jobsim(["lint", "job.yaml"], { files: plain });
    expect(folded).toMatchObject({ code: 0, err: "" });
    expect(folded.out).toBe(
      "job.yaml: advice JS101, JS120, JS171, JS180, JS190; --advice shows it\n\n5 pieces of advice in 1 Job\n",
    );
    expect((await jobsim(["lint", "job.yaml", "--advice"], { files: plain })).out).toContain("advice JS120: spec.");
  });

  test.each([
    ["at the start of a line, for the file", `# jobsim-ignore: JS170\n${files["job.yaml"]}`],
    ["on the line", files["job.yaml"].replace("Finished: 3", "Finished: 3 # jobsim-ignore: JS170")],
  ])("a comment disables a finding: %s", async (_name, text) => {
    const { code, out } = await jobsim(["lint", "job.yaml", "--advice"], { files: { "job.yaml": text } });
    expect(code).toBe(0);
    expect(out).not.toContain("JS170");
  });

  test("settings disable findings and change their severity", async () => {
    const settings = { ...plain, ".jobsim.yaml": "lint: {ignore: [JS171], levels: {JS120: danger}}\n" };
    const { code, out } = await jobsim(["lint", "job.yaml"], { files: settings });
    expect(code).toBe(1);
    expect(out).toContain("danger JS120");
    expect(out).toContain("job.yaml: advice JS101, JS180, JS190;");
  });

  test.each([
    ["lint: {ignore: [JS999]}", "there is no JS999"],
    ["lint: {levels: {JS120: warning}}", "must be one of error, danger, advice"],
    ["lint: {rules: []}", "is not known; there are ignore and levels"],
  ])("invalid settings are refused: %s", async (text, message) => {
    const { code, err } = await jobsim(["lint", "job.yaml", "--config", "c.yaml"], {
      files: { ...plain, "c.yaml": text },
    });
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test("a baseline hides earlier findings, even if they have moved", async () => {
    const baseline = (await jobsim(["lint", "job.yaml", "-o", "json"], { files })).out;
    const moved = { "job.yaml": `# a line more\n${files["job.yaml"]}`, "known.json": baseline };
    expect(await jobsim(["lint", "job.yaml", "--baseline", "known.json"], { files: moved })).toEqual({
      code: 0,
      out: "nothing found in 1 Job\n",
      err: "",
    });
  });
});

describe("a manifest that replaces another", () => {
  const ANSWERS = "test/cli/answers";

  test("has the refusals of the API server", async () => {
    const { code, out } = await jobsim(["lint", "--against", `${ANSWERS}/image-old.yaml`, `${ANSWERS}/image-new.yaml`]);
    expect(code).toBe(1);
    expect(out).toContain(
      "error JS003: spec.template: applied over the older manifest, it is refused: spec.template: field is immutable",
    );
  });

  test("is fine if only mutable fields change", async () => {
    const pair = { "old.yaml": manifest("j", "parallelism: 1"), "new.yaml": manifest("j", "parallelism: 2") };
    expect((await jobsim(["lint", "--against", "old.yaml", "new.yaml"], { files: pair })).out).not.toContain("JS003");
  });

  test("is compared with that note", async () => {
    const { err } = await jobsim(["compare", `${ANSWERS}/image-old.yaml`, `${ANSWERS}/image-new.yaml`]);
    expect(err).toContain("note: the API server refuses this as a change:");
    expect(err).toContain("Job m: spec.template: field is immutable");
  });
});

describe("common dangers", () => {
  const ANSWERS = "test/cli/answers";

  test.each([
    ["plain", 0, ""],
    ["world-size", 1, "JS122: spec.parallelism: 8 workers are expected (--nnodes=8), and 1 runs at a time"],
    [
      "proxy-never-ends",
      1,
      "JS123: spec.template.spec.containers[1].name: container cloud-sql-proxy runs until it is stopped",
    ],
  ])("%s", async (name, code, message) => {
    const ended = await jobsim(["lint", `${ANSWERS}/${name}.yaml`]);
    expect(ended.code).toBe(code);
    expect(ended.out).toContain(message);
  });

  test("a run reports that workers would wait for each other", async () => {
    const { err } = await jobsim(["run", "-q", `${ANSWERS}/world-size.yaml`]);
    expect(err).toContain(
      "note: Job par-default expects 8 workers (--nnodes=8), and at most 1 runs at a time: here each",
    );
  });

  test("a run reports that a proxy would keep running", async () => {
    const { err } = await jobsim(["run", "-q", `${ANSWERS}/proxy-never-ends.yaml`]);
    expect(err).toContain(
      "note: container cloud-sql-proxy of Job sidecar-proxy looks like a server that runs until it is stopped",
    );
  });
});
