import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { jobsim, manifest } from "./helpers.ts";

async function explained(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await jobsim(["explain", ...args]);
  expect([code, err]).toEqual([0, ""]);
  return out;
}

describe("jobsim explain", () => {
  test("names the rule behind each decision, with its numbers", async () => {
    const out = await explained("sim-scenarios/always-failing.yaml");
    expect(out).toMatch(
      /\+40\.000s +backoff-of-job +no pod is created before \+1m19\.000s: 3 pods failed .* waits 40s/,
    );
    expect(out).toMatch(/\+10m52\.000s +backoff-limit +the Job fails: 7 failed, and backoffLimit is 6/);
    expect(out.match(/1 pod created/g)).toHaveLength(7);
  });

  test("tells of one pod", async () => {
    const out = await explained("sim-scenarios/poison-index.yaml", "--pod", "3/1");
    expect(out).toContain("index 3 fails: 2 of its pods failed, and backoffLimitPerIndex is 1");
    expect(out).not.toContain("pod 3/0");
  });

  test("says why something has not happened yet", async () => {
    const files = { "job.yaml": manifest("stuck") };
    const { out } = await jobsim(["explain", "job.yaml", "--start", "never", "--until", "1h", "--why-not"], { files });
    expect(out).toContain("no pod is created: 1 of 1 wanted are active");
    expect(out).toMatch(/kubelet +\+0\.000s +pod #0: on node-1, where no container has started/);
  });

  test("says why at a moment", async () => {
    const out = await explained("sim-scenarios/always-failing.yaml", "--at", "30s", "--why-not");
    expect(out).toContain("no pod is created before +36.000s");
  });

  test("says who refuses, who holds back, and what ends it", async () => {
    const answers = "test/cli/answers";
    const quota = await explained(`${answers}/quota-why-not.yaml`, "--job", "r-4", "--at", "3m", "--why-not");
    expect(quota).toContain("exceeded quota: pods, requested: pods=1, used: pods=2, limited: pods=2");
    expect(quota).toContain("in use there by pods of r-0 (1), r-1 (1)");
    expect(quota).toMatch(/ends when pods of the namespace end .*: at \+21m03s in this run; next try at \+3m03s/);
    expect(quota).not.toMatch(/r-3|#/);
    const refused = await explained(`${answers}/refused-why-not.yaml`, "--at", "3m", "--why-not");
    expect(refused).toContain("refused job-controller 8 times to create pods: Internal error occurred");
    expect(refused).toContain("ends after +10m00.000s, when the fault of the scenario ends: at +10m03s in this run");
    expect(refused + quota).not.toContain("injected");
    const queued = await explained(`${answers}/queued.yaml`, "--why-not");
    expect(queued).toMatch(/queue +\+0\.000s +created suspended: .* the queue team-a would resume it/);
    const proxy = `${answers}/proxy-never-ends.yaml`;
    const flags = ["--container", "cloud-sql-proxy.run=forever", "--at", "1h", "--why-not"];
    expect(await explained(proxy, ...flags)).toContain("main has ended with 0, and cloud-sql-proxy runs on");
    expect((await jobsim(["run", proxy, "-q"])).err).toContain(
      "container cloud-sql-proxy of Job sidecar-proxy looks like a server that runs until it is stopped",
    );
    expect((await jobsim(["lint", proxy])).out).toContain("cloud-sql-proxy");
  });

  test("groups the causes of many Jobs", async () => {
    const fleet = readFileSync("test/cli/answers/fleet.yaml", "utf8");
    const files = { "fleet.yaml": fleet.replace("count: 3000", "count: 60").replace("pods: 200", "pods: 10") };
    const { out } = await jobsim(["explain", "fleet.yaml", "--at", "2m", "--why-not"], { files });
    expect(out).toMatch(/^WHO: WHAT +JOBS\n(.* +[\d,]+\n)*API server: quota +[\d,]+\n/m);
    expect(out).toMatch(/… and [\d,]+ more Jobs; --job NAME shows one/);
    expect(out.split("\n").length).toBeLessThan(120);
  });

  test("has nothing to say of a Job that never waited", async () => {
    const out = await explained("sim-scenarios/first-run.yaml", "--why-not");
    expect(out).toBe("nothing is held back: every Job has finished, or its next step is under way\n");
  });

  test.each([
    ["a refusal", "test/cli/answers/refused-why-not.yaml", /API server +\+0\.000s +refused job-controller 15 times/],
    [
      "a back-off",
      "sim-scenarios/always-failing.yaml",
      /Job controller +\+5m29\.000s +no pod is created before \+10m48/,
    ],
    ["a suspension", "sim-scenarios/suspend-resume.yaml", /user +\+40\.000s +suspended by user/],
    ["pods that end", "sim-scenarios/deadline.yaml", /Failed is not set yet: 2 pods still terminating/],
  ])("says of a Job that is done what it waited for longest: %s", async (_what, file, wait) => {
    const out = await explained(file, "--why-not");
    expect(out).toMatch(/^nothing is held back: .*\n\nwhat held a Job back before, for the longest:\n\n/);
    expect(out).toMatch(wait);
    const { hindrances, waited } = JSON.parse(await explained(file, "--why-not", "-o", "json"));
    expect([hindrances, waited.length > 0]).toEqual([[], true]);
  });

  test("says that what a rule asked for was refused", async () => {
    const file = "test/cli/answers/refused-why-not.yaml";
    expect(await explained(file)).toMatch(
      /REFUSED .*\n.*\n\+0\.000s +job-controller +create pods +Internal error .* \(15 times, until \+9m03\.000s\)\n/,
    );
    expect(await explained(file)).toContain("1 pod created: 1 wanted, 0 active; refused by the API server: 1\n");
    const { refused } = JSON.parse(await explained(file, "--at", "10s", "-o", "json"));
    expect(refused).toMatchObject([{ atMs: 0, untilMs: 7000, count: 4, job: { name: "a" }, verb: "create" }]);
    const other = await jobsim(["explain", file, "--job", "other", "--why-not"]);
    expect([other.code, other.err]).toEqual([2, "--job other: no Job of that name in this run\n"]);
  });

  test("joins refusals that only differ in the name of the pod", async () => {
    const text = await explained("test/cli/answers/quota-why-not.yaml", "--job", "r-4", "--at", "10s");
    expect(text.match(/exceeded quota/g)).toHaveLength(1);
    expect(text).toMatch(/exceeded quota.* \(4 times, until \+7\.000s\)/);
  });

  test("stands beside the transitions of a run", async () => {
    const { out } = await jobsim(["run", "sim-scenarios/always-failing.yaml", "--explain"]);
    const lines = out.split("\n");
    const verdict = lines.findIndex((line) =>
      line.includes("the Job fails: 7 failed, and backoffLimit is 6  [backoff-limit]"),
    );
    expect(verdict).toBeGreaterThan(0);
    expect(lines.slice(verdict).some((line) => line.includes("FailureTarget=True"))).toBe(true);
    expect((await jobsim(["report", "sim-scenarios/always-failing.yaml"])).out).toContain("[backoff-limit]");
  });

  test("prints the page of a rule", async () => {
    expect(await explained("backoff-of-job")).toContain("Applies since Kubernetes 1.27 ([backoffSource]");
  });

  test("says what a rule comes to in a release", async () => {
    const out = await explained("waits-for-termination", "--kubernetes", "1.28");
    expect(out).toContain(
      "In Kubernetes 1.28 (1.28.15) it does not apply yet:\n- until 1.30: Failed and Complete come",
    );
    const rule = JSON.parse(await explained("waits-for-termination", "--kubernetes", "1.28", "-o", "json"));
    expect(rule).toMatchObject({ id: "waits-for-termination", since: "1.31", kubernetes: "1.28", holds: false });
    expect((await jobsim(["explain", "suspended", "--kubernetes", "1.20"])).code).toBe(2);
  });

  test("says since when its rules hold, and what the played release does differently", async () => {
    const newest = await explained("sim-scenarios/deadline.yaml");
    expect(newest).toMatch(/RULES {3}as Kubernetes 1\.36 has them\nwaits-for-termination +since 1\.31\n/);
    const older = await explained("sim-scenarios/deadline.yaml", "--kubernetes", "1.28");
    expect(older).toMatch(/deadline-passed +until 1\.30: Failed comes in the same sync/);
    expect(older).not.toContain("waits-for-termination");
    const { out } = await jobsim(["run", "sim-scenarios/deadline.yaml", "--explain", "--kubernetes", "1.28"]);
    expect(out).toMatch(/RULES {3}as Kubernetes 1\.28 has them/);
  });

  test("prints JSON for programs", async () => {
    const out = await explained("sim-scenarios/deadline.yaml", "--kubernetes", "1.28", "-o", "json");
    const { kubernetes, decisions, rules } = JSON.parse(out);
    expect(kubernetes).toBe("1.28");
    expect(decisions[0]).toMatchObject({ atMs: 0, job: { name: "late" }, rule: "job-started", numbers: {} });
    const rule = rules.find(({ id }: { id: string }) => id === "deadline-passed");
    expect(rule.differently[0]).toMatchObject({
      span: "until 1.30",
      switches: [{ id: "terminalConditionDelay", page: "docs/releases.md#terminalconditiondelay" }],
    });
    const stuck = await explained("sim-scenarios/unpullable-image.yaml", "--at", "1m", "--why-not", "-o", "json");
    expect(JSON.parse(stuck).hindrances).toMatchObject([
      { rule: "enough-pods" },
      { cause: "starting", pods: ["#0", "#1"] },
    ]);
  });

  test("refuses a moment that it cannot read", async () => {
    const { code, err } = await jobsim(["explain", "sim-scenarios/first-run.yaml", "--at", "soon"]);
    expect(code).toBe(2);
    expect(err).toContain("--at soon");
  });
});
