/** Checks draw pods that need a kubelet which decides, and the invariants hold for them. */

import { expect, test } from "vitest";
import { isJsonObject } from "../../src/api/json.ts";
import { check } from "../../src/testing/check.ts";
import { FAULTLESS, POD_FEATURES } from "../../src/testing/generate/features.ts";
import { drawTrial } from "../../src/testing/generate/trial.ts";
import { randomSource } from "../../src/testing/source.ts";

test("trials have init containers, side-cars, probes and hooks, and kubelets evict pods", () => {
  const found = new Set<string>();
  for (let seed = 1; seed <= 60; seed++) {
    const { actions } = drawTrial(randomSource(String(seed)), POD_FEATURES);
    for (const action of actions) {
      if (action.op === "evictByKubelet") found.add("eviction");
      if (action.op !== "createJob" || !isJsonObject(action.manifest.spec)) continue;
      const text = JSON.stringify(action.manifest.spec);
      for (const part of ["initContainers", "livenessProbe", "readinessProbe", "startupProbe", "preStop"]) {
        if (text.includes(part)) found.add(part);
      }
      if (text.includes('"restartPolicy":"Always"')) found.add("side-car");
    }
  }
  expect([...found].sort()).toEqual(
    ["eviction", "initContainers", "livenessProbe", "preStop", "readinessProbe", "side-car", "startupProbe"].sort(),
  );
});

test("no invariant is violated, and all Jobs settle", () => {
  const { failures } = check({ runs: 60, seed: 1, features: [...POD_FEATURES, ...FAULTLESS] });
  expect(failures).toEqual([]);
});
