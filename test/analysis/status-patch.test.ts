import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isJsonObject } from "../../src/api/json.ts";
import { applyJsonPatch } from "../../src/api/json-patch.ts";
import { machineReport } from "../../src/report/machine-report.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { load } from "../scenario/helpers.ts";

test.each(["flaky-pods", "poison-index", "suspend-resume", "leader-success-policy", "slow-control-plane"])(
  "the patches of %s, applied in turn, lead to the final status",
  (name) => {
    const { plan } = load(readFileSync(`sim-scenarios/${name}.yaml`, "utf8"));
    const { transitions, finalStatus } = machineReport(simulate(plan));
    for (const { job, status } of finalStatus) {
      const patches = transitions.flatMap((one) =>
        one.kind === "status" && one.job.name === job.name ? [one.patch] : [],
      );
      expect(patches.length).toBeGreaterThan(2);
      let played: unknown = { status: {} };
      for (const patch of patches) if (isJsonObject(played)) played = applyJsonPatch(played, patch);
      expect(played).toEqual({ status });
    }
  },
);
