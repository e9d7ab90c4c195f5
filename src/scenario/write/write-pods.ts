/** How a scenario writes the rules of pods: what `compile-pods.ts` reads, in the other direction. */

import type { JsonObject } from "../../api/json.ts";
import type { NumberSpan, PodMatch, PodRules, PodTraits, RestartTraits } from "../../kubelet/behaviour/rules.ts";
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

function writeMatch({ jobs, index, attempt, ordinal }: PodMatch): JsonObject {
  return {
    ...(jobs === undefined ? {} : { job: jobs.map(jobText) }),
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
  const { schedule, start, ready, run, exit, container, conditions, restarts } = traits;
  const { terminationTime: time, terminationExit } = traits;
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
    ...(conditions === undefined ? {} : { conditions }),
    ...(restarts === undefined ? {} : { restarts: restarts.map(writeRestart) }),
    ...(Object.keys(termination).length === 0 ? {} : { termination }),
  };
}

function writeRestart({ count, run, exit }: RestartTraits): JsonObject {
  return { ...(count === 1 ? {} : { count }), run: writeTime(run), exit: writeExit(exit) };
}
