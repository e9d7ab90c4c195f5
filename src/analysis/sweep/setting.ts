/** One thing that a sweep or a comparison changes, and the flags that it translates to. */

import type { FlagTexts } from "../../scenario/flags.ts";

/** A name with its value, both as written in a flag. */
export interface Setting {
  /** A parameter of the scenario, a pod flag such as `run`, or a path such as `spec.backoffLimit`. */
  readonly name: string;
  readonly value: string;
}

/** Flags of `jobsim run` that a setting may replace. */
const FLAGS = ["run", "exit", "start", "ready", "schedule", "until", "kubernetes"] as const;

function isFlag(name: string): name is (typeof FLAGS)[number] {
  return FLAGS.some((flag) => flag === name);
}

/**
 * Adds settings to flags: `run=30s` is `--run 30s`, `spec.backoffLimit=2` is `--set spec.backoffLimit=2`, and any other
 * name is a parameter.
 *
 * @example
 * withSettings({}, [{ name: "spec.backoffLimit", value: "2" }]); // { set: ["spec.backoffLimit=2"] }
 */
export function withSettings(flags: FlagTexts, settings: readonly Setting[]): FlagTexts {
  const set = [...(flags.set ?? [])];
  const param = [...(flags.param ?? [])];
  const texts: { [Name in (typeof FLAGS)[number]]?: string } = {};
  for (const { name, value } of settings) {
    if (isFlag(name)) texts[name] = value;
    else if (/[.[]/.test(name) || TOP_LEVEL.has(name)) set.push(`${name}=${value}`);
    else param.push(`${name}=${value}`);
  }
  return { ...flags, ...texts, ...(set.length === 0 ? {} : { set }), ...(param.length === 0 ? {} : { param }) };
}

/** Keys of a scenario that are set as a whole. */
const TOP_LEVEL: ReadonlySet<string> = new Set(["controllerManager", "cluster", "pods"]);

/** Prints settings as `a=1 b=2`; without any, `as it is`. */
export function formatSettings(settings: readonly Setting[]): string {
  return settings.length === 0 ? "as it is" : settings.map(({ name, value }) => `${name}=${value}`).join(" ");
}
