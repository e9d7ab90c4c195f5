/** JS003: what the API server would refuse as an update of an existing Job. */

import type { LoadedScenario } from "../../scenario/load.ts";
import { refusedChanges } from "../refused-change.ts";
import type { Finding } from "./lint.ts";
import { REFUSED_CHANGE } from "./refused.ts";

/**
 * Checks Jobs as updates of those of an older file.
 *
 * @param old the manifests that these replace
 * @example
 * const findings = findingsAgainst(loadScenario(next), loadScenario(old));
 */
export function findingsAgainst(next: LoadedScenario, old: LoadedScenario): readonly Finding[] {
  const { id, severity, title, advice } = REFUSED_CHANGE;
  return refusedChanges(old, next).map(({ job, message, fields }) => ({
    ...job.place((fields[0] ?? "spec").split(".")),
    ...{ id, severity, title, advice, path: fields[0] ?? "spec" },
    ...(job.ref === undefined ? {} : { job: job.ref.name }),
    message: `applied over the older manifest, it is refused: ${message}`,
  }));
}
