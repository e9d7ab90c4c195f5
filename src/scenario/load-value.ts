/** Loads a scenario that is data already, however large: there is no text in which a problem has a line. */

import type { JsonObject } from "../api/json.ts";
import { type LoadedScenario, loadFrom } from "./load.ts";
import { YamlSource } from "./yaml-source.ts";

/**
 * Loads a scenario from its data.
 *
 * @param file how it is called in problems
 * @throws InputError with every problem found
 */
export function loadScenarioValue(scenario: JsonObject, file: string): LoadedScenario {
  const mark = { start: 0, size: 1, depth: 1 };
  const input = { text: "", file, readFile: () => "" };
  return loadFrom(input, () => [{ source: new YamlSource(file, ""), value: scenario, mark }]);
}
