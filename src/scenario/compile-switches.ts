/** `switches` of a scenario: single behaviours that differ from those of its release. */

import { nearest } from "../api/nearest.ts";
import { historyOf, isSwitchId, SWITCH_IDS, valueText } from "../simulation/releases/catalog.ts";
import type { Switches, SwitchId } from "../simulation/switches.ts";
import type { Reporter } from "./report.ts";

/**
 * Checks names and values of switches.
 *
 * @param given by name; a switch that is on or off may be a boolean, or yes or no
 */
export function compileSwitches(
  given: Readonly<Record<string, string | boolean>>,
  reporter: Reporter,
): Partial<Switches> {
  const entries = Object.entries(given).flatMap(([name, wanted]): [SwitchId, Switches[SwitchId]][] => {
    if (!isSwitchId(name)) {
      reporter.problem(["switches"], { problem: unknownSwitch(name), key: name, misnamed: true });
      return [];
    }
    const values = [...new Set(historyOf(name).map(({ value }) => value))];
    const text = typeof wanted === "boolean" ? valueText(wanted) : wanted;
    const value = values.find((one) => valueText(one) === text);
    if (value !== undefined) return [[name, value]];
    reporter.problem(
      ["switches", name],
      `is ${text}, which no release has; known are ${values.map(valueText).join(", ")}`,
    );
    return [];
  });
  return Object.fromEntries(entries);
}

function unknownSwitch(name: string): string {
  const meant = nearest(name, SWITCH_IDS);
  const hint = meant === undefined ? "" : `; did you mean "${meant}"?`;
  return `there is no such switch${hint === "" ? "; jobsim help releases lists all" : hint}`;
}
