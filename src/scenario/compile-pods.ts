/** From `pods` of a scenario file to rules. */

import type { FieldPath } from "../api/field-path.ts";
import type { Distribution } from "../engine/distribution.ts";
import { always } from "../kubelet/behaviour/exit-choice.ts";
import type { NumberSpan, PodMatch, PodRules, PodTraits, RestartTraits } from "../kubelet/behaviour/rules.ts";
import type { WorkTraits } from "../kubelet/behaviour/work.ts";
import { isUsualRejection, type RejectionScript } from "../kubelet/rejection.ts";
import type { JobRef } from "../simulation/plan.ts";
import { isFault } from "./checked.ts";
import { compileCondition } from "./compile-condition.ts";
import { compileContainers } from "./compile-containers.ts";
import { compileDuration, compileExit, compileTime } from "./compile-time.ts";
import { parseIndexList } from "./index-list.ts";
import type { JobNames } from "./job-names.ts";
import type { Reporter } from "./report.ts";
import type { BehaviourInput, MatchInput, PodsInput } from "./schema-pods.ts";
import type { DurationInput, TimeInput } from "./schema-time.ts";

/** Most container runs of one pod: with the longest back-off, 10,000 restarts take five weeks. */
const MAX_RESTARTS = 10_000;

/**
 * Compiles the rules of a scenario.
 *
 * @param pods as the schema found it, perhaps absent
 * @param jobs the Jobs that rules may name
 * @param reporter receives what is wrong
 * @example
 * const pods = compilePods(scenario.pods, jobs, reporter);
 */
export function compilePods(pods: PodsInput | undefined, jobs: JobNames, reporter: Reporter): PodRules {
  const rules = (pods?.rules ?? []).map((rule, i) => {
    const path: FieldPath = ["pods", "rules", i];
    const match = compileMatch(rule.match, [...path, "match"], jobs, reporter);
    return { match, traits: compileTraits(rule, path, reporter) };
  });
  return { default: compileTraits(pods?.default ?? {}, ["pods", "default"], reporter), rules };
}

function compileMatch(match: MatchInput, path: FieldPath, jobs: JobNames, reporter: Reporter): PodMatch {
  const { job, jobName, labels, annotations, cronRun, index, attempt, ordinal } = match;
  if (Object.values(match).every((value) => value === undefined)) {
    reporter.problem(
      path,
      "needs job, jobName, labels, annotations, cronRun, index, attempt or ordinal; what applies to all pods goes into pods.default",
    );
  }
  const found: JobRef[] = [];
  const cronJobs: JobRef[] = [];
  for (const [i, name] of (job === undefined ? [] : [job].flat()).entries()) {
    const cronJob = jobs.findCronJob(name);
    if (cronJob !== undefined) {
      cronJobs.push(cronJob);
      continue;
    }
    const ref = jobs.find(name);
    if (isFault(ref)) reporter.problem(typeof job === "string" ? [...path, "job"] : [...path, "job", i], ref);
    else found.push(ref.value);
  }
  if (
    (index ?? attempt) !== undefined &&
    (jobName ?? labels ?? annotations) === undefined &&
    !jobs.someIndexed([...found, ...cronJobs])
  ) {
    const key = index === undefined ? "attempt" : "index";
    reporter.warning([...path, key], "matches no pod: no Job here has completionMode Indexed; use ordinal");
  }
  const ranges = (input: MatchInput["index"], key: string): readonly NumberSpan[] => {
    const list = parseIndexList(input ?? 0);
    if (!isFault(list)) return list.value;
    reporter.problem([...path, key], list);
    return [];
  };
  return {
    ...(job === undefined ? {} : { jobs: found }),
    ...(cronJobs.length === 0 ? {} : { cronJobs }),
    ...(cronRun === undefined ? {} : { cronRun: ranges(cronRun, "cronRun") }),
    ...(jobName === undefined ? {} : { jobNames: [jobName].flat() }),
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(index === undefined ? {} : { index: ranges(index, "index") }),
    ...(attempt === undefined ? {} : { attempt: ranges(attempt, "attempt") }),
    ...(ordinal === undefined ? {} : { ordinal: ranges(ordinal, "ordinal") }),
  };
}

