/** A container that fails again and again is restarted more and more rarely (semantics 11). */

import { parseTimestamp } from "../../../api/timestamp.ts";
import type { ContainerStatus, Pod } from "../../../api/types.ts";
import type { Invariant } from "../invariant.ts";

/** The first restart comes at once. */
const UNDELAYED_RESTARTS = 1;
/** The shortest delay, without the second to which times in a status are rounded. */
const SHORTEST_MS = 10_000 - 1_000;
/** What is not used for ten minutes is forgotten, also in the middle of a wait. */
const FORGIVEN_AFTER_MS = 600_000 - 2 * SHORTEST_MS;

function statusesOf({ status }: Pod): readonly ContainerStatus[] {
  return [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
}

/** Probes kill and restart in one step, and what they killed is no failure that the next restart goes by. */
function isKilledByProbes({ spec }: Pod, name: string): boolean {
  const container = [...(spec.initContainers ?? []), ...spec.containers].find((one) => one.name === name);
  return container?.livenessProbe !== undefined || container?.startupProbe !== undefined;
}

export const restartBackoff: Invariant = {
  id: "restart-backoff",
  sentence: "A container that is restarted a second time has waited for ten seconds, unless it ran for ten minutes.",
  source: "docs/semantics/11-pod-life.md",
  watch: () => ({
    pod({ object, previous, actor }, { job }, report) {
      if (previous === undefined || actor === "user" || object.status === previous.status) return;
      for (const { name, restartCount = 0, state, lastState } of statusesOf(object)) {
        const before = statusesOf(previous).find((status) => status.name === name);
        if (restartCount <= Math.max(UNDELAYED_RESTARTS, before?.restartCount ?? 0)) continue;
        const { startedAt: began, finishedAt: ended } = lastState?.terminated ?? {};
        const started = state?.running?.startedAt;
        if (began === undefined || ended === undefined || started === undefined) continue;
        if (parseTimestamp(ended) - parseTimestamp(began) >= FORGIVEN_AFTER_MS) continue;
        if (isKilledByProbes(object, name)) {
          report.excused();
          continue;
        }
        report.armed();
        const waitedMs = parseTimestamp(started) - parseTimestamp(ended);
        if (waitedMs >= SHORTEST_MS) continue;
        const message = `${name} in ${object.metadata.name} is restarted ${waitedMs} ms after it ended, a time later than the first`;
        report({ job, message, numbers: { waitedMs, restartCount } });
      }
    },
  }),
};
