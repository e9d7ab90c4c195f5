/** How a scenario writes the rules of pods: the inverse of `compile-pods.ts`. */

import type { JsonObject } from "../../api/json.ts";
import type {
  AttemptTraits,
  NamedContainerTraits,
  NumberSpan,
  PodMatch,
  PodRules,
  PodTraits,
  RestartTraits,
} from "../../kubelet/behaviour/rules.ts";
import type { WorkTraits } from "../../kubelet/behaviour/work.ts";
import type { RejectionScript } from "../../kubelet/rejection.ts";
import { formatDuration } from "../duration.ts";
import { jobText } from "../events/written-names.ts";
import { writeExit, writeStep, writeTime } from "./write-time.ts";

export function writePods({ default: traits, rules }: PodRules): JsonObject {
  const written = writeTraits(traits);
  return {
    ...(Object.keys(written).length === 0 ? {} : { default: written }),
    ...(rules.length === 0
      ? {}
      : { rules: rules.map((rule) => ({ match: writeMatch(rule.match), ...writeTraits(rule.traits) })) }),
  };
}

function writeMatch(match: PodMatch): JsonObject {
  const { jobs, cronJobs, jobNames, labels, annotations, cronRun, index, attempt, ordinal } = match;
  const named = [...(jobs ?? []), ...(cronJobs ?? [])];
  return {
    ...(jobNames === undefined ? {} : { jobName: [...jobNames] }),
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(named.length === 0 ? {} : { job: named.map(jobText) }),
    ...(cronRun === undefined ? {} : { cronRun: writeSpans(cronRun) }),
    ...(index === undefined ? {} : { index: writeSpans(index) }),
    ...(attempt === undefined ? {} : { attempt: writeSpans(attempt) }),
    ...(ordinal === undefined ? {} : { ordinal: writeSpans(ordinal) }),
  };
}

function writeSpans(spans: readonly NumberSpan[]): number | string {
  const [only] = spans;
  if (spans.length === 1 && only !== undefined && only.first === only.last) return only.first;
  return spans.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last ?? ""}`)).join(",");
}

/** Traits by the keys of a file. */
export function writeTraits(traits: PodTraits): JsonObject {
  const { schedule, start, ready, run, exit, container, containers, conditions, restarts, rejected } = traits;
  const { terminationTime: time, terminationExit, work } = traits;
  const termination = {
    ...(time === undefined ? {} : { time: writeTime(time) }),
    ...(terminationExit === undefined ? {} : { exit: writeExit(terminationExit) }),
  };
  return {
    ...(schedule === undefined ? {} : { schedule: writeStep(schedule) }),
    ...(start === undefined ? {} : { start: writeStep(start) }),
    ...(ready === undefined ? {} : { ready: writeStep(ready) }),
    ...(run === undefined ? {} : { run: writeStep(run) }),
    ...(exit === undefined ? {} : { exit: writeExit(exit) }),
    ...(container === undefined ? {} : { container }),
    ...(containers === undefined ? {} : { containers: mapValues(containers, writeContainer) }),
    ...(work === undefined ? {} : { work: writeWork(work) }),
    ...(rejected === undefined ? {} : { rejected: writeRejection(rejected) }),
    ...(conditions === undefined ? {} : { conditions }),
    ...(restarts === undefined ? {} : { restarts: restarts.map(writeRestart) }),
    ...(Object.keys(termination).length === 0 ? {} : { termination }),
  };
}

function writeWork({ total, checkpointEveryMs, restoreTakesMs, of, isGang }: WorkTraits): JsonObject {
  return {
    total: writeTime(total),
    of,
    ...(checkpointEveryMs === undefined ? {} : { checkpointEvery: formatDuration(checkpointEveryMs) }),
    ...(restoreTakesMs === undefined ? {} : { restoreTakes: formatDuration(restoreTakesMs) }),
    ...(isGang === true ? { gang: true } : {}),
  };
}

function writeRejection({ reason, message }: RejectionScript): JsonObject | string {
  return message === undefined ? reason : { reason, message };
}

function writeRestart({ count, run, exit }: RestartTraits): JsonObject {
  return { ...(count === 1 ? {} : { count }), run: writeTime(run), exit: writeExit(exit) };
}

function writeContainer(traits: NamedContainerTraits): JsonObject {
  const { runs, onTerm, oomAt, start, startup, ready, liveness, image, configMissing, postStart, preStop } = traits;
  return {
    ...writeAttempt(traits),
    ...(runs === undefined ? {} : { runs: runs.map(writeAttempt) }),
    ...(oomAt === undefined ? {} : { oomAt: writeTime(oomAt) }),
    ...(start === undefined ? {} : { start: writeTime(start) }),
    ...(startup === undefined ? {} : { startup: writeStep(startup) }),
    ...(ready === undefined ? {} : { ready: writeStep(ready) }),
    ...(liveness === undefined ? {} : { liveness: writeStep(liveness) }),
    ...(onTerm === undefined ? {} : { onTerm: writeTerm(onTerm) }),
    ...(image === undefined ? {} : { image: writeImage(image) }),
    ...(configMissing === undefined ? {} : { config: { missingUntil: writeStep(configMissing) } }),
    ...(postStart === undefined ? {} : { postStart: writeTime(postStart) }),
    ...(preStop === undefined ? {} : { preStop: writeTime(preStop) }),
  };
}

function writeAttempt({ run, exit }: AttemptTraits): JsonObject {
  return {
    ...(run === undefined ? {} : { run: writeStep(run) }),
    ...(exit === undefined ? {} : { exit: writeExit(exit) }),
  };
}

function writeTerm(onTerm: NonNullable<NamedContainerTraits["onTerm"]>): JsonObject | "ignore" {
  if (onTerm === "ignore") return onTerm;
  const { time, exit } = onTerm;
  return {
    ...(time === undefined ? {} : { time: writeTime(time) }),
    ...(exit === undefined ? {} : { exit: writeExit(exit) }),
  };
}

function writeImage(image: NonNullable<NamedContainerTraits["image"]>): JsonObject {
  if (image === "missing") return { missing: true };
  const { pull, failsFor } = image;
  return {
    ...(pull === undefined ? {} : { pull: writeTime(pull) }),
    ...(failsFor === undefined ? {} : { failsFor: writeTime(failsFor) }),
  };
}

function mapValues<T>(map: Readonly<Record<string, T>>, change: (value: T) => JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}
