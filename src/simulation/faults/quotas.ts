/** ResourceQuota on pods: creations by controllers are rejected while a namespace has reached its quota. */

import { copyWith } from "../../api/copy-with.ts";
import { forbidden } from "../../apiserver/errors.ts";
import type { CommitLog, LogEntry } from "../../apiserver/log.ts";
import { isTerminalPhase } from "../../apiserver/pod-deletion.ts";
import type { FaultCheck } from "../../controller/process.ts";

/** For `fromMs <= t < toMs`, the maximum number of pods in a namespace that have not ended. */
export interface PodQuota {
  readonly fromMs: number;
  readonly toMs: number;
  /** By default the quota applies to every namespace separately. */
  readonly namespace?: string;
  /** 0 or more. */
  readonly pods: number;
}

/** A check that rejects creations above the quotas; `undefined` if there are no quotas. */
export function quotaCheck(log: CommitLog, quotas: readonly PodQuota[] | undefined): FaultCheck | undefined {
  if (quotas === undefined || quotas.length === 0) return undefined;
  const used = new Map<string, number>();
  log.follow((entry) => {
    const change = changeOfUse(entry);
    if (change !== undefined) used.set(change.namespace, (used.get(change.namespace) ?? 0) + change.by);
  });
  return (request, timeMs) => {
    if (request.resource !== "pods" || request.verb !== "create") return undefined;
    const { namespace, generateName } = request.pod;
    const now = used.get(namespace) ?? 0;
    const exceeded = quotas.find(
      (quota) =>
        quota.fromMs <= timeMs &&
        timeMs < quota.toMs &&
        (quota.namespace === undefined || quota.namespace === namespace) &&
        now >= quota.pods,
    );
    if (exceeded === undefined) return undefined;
    const figures = `requested: pods=1, used: pods=${now}, limited: pods=${exceeded.pods}`;
    const error = forbidden("pods", generateName, `exceeded quota: pods, ${figures}`);
    return copyWith(error, { isReal: true, isQuotaExceeded: true });
  };
}

/** Pods that have ended do not count (core/v1 ResourceQuota, `pods`). */
function changeOfUse(entry: LogEntry): { readonly namespace: string; readonly by: 1 | -1 } | undefined {
  if (entry.kind !== "commit" || entry.resource !== "pods") return undefined;
  const { type, object, previous } = entry;
  const counted = previous !== undefined && !isTerminalPhase(previous.status.phase);
  const counts = type !== "DELETED" && !isTerminalPhase(object.status.phase);
  if (counted === counts) return undefined;
  return { namespace: object.metadata.namespace, by: counts ? 1 : -1 };
}
