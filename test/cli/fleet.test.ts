/** Very many Jobs: summaries, and one of them. */

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { jobsim } from "./helpers.ts";

/** The fleet of the case, with fewer Jobs and an equally tight quota. */
const files = {
  "fleet.yaml": readFileSync("test/cli/answers/fleet.yaml", "utf8")
    .replace("count: 3000", "count: 60")
    .replace("pods: 200", "pods: 10")
    .replace("backoffLimit: 2", "backoffLimit: 0")
    .replace("{0: 97%, 1: 3%}", "{0: 90%, 1: 10%}"),
};

describe("a fleet", () => {
  test("is summarized by totals, spreads, the worst, its load and its failures, within 80 columns", async () => {
    const { code, out, err } = await jobsim(["run", "fleet.yaml", "--no-timing"], { files });
    expect([code, err]).toEqual([0, ""]);
    const lines = out.split("\n");
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.length).toBeLessThan(70);
    expect(out).toMatch(/^FLEET {3}60 Jobs: 5\d complete, \d failed, 0 unfinished$/m);
    expect(out).toMatch(/^ +JOBS +P50 +P90 +P95 +P99 +MAX\nwaiting +60 .*\nrunning +60 .*\nmakespan +60 /m);
    expect(out).toMatch(/^WORST .*\nJOB +OUTCOME +WAITED +RAN +PODS\nreport-\d+ +Failed /m);
    expect(out).toMatch(/^OVER TIME {3}quota 10 pods in reports, 20 requests a second\n/m);
    expect(out).toMatch(/^ +\+0s +60 +\d+ +10 +▇{20} +[\d.]+ +[\d,]+$/m);
    expect(out).toMatch(/^Jobs +\d +BackoffLimitExceeded +report-\d+$/m);
    expect(out).toMatch(/^pods +\d +exit code 1 +report-\d+ #0$/m);
    expect(out).toMatch(/^requests +[\d,]+ +create pods: exceeded quota +report-\d+$/m);
    expect(out).toMatch(/digest [0-9a-f]{16}\n$/);
  });

  test("is one line with the short form", async () => {
    const { out } = await jobsim(["run", "fleet.yaml", "-q"], { files });
    expect(out).toMatch(/^60 Jobs: 5\d complete, \d failed, 0 unfinished; makespan p50 \S+, p95 \S+\n$/);
  });

  test("shows one Job by name", async () => {
    const { out } = await jobsim(["run", "fleet.yaml", "--job", "report-7"], { files });
    expect(out).toContain("TIMELINE");
    expect(out).toMatch(/^reports +report-7 +Complete/m);
    expect(out).not.toMatch(/report-8|FLEET/);
    expect((await jobsim(["run", "fleet.yaml", "--job", "report-7", "-q"], { files })).out).toMatch(
      /^reports\/report-7: Complete .*\n$/,
    );
    const { code, err } = await jobsim(["run", "fleet.yaml", "--job", "repport-7"], { files });
    expect([code, err]).toEqual([2, "--job repport-7: no Job of that name in this run; did you mean report-7?\n"]);
  });

  test("is listed Job by Job if transitions are requested", async () => {
    expect((await jobsim(["run", "fleet.yaml", "--transitions", "50"], { files })).out).toContain("TIMELINE");
  });

  test("lists only a few of the Jobs that never end", async () => {
    const suspended = { "fleet.yaml": files["fleet.yaml"].replace("backoffLimit: 0", "suspend: true") };
    const { err } = await jobsim(["run", "fleet.yaml", "-q"], { files: suspended });
    expect(err.split("\n")).toHaveLength(7);
    expect(err).toContain("note: and 55 more Jobs likewise\n");
  });
});

test("twenty Jobs are listed one by one", async () => {
  const few = { "few.yaml": files["fleet.yaml"].replace("count: 60", "count: 20") };
  expect((await jobsim(["run", "few.yaml"], { files: few })).out).toContain("TIMELINE");
});
