/** Every schedule of a small world with a Go program in it: `.ci/build-go` builds the program. */

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { optionsOfGoCheck } from "../../src/go/go-check.ts";
import type { SimulationPlan } from "../../src/simulation/plan.ts";
import { explore } from "../../src/testing/explore/explore.ts";
import type { ExploreOptions } from "../../src/testing/explore/options.ts";

const KEEPER = path.join(import.meta.dirname, "../../examples/go/keeper");
const MODULE = path.join(KEEPER, "keeper.wasm");

async function scopeOf(...args: readonly string[]): Promise<{ world: SimulationPlan; options: ExploreOptions }> {
  const wasmExec = readFileSync(path.join(KEEPER, "../wasm_exec.js"), "utf8");
  const { world, controllers, invariants } = await optionsOfGoCheck({
    programs: [{ module: readFileSync(MODULE), wasmExec, name: "keeper", args }],
    invariantsFile: path.join(KEEPER, "check.mjs"),
  });
  if (world === undefined || controllers === undefined || invariants === undefined) expect.fail("keeper has no world");
  return { world, options: { controllers, invariants, deviations: 1 } };
}

describe.skipIf(!existsSync(MODULE))("every schedule with one deviation of a world with keeper", () => {
  test("shows nothing, if it is correct", { timeout: 300_000 }, async () => {
    const { world, options } = await scopeOf("-exact-names");
    const { schedules, deviated, ...result } = explore(world, options);
    expect(result).toMatchObject({ isComplete: true, findings: [] });
    const { order, delivery, write } = deviated;
    expect(schedules).toBe(1 + order + delivery + write);
    // Each of its own deliveries may be held, and its one write has each fate.
    expect(Math.min(order, delivery, write)).toBeGreaterThan(6);
  });
});
