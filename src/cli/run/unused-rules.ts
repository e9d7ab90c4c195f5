/** Rules of a scenario that decided about no pod of its run. */

import type { JsonObject } from "../../api/json.ts";
import { isJsonList, isJsonObject } from "../../api/json.ts";
import type { Simulation } from "../../simulation/simulation.ts";

/** The most rules that are named. */
const MOST_NAMED = 5;

/** One sentence about all of them, if there are any. */
export function unusedRules({ plan, usedRules }: Simulation, document: JsonObject | undefined): string[] {
  const rules = plan.pods?.rules ?? [];
  // Rules about the pods of other people stand before those of the file.
  const others = rules.length - rulesIn(document);
  const unused = rules.flatMap((rule, i) =>
    // Whether there are further attempts is up to the first ones.
    usedRules.has(rule) || i < others || rule.match.attempt !== undefined ? [] : [`pods.rules[${i - others}]`],
  );
  if (unused.length === 0) return [];
  const more = unused.length > MOST_NAMED ? ` and ${unused.length - MOST_NAMED} more` : "";
  const names = `${unused.slice(0, MOST_NAMED).join(", ")}${more}`;
  return [`without effect: ${names}; no pod of this run matches, or an earlier rule decides about those that do`];
}

function rulesIn(document: JsonObject | undefined): number {
  const pods = document?.pods;
  return isJsonObject(pods) && isJsonList(pods.rules) ? pods.rules.length : 0;
}
