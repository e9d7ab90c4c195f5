/** What the API server has refused a Job's controllers, and not granted since. */

import type { RequestEntry } from "../../apiserver/log.ts";
import { FOR_EVER_MS } from "../../scenario/compile-faults.ts";
import { apiVerbOf } from "../../simulation/faults/api-faults.ts";
import { formatSpan } from "../times.ts";
import type { FoundHindrance } from "./hindrance.ts";
import type { JobAtMoment, Moment } from "./moment.ts";
import { exceededQuotas } from "./quota-holders.ts";

/** How many Jobs are named as users of a quota. */
const MOST_NAMED = 3;

/** The refusals that are current at the moment: similar ones together. */
export function refusedRequests(job: JobAtMoment, moment: Moment): FoundHindrance[] {
  const groups = new Map<string, RequestEntry[]>();
  for (const entry of job.refusals) {
    // A pod that is already gone is what a controller wanted.
    if (entry.resource === "pods" && entry.error?.reason === "NotFound" && entry.injected !== true) continue;
    const key = `${entry.verb} ${entry.resource} ${entry.verb === "create" ? "" : entry.name}`;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()].flatMap((entries) => standing(entries, job, moment) ?? []);
}

function standing(entries: readonly RequestEntry[], job: JobAtMoment, moment: Moment): FoundHindrance | undefined {
  const { atMs, podsInUse } = moment;
  const before = entries.filter(({ timeMs }) => timeMs <= atMs);
  const latest = before.at(-1);
  if (latest?.error === undefined) return undefined;
  const granted = grantsOf(latest, job);
  if (granted === undefined || granted.some((ms) => ms >= latest.timeMs && ms <= atMs)) return undefined;
  const lastGrantMs = granted.findLast((ms) => ms < latest.timeMs) ?? Number.NEGATIVE_INFINITY;
  const unbroken = before.filter(({ timeMs }) => timeMs >= lastGrantMs);
  const endsMs = granted.find((ms) => ms > atMs);
  const retryMs = entries.find(({ timeMs }) => timeMs > atMs)?.timeMs;
  const nextMs = Math.min(retryMs ?? Number.POSITIVE_INFINITY, endsMs ?? Number.POSITIVE_INFINITY);
  const { verb, resource, error, actor } = latest;
  const isQuota = error.isQuotaExceeded === true;
  const times = unbroken.length === 1 ? "" : ` ${unbroken.length} times`;
  const users = [...podsInUse(job.ref.namespace)].map(([name, count]) => `${name} (${count})`);
  const more = users.length > MOST_NAMED ? ` and ${users.length - MOST_NAMED} more` : "";
  const inUse = `in use there by pods of ${users.slice(0, MOST_NAMED).join(", ")}${more}`;
  const exceeded = isQuota ? exceededQuotas(job.ref.namespace, job.now.object.spec.template.spec, moment) : [];
  const details = exceeded.length === 0 && isQuota && users.length > 0 ? [inUse] : exceeded;
  return {
    holder: "API server",
    cause: isQuota ? "quota" : error.isAnswerLost === true ? "answerLost" : "refused",
    sinceMs: unbroken[0]?.timeMs ?? latest.timeMs,
    text: `refused ${actor}${times} to ${verb} ${resource}: ${error.message}`,
    ...(details.length === 0 ? {} : { details }),
    ends: endOf(latest, moment),
    ...(Number.isFinite(nextMs) ? { nextMs } : {}),
    ...(endsMs === undefined ? {} : { endsMs }),
  };
}

/** When a similar request was granted, virtual milliseconds, in order; nothing for a pod that is gone. */
function grantsOf({ verb, resource, name }: RequestEntry, job: JobAtMoment): number[] | undefined {
  if (resource === "jobs") return job.commits.filter((commit) => commit.verb === verb).map(({ timeMs }) => timeMs);
  if (verb === "create") {
    const created = [...job.pods.map(({ commits }) => commits[0]), ...job.later];
    return created.flatMap((commit) => commit?.timeMs ?? []).sort((a, b) => a - b);
  }
  const about = job.pods.find(({ now }) => now.object.metadata.name === name);
  return about?.commits.filter((commit) => commit.verb === verb).map(({ timeMs }) => timeMs);
}

/** What ends a refusal: the scenario's fault if one causes it, otherwise whoever refuses. */
function endOf({ timeMs, verb, resource, error, injected }: RequestEntry, { plan }: Moment): string {
  if (error?.isQuotaExceeded === true) return "when pods of the namespace end or are removed, or the quota is raised";
  if (error?.isAnswerLost === true) return "with the next sync: the write took effect, and only its answer was lost";
  const holds = ({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }) =>
    fromMs <= timeMs && timeMs < toMs;
  const fault =
    injected === true
      ? plan.faults?.find((one) => holds(one) && one.verb === apiVerbOf(verb) && one.resource === resource)
      : plan.refusals?.find((one) => holds(one) && one.resource === resource && one.message === error?.message);
  if (fault !== undefined && fault.toMs >= FOR_EVER_MS) return "never: the fault of the scenario has no end";
  if (fault !== undefined) return `after +${formatSpan(fault.toMs)}, when the fault of the scenario ends`;
  return error?.reason === "Invalid"
    ? "never: the manifest has to change"
    : "when the API server grants it; the controller retries with growing delays";
}
