import { describe, expect, test } from "vitest";
import { finishedCondition, finishedType, isFinished, isFinishedType } from "../../src/api/finished-job.ts";

const job = (...conditions: (readonly [type: string, status: string])[]) => ({
  status: { conditions: conditions.map(([type, status]) => ({ type, status })) },
});

describe("a Job has finished", () => {
  test("with the first true condition that ends it", () => {
    const failed = job(["Suspended", "False"], ["FailureTarget", "True"], ["Failed", "True"], ["Complete", "True"]);
    expect(finishedCondition(failed)).toEqual({ type: "Failed", status: "True" });
    expect(finishedType(failed)).toBe("Failed");
    expect(isFinished(failed)).toBe(true);
  });

  test.each([[job()], [{ status: {} }], [job(["Complete", "False"])], [job(["SuccessCriteriaMet", "True"])]])(
    "and not before: %j",
    (open) => {
      expect(finishedType(open)).toBeUndefined();
      expect(isFinished(open)).toBe(false);
    },
  );

  test("by the names of these conditions alone", () => {
    expect(["Complete", "Failed", "Suspended", "Running"].filter(isFinishedType)).toEqual(["Complete", "Failed"]);
  });
});
