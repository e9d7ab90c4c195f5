/** That a kubelet killed containers because of failed probes, which no status of a pod says: it looks like any exit. */

import type { PodLife } from "../analysis/pod-life.ts";
import type { KillingProbe } from "../apiserver/log.ts";

/**
 * Says which probes killed containers of a pod, and how often; empty if none did.
 *
 * @param pod whose code a table shows beside the text
 */
export function probeKillText(pod: Pick<PodLife, "probeKills" | "killedBy" | "failedIn" | "exitCode">): string {
  const { probeKills, killedBy, failedIn, exitCode } = pod;
  if (probeKills.length === 0) return "";
  const counts = new Map<string, number>();
  const containers = new Set(probeKills.map(({ container }) => container));
  const isOfOther = failedIn !== undefined && !containers.has(failedIn);
  for (const { probe, container } of probeKills) {
    const text = killText(probe, containers.size > 1 || isOfOther ? container : undefined);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const texts = [...counts].map(([text, count]) => (count === 1 ? text : `${text} ${count} times`));
  const hasRunSince = killedBy === undefined && exitCode !== undefined && !isOfOther;
  return `${hasRunSince ? "before: " : ""}${texts.join(", ")}`;
}

/** One kill; the container is named if several could be meant. */
export function killText(probe: KillingProbe, container: string | undefined): string {
  return `${container === undefined ? "" : `${container} `}killed by its ${probe} probe`;
}