function compileWork(
  { total, checkpointEvery, restoreTakes, of = "index", gang: gangOfWork }: NonNullable<BehaviourInput["work"]>,
  gang: boolean,
  path: FieldPath,
  reporter: Reporter,
): WorkTraits {
  const duration = (key: "checkpointEvery" | "restoreTakes", value: DurationInput) =>
    compileDuration(value, [...path, key], reporter);
  return {
    total: compileTime(total, [...path, "total"], reporter),
    of,
    ...(checkpointEvery === undefined ? {} : { checkpointEveryMs: duration("checkpointEvery", checkpointEvery) }),
    ...(restoreTakes === undefined ? {} : { restoreTakesMs: duration("restoreTakes", restoreTakes) }),
    ...(gang || gangOfWork === true ? { isGang: true } : {}),
  };
}

function compileTraits(input: BehaviourInput, path: FieldPath, reporter: Reporter): PodTraits {
  const { schedule, start, ready, run, exit, container, containers, conditions, restarts, termination } = input;
  const { work, gang } = input;
  if (gang === true && work === undefined) reporter.problem([...path, "gang"], "needs work for the gang to do");
  const { rejected } = input;
  const step = <Word extends string>(time: TimeInput | Word, key: string, word: Word): Distribution | Word =>
    time === word ? word : compileTime(time, [...path, key], reporter);
  const terminationPath = [...path, "termination"];
  return {
    ...(schedule === undefined ? {} : { schedule: step(schedule, "schedule", "never") }),
    ...(start === undefined ? {} : { start: step(start, "start", "never") }),
    ...(ready === undefined ? {} : { ready: step(ready, "ready", "never") }),
    ...(run === undefined ? {} : { run: step(run, "run", "forever") }),
    // Work replaces a run time that the file has elsewhere.
    ...(work === undefined || run !== undefined ? {} : { run: "forever" }),
    ...(work === undefined ? {} : { work: compileWork(work, gang === true, [...path, "work"], reporter) }),
    ...(exit === undefined ? {} : { exit: compileExit(exit, [...path, "exit"], reporter) }),
    ...(container === undefined ? {} : { container }),
    ...(containers === undefined
      ? {}
      : { containers: compileContainers(containers, [...path, "containers"], reporter) }),
    ...(rejected === undefined ? {} : { rejected: compileRejection(rejected, [...path, "rejected"], reporter) }),
    ...(conditions === undefined ? {} : { conditions: conditions.map(compileCondition) }),
    ...(restarts === undefined ? {} : { restarts: compileRestarts(restarts, [...path, "restarts"], reporter) }),
    ...(termination?.time === undefined
      ? {}
      : { terminationTime: compileTime(termination.time, [...terminationPath, "time"], reporter) }),
    ...(termination?.exit === undefined
      ? {}
      : { terminationExit: compileExit(termination.exit, [...terminationPath, "exit"], reporter) }),
  };
}

function compileRestarts(
  restarts: NonNullable<BehaviourInput["restarts"]>,
  path: FieldPath,
  reporter: Reporter,
): RestartTraits[] {
  const total = restarts.reduce((sum, { count = 1 }) => sum + count, 0);
  if (total > MAX_RESTARTS) reporter.problem(path, `has ${total} restarts; at most ${MAX_RESTARTS} can be played`);
  return restarts.map(({ count = 1, run, exit }, i) => {
    const choice = exit === undefined ? always(1) : compileExit(exit, [...path, i, "exit"], reporter);
    if (choice.codes.includes(0)) {
      reporter.problem(
        [...path, i, "exit"],
        "a run that is followed by a restart must fail, so its exit code is not 0",
      );
    }
    return { count, run: compileTime(run, [...path, i, "run"], reporter), exit: choice };
  });
}

function compileRejection(
  rejected: NonNullable<BehaviourInput["rejected"]>,
  path: FieldPath,
  reporter: Reporter,
): RejectionScript {
  if (typeof rejected !== "string") return rejected;
  if (!isUsualRejection(rejected)) {
    reporter.problem(path, `is ${rejected}, whose message is not known here; give reason and message`);
  }
  return { reason: rejected };
}
