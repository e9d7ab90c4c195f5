/** Joins Events about pods: repetitions of one, and the same Event about several pods at one instant. */

import type { EventRaised, Transition } from "../analysis/changes/transition.ts";

/** The same Event about pods of one Job, once or more often. */
export interface PodsEvents {
  readonly kind: "podsEvents";
  readonly atMs: number;
  readonly job: EventRaised["job"];
  readonly event: Pick<EventRaised, "type" | "reason" | "message" | "container" | "probe">;
  readonly pods: readonly string[];
  /** How often it was about each of the pods, and when last. */
  readonly count: number;
  readonly untilMs: number;
}

interface Series {
  readonly first: EventRaised & { readonly pod: string };
  count: number;
  untilMs: number;
}

/** Puts one entry in the place of the first of those that are joined; everything else stays as it is. */
export function joinPodEvents(transitions: readonly Transition[]): (Transition | PodsEvents)[] {
  const series = seriesOf(transitions);
  const joined = new Map<string, { entry: PodsEvents; pods: string[] }>();
  const result: (Transition | PodsEvents)[] = [];
  for (const transition of transitions) {
    if (transition.kind !== "event" || transition.pod === undefined) {
      result.push(transition);
      continue;
    }
    const own = series.get(transition);
    if (own === undefined) continue;
    const { job, type, reason, atMs, pod, container, probe } = own.first;
    const message = withoutPod(own.first);
    const { count, untilMs } = own;
    const key = JSON.stringify([
      job.namespace,
      job.name,
      atMs,
      untilMs,
      count,
      type,
      reason,
      message,
      container,
      probe,
    ]);
    const known = joined.get(key);
    if (known !== undefined) {
      known.pods.push(pod);
      continue;
    }
    const pods = [pod];
    const about = { ...(container === undefined ? {} : { container }), ...(probe === undefined ? {} : { probe }) };
    const event = { type, reason, message, ...about };
    const entry: PodsEvents = { kind: "podsEvents", atMs, job, event, pods, count, untilMs };
    joined.set(key, { entry, pods });
    result.push(entry);
  }
  return result;
}

/** Each Event that is the first of its kind about its pod, with what happened to it. */
function seriesOf(transitions: readonly Transition[]): Map<Transition, Series> {
  const byKey = new Map<string, Series>();
  const byFirst = new Map<Transition, Series>();
  for (const transition of transitions) {
    if (transition.kind !== "event" || transition.pod === undefined) continue;
    const { job, pod, container, reason, message, atMs } = transition;
    const key = JSON.stringify([job.namespace, job.name, pod, container, reason, message]);
    const known = byKey.get(key);
    if (known !== undefined) {
      known.count++;
      known.untilMs = atMs;
      continue;
    }
    const series: Series = { first: { ...transition, pod }, count: 1, untilMs: atMs };
    byKey.set(key, series);
    byFirst.set(transition, series);
  }
  return byFirst;
}

/** Names of pods add nothing to the labels of the pods. */
function withoutPod({ message }: EventRaised): string {
  return message.replace(/ in pod \S+$/, "").replace(/^(Successfully assigned) \S+ /, "$1 ");
}
