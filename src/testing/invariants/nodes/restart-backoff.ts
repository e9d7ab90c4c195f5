/** A container that fails again and again is restarted more and more rarely (semantics 11). */

import { parseTimestamp } from "../../../api/timestamp.ts";
import type { ContainerStatus, Pod } from "../../../api/types.ts";
import type { Circumstances } from "../circumstances.ts";
import type { Invariant } from "../invariant.ts";

/** The first restart comes at once. */
const UNDELAYED_RESTARTS = 1;
/** Times in a status are rounded to the second. */
const ROUNDED_MS = 1_000;
/** The shortest delay, as a status shows it at least. */
const SHORTEST_MS = 10_000 - ROUNDED_MS;
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

/** Whether the kubelet of a pod's node restarted between two instants since 1970: it knows of no failures then. */
function hasReturned({ epochMs, returns }: Circumstances, { spec }: Pod, fromMs: number, toMs: number): boolean {
  return returns.some(
    ({ node, atMs }) =>
      node === spec.nodeName && fromMs <= epochMs + atMs + ROUNDED_MS && epochMs + atMs <= toMs + ROUNDED_MS,
  );
}

export const restartBackoff: Invariant = {
  id: "restart-backoff",
  sentence: "A container that is restarted a second time has waited for ten seconds, unless it ran for ten minutes.",
  source: "docs/semantics/11-pod-life.md",
  watch: ({ circumstances }) => ({
    pod({ object, previous, actor }, { job }, report) {
      if (previous === undefined || actor === "user" || object.status === previous.status) return;
      for (const { name, restartCount = 0, state, lastState } of statusesOf(object)) {
        const before = statusesOf(previous).find((status) => status.name === name);
        if (restartCount <= Math.max(UNDELAYED_RESTARTS, before?.restartCount ?? 0)) continue;
        const { startedAt: began, finishedAt: ended } = lastState?.terminated ?? {};
        const started = state?.running?.startedAt;
        if (began === undefined || ended === undefined || started === undefined) continue;
        if (parseTimestamp(ended) - parseTimestamp(began) >= FORGIVEN_AFTER_MS) continue;
        const [beganMs, startedMs] = [parseTimestamp(began), parseTimestamp(started)];
        if (isKilledByProbes(object, name) || hasReturned(circumstances, object, beganMs, startedMs)) {
          report.excused();
          continue;
        }
        report.armed();
        const waitedMs = startedMs - parseTimestamp(ended);
        if (waitedMs >= SHORTEST_MS) continue;
        const message = `${name} in ${object.metadata.name} is restarted ${waitedMs} ms after it ended, a time later than the first`;
        report({ job, message, numbers: { waitedMs, restartCount } });
      }
    },
  }),
};
