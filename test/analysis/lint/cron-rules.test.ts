/** Each rule about CronJobs, with a CronJob that it reports and a similar one that it does not. */

import { describe, expect, test } from "vitest";
import { CRON_RULES } from "../../../src/analysis/lint/cron-jobs/lint-cron-job.ts";
import type { JsonObject } from "../../../src/api/json.ts";
import { findingsOf } from "./manifests.ts";

const CALM: JsonObject = { schedule: "0 4 * * *", timeZone: "Europe/Berlin" };

function idsOf(spec: JsonObject, jobSpec: JsonObject = {}): string[] {
  const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "a" }] } };
  const manifest = {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name: "nightly" },
    spec: { ...CALM, ...spec, jobTemplate: { spec: { activeDeadlineSeconds: 60, ...jobSpec, template } } },
  };
  return findingsOf(JSON.stringify(manifest, null, 2)).map(({ id }) => id);
}

const CASES: Readonly<Record<string, { readonly speaks: JsonObject; readonly silent: JsonObject }>> = {
  JS301: { speaks: { schedule: "0 0 31 2 *" }, silent: { schedule: "0 0 29 2 *" } },
  JS302: { speaks: { schedule: "0 0 13 * 5" }, silent: { schedule: "0 0 13 * *" } },
  JS303: { speaks: { schedule: "*/45 * * * *" }, silent: { schedule: "*/30 * * * *" } },
  JS304: { speaks: { schedule: "30 2 * * *" }, silent: { schedule: "30 2 * * *", timeZone: "Asia/Tokyo" } },
  JS305: { speaks: { schedule: "@every 1h" }, silent: { schedule: "@hourly" } },
  JS306: { speaks: { startingDeadlineSeconds: 9 }, silent: { startingDeadlineSeconds: 10 } },
  JS309: { speaks: { timeZone: null }, silent: { timeZone: "Etc/UTC" } },
  JS311: {
    speaks: { schedule: "@every 1h", startingDeadlineSeconds: 3599 },
    silent: { schedule: "@every 1h", startingDeadlineSeconds: 3600 },
  },
  JS310: { speaks: { failedJobsHistoryLimit: 0 }, silent: { failedJobsHistoryLimit: 1 } },
};

describe("each rule reports one CronJob, and not a similar one", () => {
  test.each(Object.entries(CASES))("%s", (id, { speaks, silent }) => {
    expect(idsOf(speaks)).toContain(id);
    expect(idsOf(silent)).not.toContain(id);
  });

  test("JS307", () => {
    expect(idsOf({ concurrencyPolicy: "Forbid" }, { activeDeadlineSeconds: null })).toContain("JS307");
    expect(idsOf({ concurrencyPolicy: "Forbid" })).not.toContain("JS307");
  });
});

test("the Jobs of a CronJob are checked as well, with their paths", () => {
  const found = idsOf({}, { activeDeadlineSeconds: null });
  expect(found).toContain("JS120");
  expect(found).not.toContain("JS171");
});

test("every rule has texts for its page", () => {
  for (const { title, why, advice } of CRON_RULES) {
    expect(Math.min(title.length, why.length, advice.length)).toBeGreaterThan(10);
  }
});
