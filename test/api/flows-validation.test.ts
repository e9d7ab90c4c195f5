/** Validation of Jobs: creates, updates and status writes with the answers of a real API server. */

import { describe, expect, test } from "vitest";
import { aggregateMessage, formatPath } from "../../src/api/field-path.ts";
import { isJsonList, isJsonObject, type JsonObject } from "../../src/api/json.ts";
import { asInFlows, type Replayed, replay } from "./flow-replay.ts";
import { readFlows } from "./flows.ts";

const writes = readFlows().flatMap(replay);
const accepted = writes.filter(({ step }) => step.code < 300);
const refused = writes.filter(({ step }) => step.code === 422);

function recordedCauses({ step }: Replayed): readonly JsonObject[] {
  const { details } = step.answer;
  const causes = isJsonObject(details) ? details.causes : undefined;
  return isJsonList(causes) ? causes.filter(isJsonObject) : [];
}

function foundCauses({ errors }: Replayed): readonly JsonObject[] {
  return errors.map(({ reason, body, path }) => ({ reason, message: asInFlows(body), field: formatPath(path) }));
}

test.each([
  ["create", 265],
  ["update", 46],
  ["status", 79],
])("the flows record many writes of the kind %s", (wanted, count) => {
  expect(writes.filter(({ kind }) => kind === wanted).length).toBeGreaterThanOrEqual(count);
});

describe("a write that a real server accepted", () => {
  test.each(accepted)("breaks no rule: $title", (write) => {
    expect(foundCauses(write)).toEqual([]);
  });
});

describe("a write that a real server refused", () => {
  test.each(refused)("breaks the same rules in the same order: $title", (write) => {
    expect(foundCauses(write)).toEqual(recordedCauses(write));
  });

  test.each(refused)("is refused with the same message: $title", (write) => {
    const message = `Job.batch "${write.job.metadata.name}" is invalid: ${aggregateMessage(write.errors)}`;
    expect(asInFlows(message)).toBe(write.step.answer.message);
  });
});
