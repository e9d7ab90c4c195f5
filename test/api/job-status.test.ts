import fc from "fast-check";
import { expect, it } from "vitest";
import { fieldsOf, sameFields, statusOf } from "../../src/api/job-status.ts";
import type { JobStatus } from "../../src/api/types.ts";

const statuses: fc.Arbitrary<JobStatus> = fc.record(
  {
    conditions: fc.constant([{ type: "Suspended", status: "True" as const }]),
    startTime: fc.constant("2000-01-01T00:00:00Z"),
    completionTime: fc.constant("2000-01-01T00:01:00Z"),
    active: fc.nat(),
    succeeded: fc.nat(),
    failed: fc.nat(),
    terminating: fc.nat(),
    ready: fc.nat(),
    completedIndexes: fc.constantFrom("", "0", "1-3"),
    failedIndexes: fc.constantFrom("", "4"),
    uncountedTerminatedPods: fc.constant({ failed: ["u"] }),
  },
  { requiredKeys: [], noNullPrototype: true },
);

it("a status that is split into fields and put together again is the same, without keys for absent fields", () => {
  fc.assert(
    fc.property(statuses, (status) => {
      const again = statusOf(fieldsOf(status));
      expect(again).toStrictEqual(status);
    }),
  );
});

it("fields are the same if every value is", () => {
  fc.assert(
    fc.property(statuses, (status) => {
      expect(sameFields(fieldsOf(status), fieldsOf({ ...status }))).toBe(true);
    }),
  );
});

it.each(Object.keys(fieldsOf({})))("fields differ if %s does", (key) => {
  fc.assert(
    fc.property(statuses, (status) => {
      const fields = fieldsOf(status);
      expect(sameFields(fields, { ...fields, [key]: "another value" })).toBe(false);
    }),
  );
});
