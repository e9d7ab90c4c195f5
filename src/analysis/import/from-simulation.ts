/** A run as a cluster would show it, so that it can be compared with a recording. */

import type { Simulation } from "../../simulation/simulation.ts";
import { type ClusterRecording, RecordingBuilder } from "./recording.ts";

/** Every version of the Jobs and pods of a run. */
export function recordingOf({ log }: Pick<Simulation, "log">): ClusterRecording {
  const builder = new RecordingBuilder();
  for (const entry of log.entries) {
    if (entry.kind !== "commit") continue;
    if (entry.resource === "jobs") builder.addJob(entry.object);
    else if (entry.resource === "pods") builder.addPod(entry.object);
  }
  return builder.build();
}
