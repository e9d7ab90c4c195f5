/** The status of a Job in `kubectl get jobs`: final conditions before others. */

import { expect, test } from "vitest";
import { statusWord } from "../../src/api/status-word.ts";
import type { ApiSwitches } from "../../src/api/switches.ts";
import type { JobCondition } from "../../src/api/types.ts";
import { sampleJob } from "./job-fixture.ts";

const CURRENT: Pick<ApiSwitches, "statusColumn"> = { statusColumn: "withSuccessCriteria" };

function wordOf(
  types: readonly string[],
  isDeleted = false,
  switches = CURRENT,
  status: JobCondition["status"] = "True",
) {
  const conditions = types.map((type): JobCondition => ({ type, status }));
  const job = sampleJob({}, types.length === 0 ? {} : { conditions });
  const metadata = isDeleted ? { ...job.metadata, deletionTimestamp: "2000-01-01T00:00:00Z" } : job.metadata;
  return statusWord({ ...job, metadata }, switches);
}

test.each([
  [[], "Running"],
  [["Complete"], "Complete"],
  [["SuccessCriteriaMet", "Complete"], "Complete"],
  [["FailureTarget", "Failed"], "Failed"],
  [["Complete", "Failed"], "Complete"],
  [["Suspended"], "Suspended"],
  [["FailureTarget", "Suspended"], "Suspended"],
  [["SuccessCriteriaMet", "FailureTarget"], "FailureTarget"],
  [["SuccessCriteriaMet"], "SuccessCriteriaMet"],
  [["Other"], "Running"],
])("of a Job with the conditions %j is %s", (types, word) => {
  expect(wordOf(types)).toBe(word);
});

test.each([
  [["Complete"], "Complete"],
  [["Failed"], "Failed"],
  [["Suspended"], "Terminating"],
  [[], "Terminating"],
])("of a Job with the conditions %j that is being deleted is %s", (types, word) => {
  expect(wordOf(types, true)).toBe(word);
});

test("only depends on conditions that are True", () => {
  expect(wordOf(["Complete", "Failed", "Suspended"], false, CURRENT, "False")).toBe("Running");
});

test("has no success criteria in older releases, and does not exist in the oldest", () => {
  expect(wordOf(["SuccessCriteriaMet"], false, { statusColumn: "plain" })).toBe("Running");
  expect(wordOf(["FailureTarget"], false, { statusColumn: "plain" })).toBe("FailureTarget");
  expect(wordOf(["Complete"], false, { statusColumn: "none" })).toBeUndefined();
});
