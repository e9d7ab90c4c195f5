/** What a search has covered, in a few lines. */

import { formatted } from "../../report/output-format.ts";
import { type ScheduledChoice, WRITE_FATES } from "../../simulation/choices/oracle.ts";
import type { ExploreResult } from "../../testing/explore/explore.ts";
import type { ExploreOptions } from "../../testing/explore/options.ts";
import type { ExploreFinding } from "../../testing/explore/progress.ts";
import { INVARIANTS } from "../../testing/invariants/index.ts";
import { isRestless } from "../../testing/restless/comes-to-rest.ts";
import { armedLines, talliesJson } from "../check-coverage.ts";
import type { ExploreFlags } from "./flags.ts";

const RESTLESS = "no deviations were tried from schedules that never come to rest";
/** The outcomes of writes in words. */
const FATES = [
  "",
  "fails",
  "is a conflict",
  "loses its answer",
  "takes effect late",
  "is never sent: the process dies",
  "is the last before the process dies",
  "is the last before another process takes over unnoticed",
];

export interface Covered {
  /** What was searched. */
  readonly what: string;
  readonly options: ExploreOptions;
  readonly result: ExploreResult;
  /** Schedules that were played in this run of the command. */
  readonly played: number;
  readonly wallMs: number;
  /** Whether every invariant that was never armed is named. */
  readonly isVerbose: boolean;
}

/** What the flags make the world from. */
export function scopeOf({ jobs, pods, failing, nonIndexed }: ExploreFlags): string {
  const kind = nonIndexed === true ? "" : "Indexed ";
  const fails = failing === 0 ? "" : `, of which the first ${failing === 1 ? "fails" : `${failing} fail`}`;
  return `${jobs} ${kind}${jobs === 1 ? "Job" : "Jobs"} of ${pods} ${pods === 1 ? "pod" : "pods"}${fails}`;
}

export function coverageOf({ what, options, result, played, wallMs, isVerbose }: Covered): string[] {
  const { deviations = 0, shard, kinds = [], invariants = INVARIANTS } = options;
  const { schedules, met, mostChoices, deviated, findings, tallies, done, of, isComplete } = result;
  const share = shard === undefined ? "" : `, share ${shard.index + 1} of ${shard.of}`;
  const seconds = wallMs / 1000;
  const perSecond = seconds > 0 ? Math.round(played / seconds) : 0;
  const unexplained = findings.filter(({ known }) => known === undefined);
  const explained = findings.filter(({ known }) => known !== undefined);
  return [
    `${what}: schedules with up to ${deviations} deviations of ${kinds.join(", ")}${share}`,
    `${schedules} schedules (${played} now, in ${seconds.toFixed(1)} s, ${perSecond} a second), at most ${mostChoices} choices in a run`,
    `deviations tried: ${kinds.map((kind) => `${deviated[kind]} of ${kind}`).join(", ")}; ${met} led to states that were met before`,
    ...armedLines(new Map(Object.entries(tallies)), invariants, { isVerbose }),
    ...unexplained.map((finding) => `violated: ${findingOf(finding)}`),
    ...explained.map((finding) => `a defect that Kubernetes has as well, ${finding.known}: ${findingOf(finding)}`),
    ...(findings.some(({ violation }) => isRestless(violation)) ? [RESTLESS] : []),
    verdictOf(isComplete, done, of, unexplained.length + explained.length, share !== ""),
  ];
}

/** All of it, for programs. */
export function coverageJson({ what, options, result, played }: Covered) {
  const { deviations = 0, shard, kinds = [], invariants = INVARIANTS } = options;
  const { schedules, met, mostChoices, deviated, findings, tallies, done, of, isComplete } = result;
  return formatted("explore", {
    world: what,
    deviations,
    kinds,
    ...(shard === undefined ? {} : { share: { number: shard.index + 1, of: shard.of } }),
    ...{ schedules, played, met, mostChoices, deviated },
    parts: { done, of },
    isComplete,
    findings: findings.map(({ invariant, known, violation: { message, timeMs }, schedules: shown, trial }) => ({
      invariant,
      ...(known === undefined ? {} : { known }),
      ...{ message, timeMs, schedules: shown },
      choices: trial.schedule?.choices ?? [],
    })),
    invariants: talliesJson(new Map(Object.entries(tallies)), invariants),
  });
}

function verdictOf(isComplete: boolean, done: number, of: number, found: number, isShare: boolean): string {
  if (!isComplete) return `not complete: ${done} of ${of} parts are done`;
  const scope = isShare ? "share of the scope" : "scope";
  return found === 0
    ? `nothing is violated in this ${scope}: it is complete`
    : `this ${scope} was searched completely: there is nothing else`;
}

function findingOf({ invariant, schedules, trial }: ExploreFinding): string {
  const { choices = [] } = trial.schedule ?? {};
  const how = choices.length === 0 ? "the usual schedule" : choices.map(choiceText).join(", then ");
  return `${invariant} in ${schedules} ${schedules === 1 ? "schedule" : "schedules"}, the first: ${how}`;
}

/** A deviation in words. */
export function choiceText({ point, kind, option }: ScheduledChoice): string {
  switch (kind) {
    case "order":
      return `at choice ${point} event ${option + 1} of the instant comes first`;
    case "delivery":
      return `at choice ${point} ${option === 1 ? "a delivery is held" : "the watch begins to lag"}`;
    case "start":
      return `at choice ${point} a process starts with an old list of ${option === 1 ? "Jobs" : "pods"}`;
    case "pod":
      return `at choice ${point} somebody deletes the pod`;
    case "write":
      return `at choice ${point} a write ${FATES[option] ?? WRITE_FATES[option]}`;
  }
}
