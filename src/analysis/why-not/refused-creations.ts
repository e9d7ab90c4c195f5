/** Jobs that do not exist because the API server refused to create them. */

import type { RequestEntry } from "../../apiserver/log.ts";
import type { Hindrance } from "./hindrance.ts";
import type { Moment } from "./moment.ts";

/** One for each Job that is still missing at the moment. */
export function refusedCreations({ refusedCreations: entries }: Moment): Hindrance[] {
  const byName = new Map<string, RequestEntry[]>();
  for (const entry of entries) {
    const key = `${entry.namespace}/${entry.name}`;
    byName.set(key, [...(byName.get(key) ?? []), entry]);
  }
  return [...byName.values()].flatMap((refusals): Hindrance[] => {
    const latest = refusals.at(-1);
    if (latest?.error === undefined) return [];
    const { namespace, name, actor, error } = latest;
    const times = refusals.length === 1 ? "" : ` ${refusals.length} times`;
    return [
      {
        job: { namespace, name },
        holder: "API server",
        cause: error.isQuotaExceeded === true ? "quota" : "refused",
        sinceMs: refusals[0]?.timeMs ?? latest.timeMs,
        text: `refused ${actor}${times} to create the Job: ${error.message}`,
        ends: "when it is created again and accepted",
      },
    ];
  });
}
