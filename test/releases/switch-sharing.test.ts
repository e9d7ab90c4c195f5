import { describe, expect, test } from "vitest";
import { switchesOfPlan } from "../../src/simulation/releases/releases.ts";

describe("the switches of runs alike are one object, so that a manifest is read and checked once for all of them", () => {
  const switches = { suspendClearsStartTime: false };

  test.each([
    ["without a release", {}, {}],
    ["of one release", { kubernetes: "1.30" as const }, { kubernetes: "1.30" as const }],
    ["with the same switches", { switches }, { switches }],
    [
      "with the same switches of one release",
      { kubernetes: "1.30" as const, switches },
      { kubernetes: "1.30" as const, switches },
    ],
  ])("%s", (_name, plan, other) => {
    expect(switchesOfPlan(plan)).toBe(switchesOfPlan(other));
  });

  test("and another one if the release or a switch differs", () => {
    expect(switchesOfPlan({ kubernetes: "1.30", switches })).not.toEqual(switchesOfPlan({ switches }));
    expect(switchesOfPlan({ switches }).suspendClearsStartTime).toBe(false);
    expect(switchesOfPlan({}).suspendClearsStartTime).toBe(true);
  });
});
