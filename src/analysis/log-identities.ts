/** The pods of a log, numbered as the run that wrote it numbered them. */

import type { LogEntry } from "../apiserver/log.ts";
import { PodIdentities } from "../simulation/pod-identities.ts";

/** @param entries of a whole log, from its beginning; pods that a user created are known by their names */
export function identitiesOf(entries: readonly LogEntry[]): PodIdentities {
  const identities = new PodIdentities();
  for (const entry of entries) {
    if (entry.kind !== "commit") continue;
    if (entry.resource === "jobs") identities.followJob(entry.object);
    else if (entry.resource === "pods" && entry.type === "ADDED") {
      if (entry.actor === "user") identities.nameUserPod(entry.object.metadata.name, entry.object);
      else identities.identify(entry.object);
    }
  }
  return identities;
}
