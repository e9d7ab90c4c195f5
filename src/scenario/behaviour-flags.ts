/** Times and exit codes as given in flags. */

import { nearest } from "../api/nearest.ts";
import { type Distribution, fixed } from "../engine/distribution.ts";
import { always, type ExitChoice } from "../kubelet/behaviour/exit-choice.ts";
import { type Checked, isFault } from "./checked.ts";
import {
  type DistributionFamily,
  type DistributionParameters,
  distributionOf,
  empiricalQuantiles,
  PARAMETERS,
} from "./distribution-parameters.ts";
import { parseDuration } from "./duration.ts";
import { parseExitCode, weighted } from "./exit-weights.ts";

const FLAG_HINT = "for example lognormal:median=30s,p95=2m or uniform:10s..40s";

/**
 * Reads a time flag: a fixed time, or a distribution.
 *
 * @param text `30s`, `uniform:10s..40s`, `lognormal:median=30s,p95=2m`, `empirical:p50=10s,p95=1m`, or the word
 * @param word stands for a step that never happens, or a run that never ends
 * @example
 * parseTimeFlag("exponential:mean=30s", "forever");
 */
export function parseTimeFlag<Word extends string>(text: string, word: Word): Checked<Distribution | Word> {
  if (text === word) return { value: word };
  const colon = text.indexOf(":");
  if (colon < 0) {
    const time = parseDuration(text);
    if (!isFault(time)) return { value: fixed(time.value) };
    const family = FAMILIES.find((name) => name === text);
    return family === undefined ? time : { problem: `"${text}" needs parameters, ${FLAG_HINT}` };
  }
  const name = text.slice(0, colon);
  const parameters = text.slice(colon + 1);
  if (name === "empirical") return parseEmpirical(parameters);
  const family = FAMILIES.find((known) => known === name);
  if (family !== undefined) return parseFamily(family, parameters);
  const meant = nearest(name, [...FAMILIES, "empirical"]);
  const advice =
    meant === undefined ? `known are ${[...FAMILIES, "empirical"].join(", ")}` : `did you mean "${meant}"?`;
  return { problem: `unknown distribution "${name}"; ${advice}` };
}

const FAMILIES: readonly DistributionFamily[] = ["uniform", "normal", "lognormal", "exponential", "weibull"];

function parseFamily(family: DistributionFamily, text: string): Checked<Distribution> {
  const range = family === "uniform" ? /^([^=,]+?)\.\.([^=,]+)$/.exec(text) : null;
  const pairs =
    range === null ? pairsOf(text) : { value: [["min", range[1] ?? ""] as const, ["max", range[2] ?? ""] as const] };
  if (isFault(pairs)) return pairs;
  const kinds: Readonly<Record<string, "time" | "number">> = PARAMETERS[family];
  const values: { [parameter: string]: number } = {};
  for (const [name, valueText] of pairs.value) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined) return unknownParameter(family, name, Object.keys(kinds));
    const value = kind === "time" ? parseDuration(valueText) : parseNumber(valueText);
    if (isFault(value)) return { problem: `${name}: ${value.problem}` };
    values[name] = value.value;
  }
  const built = distributionOf(family, values satisfies DistributionParameters);
  return isFault(built) ? { problem: `${family} ${built.problem}` } : built;
}

function unknownParameter(family: string, name: string, known: readonly string[]): Checked<never> {
  const meant = nearest(name, known);
  const advice = meant === undefined ? `known are ${known.join(", ")}` : `did you mean "${meant}"?`;
  return { problem: `${family} has no parameter "${name}"; ${advice}` };
}

function parseEmpirical(text: string): Checked<Distribution> {
  const pairs = pairsOf(text);
  if (isFault(pairs)) return pairs;
  const quantiles: (readonly [string, number])[] = [];
  for (const [name, valueText] of pairs.value) {
    const value = parseDuration(valueText);
    if (isFault(value)) return { problem: `${name}: ${value.problem}` };
    quantiles.push([name, value.value]);
  }
  const built = empiricalQuantiles(quantiles);
  return isFault(built) ? { problem: `empirical ${built.problem}` } : built;
}

/** Splits `a=1,b=2`. */
function pairsOf(text: string): Checked<readonly (readonly [string, string])[]> {
  const pairs: (readonly [string, string])[] = [];
  for (const piece of text.split(",")) {
    const [, name, value] = /^\s*([^=\s]+)\s*=\s*(\S+)\s*$/.exec(piece) ?? [];
    if (name === undefined || value === undefined) {
      return { problem: `"${piece}" is not a parameter and its value, ${FLAG_HINT}` };
    }
    if (pairs.some(([other]) => other === name)) return { problem: `"${name}" is given twice` };
    pairs.push([name, value]);
  }
  return { value: pairs };
}

function parseNumber(text: string): Checked<number> {
  const value = Number(text);
  return Number.isFinite(value) ? { value } : { problem: `"${text}" is not a number` };
}

/**
 * Reads the exit flag: a code, or codes with their chances.
 *
 * @param text `1`, or `0:95%,1:5%`
 * @example
 * parseExitFlag("0:95%,1:5%");
 */
export function parseExitFlag(text: string): Checked<ExitChoice> {
  const code = parseExitCode(text);
  if (code !== undefined) return { value: always(code) };
  const weights: (readonly [string, string])[] = [];
  for (const piece of text.split(",")) {
    const [, codeText, weight] = /^\s*([^:\s]+)\s*:\s*(\S+)\s*$/.exec(piece) ?? [];
    if (codeText === undefined || weight === undefined) {
      return { problem: `"${piece}" is neither an exit code (0 to 255) nor a code with its chance such as 1:5%` };
    }
    weights.push([codeText, weight]);
  }
  return weighted(weights);
}
