/** Each switch is reached by `jobsim upgrade` on a scenario that people can start from. */

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { compareReleases } from "../../src/analysis/upgrade/upgrade.ts";
import { type LoadedScenario, loadScenario } from "../../src/scenario/load.ts";
import { differencesBetween, SWITCH_IDS } from "../../src/simulation/releases/catalog.ts";
import { RELEASES, type Release } from "../../src/simulation/releases/releases.ts";
import type { SwitchId } from "../../src/simulation/switches.ts";

const FOLDER = "sim-scenarios";
const TIMEOUT_MS = 180_000;

/** Switches that cannot show in a run of a release that exists, and why. */
const UNREACHABLE: { readonly [id in SwitchId]?: string } = {
  creationExpectation:
    "an index that neither runs nor is wanted, of which fewer are created than expected, comes from a limit per index, and that is unknown up to 1.27",
};

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
    const missing = new Set(SWITCH_IDS);
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
