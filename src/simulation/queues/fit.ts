/** Whether a flavour has enough quota for a Job, and otherwise Kueue's message. */

import { formatQuantity } from "../../api/quantity.ts";
import { amountsOf } from "../../api/resource-amounts.ts";
import type { PlannedFlavor } from "./queue.ts";
import type { QueuedJob } from "./workload.ts";

/** An admitted Job. */
export interface QuotaHolder extends QueuedJob {
  readonly flavor: string;
  readonly admittedMs: number;
}

export type Fit =
  | { readonly kind: "fits" }
  /** It would fit without the other Jobs. */
  | { readonly kind: "full"; readonly message: string }
  | { readonly kind: "never"; readonly message: string };

/** @param holders the Jobs that use quota of the flavour now */
export function fitOf(asker: QueuedJob, flavor: PlannedFlavor, holders: readonly QuotaHolder[]): Fit {
  const clash = Object.entries(flavor.nodeLabels ?? {}).find(
    ([key, value]) => asker.nodeSelector[key] !== undefined && asker.nodeSelector[key] !== value,
  );
  if (clash !== undefined) return { kind: "never", message: `flavor ${flavor.name} doesn't match node affinity` };
  const quota = amountsOf(flavor.quota);
  const messages: string[] = [];
  let isHopeless = false;
  for (const [name, asked] of asker.asked) {
    const nominal = quota.get(name);
    if (nominal === undefined) {
      if (name === "pods") continue;
      return { kind: "never", message: `resource ${name} unavailable in ClusterQueue` };
    }
    const used = holders.reduce((sum, { asked: held }) => sum + (held.get(name) ?? 0n), 0n);
    const missing = used + asked - nominal.billionths;
    if (missing <= 0n) continue;
    const amount = formatQuantity({ billionths: missing, notation: nominal.notation });
    isHopeless ||= asked > nominal.billionths;
    messages.push(
      asked > nominal.billionths
        ? `insufficient quota for ${name} in flavor ${flavor.name}, request > maximum capacity`
        : `insufficient unused quota for ${name} in flavor ${flavor.name}, ${amount} more needed`,
    );
  }
  if (messages.length === 0) return { kind: "fits" };
  return { kind: isHopeless ? "never" : "full", message: messages.join(", ") };
}
