/** What was played as a scenario file, so that it can be taken along. */

import { stringify } from "yaml";
import { writeScenario } from "../../src/scenario/write/write-scenario.ts";
import type { SimulationPlan } from "../../src/simulation/plan.ts";

/** The file, or a comment that says why there can be none. */
export function scenarioText(name: string, plan: SimulationPlan): string {
  try {
    const { apiVersion, kind, ...rest } = writeScenario(plan);
    return stringify({ apiVersion, kind, metadata: { name }, ...rest }, { lineWidth: 0, aliasDuplicateObjects: false });
  } catch (error) {
    if (error instanceof RangeError) return `# ${error.message}\n`;
    throw error;
  }
}
