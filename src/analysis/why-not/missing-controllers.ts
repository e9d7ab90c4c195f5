/** Jobs that no controller has got to: none is running, or it has other things to do first. */

import { managerOf } from "./held-jobs.ts";
import type { FoundHindrance } from "./hindrance.ts";
import type { JobAtMoment, Moment } from "./moment.ts";

/** That no controller process is running. */
export function stoppedControllers({ processes, atMs }: Moment): FoundHindrance[] {
  const at = processes.findLastIndex(({ timeMs }) => timeMs <= atMs);
  const latest = processes[at];
  if (latest?.change !== "stopped") return [];
  const next = processes.slice(at + 1).find(({ change }) => change === "started");
  return [
    {
      holder: "controller manager",
      cause: "controllersDown",
      sinceMs: latest.timeMs,
      text: "is down: nothing processes Jobs",
      ends: "when it is started again",
      ...(next === undefined ? {} : { endsMs: next.timeMs }),
    },
  ];
}

/** That the controller has not got to a Job yet. */
export function notYetSynced({ commits, at, now, pods, refusals }: JobAtMoment, moment: Moment): FoundHindrance[] {
  const { object } = now;
  const { atMs, plan } = moment;
  const waits =
    object.status.startTime === undefined && object.spec.suspend !== true && managerOf(object) === undefined;
  if (!waits || pods.length > 0 || refusals.some(({ timeMs }) => timeMs <= atMs)) return [];
  const limit = plan.controllerManager?.kubeApi;
  const why = limit === undefined ? "" : `: its requests are limited to ${limit.qps} a second, and others come first`;
  const started = commits.slice(at + 1).find(({ object: later }) => later.status.startTime !== undefined);
  return [
    {
      holder: "Job controller",
      cause: "notSynced",
      sinceMs: commits[0]?.timeMs ?? 0,
      text: `has not started on it${why}`,
      ends: "when its turn comes",
      ...(started === undefined ? {} : { endsMs: started.timeMs }),
    },
  ];
}
