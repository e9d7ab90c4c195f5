/** Each switch of the API and of the Job controller is reached by `jobsim upgrade` on a scenario that people can start from. */

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compareReleases } from "../../src/analysis/upgrade/upgrade.ts";
import { type LoadedScenario, loadScenario } from "../../src/scenario/load.ts";
import { digestOf } from "../../src/simulation/digest.ts";
import { differencesBetween, SWITCH_IDS } from "../../src/simulation/releases/catalog.ts";
import { KUBELET_DOCS } from "../../src/simulation/releases/catalog-kubelet.ts";
import { SCHEDULER_DOCS } from "../../src/simulation/releases/catalog-scheduler.ts";
import { RELEASES, type Release, switchesOf } from "../../src/simulation/releases/releases.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import type { Switches, SwitchId } from "../../src/simulation/switches.ts";
import { trials } from "../../src/testing/arbitraries.ts";
import { FEATURES } from "../../src/testing/generate/features.ts";

const FOLDER = "sim-scenarios";
const TIMEOUT_MS = 180_000;

/** Switches that cannot show in a run of a release that exists, and why. */
const UNREACHABLE: { readonly [id in SwitchId]?: string } = {
  // With a limit per index, given-up indexes make fewer wait than are missing; up
  // to 1.27, when it matters, it is unknown. Without it, at least as many wait: no
  // more are wanted than have not succeeded, and an active pod takes one at most.
  creationExpectation: "up to 1.27 as many creations are made as are expected early",
};

/** Switches of kubelets and schedulers change pods, not Jobs: separate tests play them. */
function isOfPods(id: SwitchId): boolean {
  return Object.hasOwn(KUBELET_DOCS, id) || Object.hasOwn(SCHEDULER_DOCS, id);
}

const NEIGHBOURS = RELEASES.flatMap((from, i): (readonly [Release, Release])[] => {
  const to = RELEASES[i + 1];
  return to === undefined ? [] : [[from, to]];
});

function loadAll(): LoadedScenario[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".yaml"));
  return files.map((name) => {
    const file = path.join(FOLDER, name);
    return loadScenario({ text: readFileSync(file, "utf8"), file, readFile: (other) => readFileSync(other, "utf8") });
  });
}

function reached(loaded: LoadedScenario, [from, to]: readonly [Release, Release]): SwitchId[] {
  const { effects, fields } = compareReleases({ ...loaded, from, to, seeds: 1, each: false });
  return [...effects.map(({ id }) => id), ...fields.map(({ switchId }) => switchId)];
}

test(
  "an upgrade of one release names every switch on some scenario, but for those that cannot show",
  () => {
    const missing = new Set(SWITCH_IDS.filter((id) => !isOfPods(id)));
    for (const loaded of loadAll()) {
      for (const pair of NEIGHBOURS) {
        if (!differencesBetween(...pair).some((id) => missing.has(id) && UNREACHABLE[id] === undefined)) continue;
        for (const id of reached(loaded, pair)) missing.delete(id);
      }
    }
    expect([...missing]).toEqual(Object.keys(UNREACHABLE));
  },
  TIMEOUT_MS,
);

test("what is expected early, up to 1.27, is what is created: both values play the same", () => {
  const before = RELEASES.filter((release) => switchesOf(release).creationExpectation === "early");
  expect(before).toEqual(["1.25", "1.26", "1.27"]);
  fc.assert(
    fc.property(fc.constantFrom(...before), trials(FEATURES), (kubernetes, trial) => {
      const digestWith = (creationExpectation: Switches["creationExpectation"]) =>
        digestOf(simulate({ ...trial, kubernetes, switches: { creationExpectation } }).log.entries);
      expect(digestWith("early")).toBe(digestWith("late"));
    }),
    { seed: 126, numRuns: 600 },
  );
});
