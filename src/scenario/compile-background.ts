/** From `background` of a scenario file to pods that others create, and how they behave. */

import type { FieldPath } from "../api/field-path.ts";
import type { JsonObject } from "../api/json.ts";
import type { PriorityClasses } from "../apiserver/admission/priority.ts";
import { type Distribution, draw, fixed, mean } from "../engine/distribution.ts";
import { randomStream } from "../engine/random.ts";
import type { PodRule } from "../kubelet/behaviour/rules.ts";
import type { TimedAction } from "../simulation/plan.ts";
import { compileDuration, compileTime } from "./compile-time.ts";
import type { Reporter } from "./report.ts";
import type { BackgroundInput } from "./schema-background.ts";

const LABEL = "jobsim.dev/background";
/** Arrivals are drawn this far ahead: as long as a run without an end is played. */
const HORIZON_MS = 7 * 86_400_000;
/** More pods than these must be a mistake in a unit. */
const MOST_PODS = 200_000;

/** Pods of one kind, and when they come. */
export interface BackgroundLoad {
  readonly name: string;
  readonly namespace: string;
  readonly count: number;
  readonly atMs: number;
  readonly every?: Distribution;
  readonly untilMs?: number;
  /** Of one pod, without its name. */
  readonly spec: JsonObject;
  readonly rule: PodRule;
}

/** Compiles the background load; problems go to the reporter. */
export function compileBackground(inputs: readonly BackgroundInput[], reporter: Reporter): BackgroundLoad[] {
  const names = new Set<string>();
  return inputs.map((input, i) => {
    const path: FieldPath = ["background", i];
    if (names.has(input.name)) reporter.problem([...path, "name"], `"${input.name}" is there already`);
    names.add(input.name);
    const load = compileLoad(input, path, reporter);
    const arrivals = load.every === undefined ? 1 : HORIZON_MS / Math.max(1, mean(load.every));
    if (arrivals * load.count > MOST_PODS)
      reporter.problem(path, `about ${Math.round(arrivals * load.count)} pods a week; at most ${MOST_PODS}`);
    return load;
  });
}

/** Classes for priorities that are numbers: pods can only name a class. */
export function backgroundClasses(inputs: readonly BackgroundInput[]): PriorityClasses {
  const values = inputs.flatMap(({ priority }) => (typeof priority === "number" ? [priority] : []));
  return Object.fromEntries(values.map((value) => [classOf(value), value]));
}

/** The pods that arrive under a seed. */
export function backgroundUnder(
  seed: string,
  loads: readonly BackgroundLoad[],
  untilMs: number | undefined,
): TimedAction[] {
  const horizonMs = Math.min(untilMs ?? HORIZON_MS, HORIZON_MS);
  return loads.flatMap((load) => {
    const { name, namespace, count, spec } = load;
    return arrivalsOf(seed, load, Math.min(load.untilMs ?? horizonMs, horizonMs)).flatMap((atMs, arrival) =>
      Array.from({ length: count }, (_none, i): TimedAction => {
        const metadata = { name: `${name}-${arrival * count + i}`, namespace, labels: { [LABEL]: name } };
        return { atMs, op: "createObject", manifest: { apiVersion: "v1", kind: "Pod", metadata, spec } };
      }),
    );
  });
}

function arrivalsOf(seed: string, { name, atMs, every }: BackgroundLoad, endMs: number): number[] {
  if (every === undefined) return atMs <= endMs ? [atMs] : [];
  const instants: number[] = [];
  for (let nextMs = atMs; nextMs <= endMs && instants.length < MOST_PODS; ) {
    instants.push(nextMs);
    nextMs += Math.max(1, draw(every, randomStream(seed, "background", name, instants.length)));
  }
  return instants;
}

function compileLoad(input: BackgroundInput, path: FieldPath, reporter: Reporter): BackgroundLoad {
  const { name, namespace = "background", count = 1, at, every, until, run = "forever" } = input;
  const traits = {
    start: fixed(0),
    run: run === "forever" ? run : compileTime(run, [...path, "run"], reporter),
  } as const;
  return {
    name,
    namespace,
    count,
    atMs: at === undefined ? 0 : compileDuration(at, [...path, "at"], reporter),
    ...(every === undefined ? {} : { every: compileTime(every, [...path, "every"], reporter) }),
    ...(until === undefined ? {} : { untilMs: compileDuration(until, [...path, "until"], reporter) }),
    spec: specOf(input),
    rule: { match: { labels: { [LABEL]: name } }, traits },
  };
}

function specOf({ requests = {}, priority, nodeSelector, tolerations }: BackgroundInput): JsonObject {
  const amounts = Object.fromEntries(Object.entries(requests).map(([name, amount]) => [name, String(amount)]));
  // An extended resource needs a limit as well.
  const limits = Object.fromEntries(Object.entries(amounts).filter(([name]) => name.includes("/")));
  const priorityClassName = typeof priority === "number" ? classOf(priority) : priority;
  return {
    restartPolicy: "Never",
    containers: [{ name: "main", image: "background", resources: { requests: amounts, limits } }],
    ...(priorityClassName === undefined ? {} : { priorityClassName }),
    ...(nodeSelector === undefined ? {} : { nodeSelector }),
    ...(tolerations === undefined ? {} : { tolerations }),
  };
}

function classOf(priority: number): string {
  return `background-${priority}`.replace("--", "-minus-");
}
