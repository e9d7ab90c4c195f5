/** From times and exit codes as written in a file to distributions and choices. */

import type { FieldPath } from "../api/field-path.ts";
import { type Distribution, fixed } from "../engine/distribution.ts";
import { always, type ExitChoice } from "../kubelet/behaviour/exit-choice.ts";
import { type Checked, isFault } from "./checked.ts";
import {
  type DistributionFamily,
  distributionOf,
  empiricalQuantiles,
  empiricalValues,
  PARAMETERS,
} from "./distribution-parameters.ts";
import { parseDuration } from "./duration.ts";
import { weighted } from "./exit-weights.ts";
import type { Reporter } from "./report.ts";
import type { ExitInput } from "./schema-exit.ts";
import type { DistributionInput, DurationInput, TimeInput } from "./schema-time.ts";

/** Replaces a value that was reported as a problem, so that the rest is still checked. */
const STAND_IN_MS = 0;

function valueOr<T>(checked: Checked<T>, path: FieldPath, reporter: Reporter, standIn: T): T {
  if (!isFault(checked)) return checked.value;
  reporter.problem(path, checked);
  return standIn;
}

/** Milliseconds of a duration in a file. */
export function compileDuration(input: DurationInput, path: FieldPath, reporter: Reporter): number {
  return valueOr(parseDuration(input), path, reporter, STAND_IN_MS);
}

/** The distribution of a time in a file. */
export function compileTime(input: TimeInput, path: FieldPath, reporter: Reporter): Distribution {
  if (typeof input !== "object") return fixed(compileDuration(input, path, reporter));
  const given = Object.entries(input).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (given.length !== 1) {
    const problem =
      given.length === 0 ? "needs a distribution" : `has ${given.length} distributions: ${given.join(", ")}`;
    reporter.problem(path, `${problem}; give exactly one of ${[...FAMILIES, "empirical"].join(", ")}`);
    return fixed(STAND_IN_MS);
  }
  const { empirical } = input;
  if (empirical !== undefined) return compileEmpirical(empirical, [...path, "empirical"], reporter);
  for (const family of FAMILIES) {
    const parameters = input[family];
    if (parameters !== undefined) return compileFamily(family, parameters, [...path, family], reporter);
  }
  return fixed(STAND_IN_MS);
}

const FAMILIES: readonly DistributionFamily[] = ["uniform", "normal", "lognormal", "exponential", "weibull"];

function compileFamily(
  family: DistributionFamily,
  parameters: Readonly<Record<string, DurationInput | undefined>>,
  path: FieldPath,
  reporter: Reporter,
): Distribution {
  const kinds: Readonly<Record<string, "time" | "number">> = PARAMETERS[family];
  const values: Record<string, number> = {};
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) continue;
    values[name] =
      kinds[name] === "number" && typeof value === "number" ? value : compileDuration(value, [...path, name], reporter);
  }
  return valueOr(distributionOf(family, values), path, reporter, fixed(STAND_IN_MS));
}

function compileEmpirical(
  { values, quantiles }: NonNullable<DistributionInput["empirical"]>,
  path: FieldPath,
  reporter: Reporter,
): Distribution {
  if (values !== undefined && quantiles === undefined) {
    const valuesMs = values.map((value, i) => compileDuration(value, [...path, "values", i], reporter));
    return valueOr(empiricalValues(valuesMs), [...path, "values"], reporter, fixed(STAND_IN_MS));
  }
  if (quantiles !== undefined && values === undefined) {
    const points = Object.entries(quantiles).map(
      ([name, value]) => [name, compileDuration(value, [...path, "quantiles", name], reporter)] as const,
    );
    return valueOr(empiricalQuantiles(points), [...path, "quantiles"], reporter, fixed(STAND_IN_MS));
  }
  reporter.problem(path, "needs exactly one of values and quantiles");
  return fixed(STAND_IN_MS);
}

/** The choice of exit codes in a file. */
export function compileExit(input: ExitInput, path: FieldPath, reporter: Reporter): ExitChoice {
  if (typeof input === "number") return always(input);
  return valueOr(weighted(Object.entries(input)), path, reporter, always(0));
}
