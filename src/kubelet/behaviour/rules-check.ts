/** What is wrong with rules that a program gives as part of a plan, field by field. */

import { formatPath } from "../../api/field-path.ts";
import type { JobRef } from "../../api/job-ref.ts";
import type { PodCondition } from "../../api/types.ts";
import { describeValue, mustBeOneOf } from "../../api/value-words.ts";
import { type Distribution, MAX_DURATION_MS, type QuantilePoint } from "../../engine/distribution.ts";
import type { RejectionScript } from "../rejection.ts";
import type { ExitChoice } from "./exit-choice.ts";
import type {
  AttemptTraits,
  NamedContainerTraits,
  NumberSpan,
  PodMatch,
  PodRule,
  PodRules,
  PodTraits,
  RestartTraits,
} from "./rules.ts";
import {
  Checking,
  flag,
  isMap,
  listOf,
  mapOf,
  namesTo,
  numberFrom,
  text,
  type ValueCheck,
  wholeFrom,
  wordOf,
  wordOr,
} from "./value-checks.ts";
import type { WorkTraits } from "./work.ts";

/** One thing that is wrong with a plan. */
export interface PlanProblem {
  /** `pods.rules[0].traits.run`. */
  readonly path: string;
  /** What is wrong, and what would be right. */
  readonly message: string;
}

type Family<Kind extends Distribution["kind"]> = Extract<Distribution, { readonly kind: Kind }>;

const ms = numberFrom(0, MAX_DURATION_MS);
const anyNumber = numberFrom(-Number.MAX_VALUE, Number.MAX_VALUE);
const kindIsKnown: ValueCheck = () => {};
const point = mapOf<QuantilePoint>({ share: numberFrom(0, 1), ms }, "share", "ms");

function someOf(check: ValueCheck): ValueCheck {
  const all = listOf(check);
  return (value, checking) => {
    if (Array.isArray(value) && value.length === 0) checking.report("must not be empty");
    else all(value, checking);
  };
}

const FAMILIES: { readonly [Kind in Distribution["kind"]]: ValueCheck } = {
  fixed: mapOf<Family<"fixed">>({ kind: kindIsKnown, ms }, "ms"),
  uniform: mapOf<Family<"uniform">>({ kind: kindIsKnown, minMs: ms, maxMs: ms }, "minMs", "maxMs"),
  normal: mapOf<Family<"normal">>(
    { kind: kindIsKnown, meanMs: ms, stddevMs: ms, minMs: ms },
    "meanMs",
    "stddevMs",
    "minMs",
  ),
  lognormal: mapOf<Family<"lognormal">>({ kind: kindIsKnown, mu: anyNumber, sigma: numberFrom(0) }, "mu", "sigma"),
  exponential: mapOf<Family<"exponential">>({ kind: kindIsKnown, meanMs: ms }, "meanMs"),
  weibull: mapOf<Family<"weibull">>({ kind: kindIsKnown, scaleMs: ms, shape: numberFrom(0) }, "scaleMs", "shape"),
  values: mapOf<Family<"values">>({ kind: kindIsKnown, valuesMs: someOf(ms) }, "valuesMs"),
  quantiles: mapOf<Family<"quantiles">>({ kind: kindIsKnown, points: someOf(point) }, "points"),
};

const A_TIME = "a distribution of milliseconds such as fixed(30_000)";

const time: ValueCheck = (value, checking) => {
  if (!isMap(value)) {
    checking.report(`must be ${A_TIME}, not ${describeValue(value)}`);
    return;
  }
  const { kind } = value;
  if (isFamily(kind)) FAMILIES[kind](value, checking);
  else checking.reportAt("kind", mustBeOneOf(Object.keys(FAMILIES), kind));
};

function isFamily(kind: unknown): kind is Distribution["kind"] {
  return typeof kind === "string" && Object.hasOwn(FAMILIES, kind);
}

const timeOrNever = wordOr(["never"], time, A_TIME);
const timeOrForever = wordOr(["forever"], time, A_TIME);

const choice = mapOf<ExitChoice>({ codes: someOf(wholeFrom(0, 255)), upTo: someOf(numberFrom(0, 1)) }, "codes", "upTo");
const exit: ValueCheck = (value, checking) => {
  if (isMap(value)) choice(value, checking);
  else checking.report(`must be a choice of exit codes such as always(1), not ${describeValue(value)}`);
};

const attempt = { run: timeOrForever, exit };
const restart = mapOf<RestartTraits>({ count: wholeFrom(0), run: time, exit }, "count", "run", "exit");

const container = mapOf<NamedContainerTraits>({
  ...attempt,
  runs: someOf(mapOf<AttemptTraits>(attempt)),
  oomAt: time,
  onTerm: wordOr(
    ["ignore"],
    mapOf<{ readonly time?: Distribution; readonly exit?: ExitChoice }>({ time, exit }),
    "a map of time, exit",
  ),
  start: time,
  startup: timeOrNever,
  ready: timeOrNever,
  liveness: timeOrNever,
  image: wordOr(
    ["missing"],
    mapOf<{ readonly pull?: Distribution; readonly failsFor?: Distribution }>({ pull: time, failsFor: time }),
    "a map of pull, failsFor",
  ),
  configMissing: timeOrForever,
  postStart: time,
  preStop: time,
  yields: listOf(wordOf(["run", "exit", "ready", "restarts"])),
});

const condition = mapOf<PodCondition>(
  {
    type: text,
    status: wordOf(["True", "False", "Unknown"]),
    lastProbeTime: text,
    lastTransitionTime: text,
    reason: text,
    message: text,
  },
  "type",
  "status",
);

const work = mapOf<WorkTraits>(
  {
    total: time,
    checkpointEveryMs: ms,
    restoreTakesMs: ms,
    of: wordOf(["pod", "index", "job"]),
    isGang: flag,
  },
  "total",
  "of",
);

const traits = mapOf<PodTraits>({
  schedule: timeOrNever,
  start: timeOrNever,
  ready: timeOrNever,
  run: timeOrForever,
  exit,
  restarts: listOf(restart),
  terminationTime: time,
  terminationExit: exit,
  container: text,
  conditions: listOf(condition),
  containers: namesTo(container),
  work,
  rejected: mapOf<RejectionScript>({ reason: text, message: text }, "reason"),
});

const spans = listOf(mapOf<NumberSpan>({ first: wholeFrom(0), last: wholeFrom(0) }, "first"));
const jobs = listOf(mapOf<JobRef>({ namespace: text, name: text }, "namespace", "name"));

const match = mapOf<PodMatch>({
  jobs,
  jobNames: listOf(text),
  labels: namesTo(text),
  annotations: namesTo(text),
  cronJobs: jobs,
  cronRun: spans,
  index: spans,
  attempt: spans,
  ordinal: spans,
});

const rules = mapOf<PodRules>(
  { default: traits, rules: listOf(mapOf<PodRule>({ match, traits }, "match", "traits")) },
  "default",
  "rules",
);

/** What is wrong with the rules of a plan; nothing if a run can be played with them. */
export function problemsOfRules(given: unknown): readonly PlanProblem[] {
  const checking = new Checking("pods");
  rules(given, checking);
  return checking.found.map(({ path, message }) => ({ path: formatPath(path), message }));
}
