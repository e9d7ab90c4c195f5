/** What a sweep varies: `--vary name=values`, a list, a range of whole numbers, or a range to draw from. */

import { quote } from "../../api/quote.ts";
import type { Checked } from "../../scenario/checked.ts";

/** More values in one axis must be a mistake. */
const MOST_VALUES = 100_000;

export type Axis = { readonly name: string } & (
  | { readonly kind: "values"; readonly values: readonly string[] }
  | { readonly kind: "range"; readonly min: number; readonly max: number; readonly logarithmic: boolean }
);

const DRAWN = /^(uniform|loguniform):(.+)\.\.(.+)$/;

/**
 * Reads the text of one `--vary` flag.
 *
 * @param text `name=1,2,4`, `name=0..6`, values that hold commas with `|` between them, or for random samples
 *   `name=uniform:0..1` and `name=loguniform:1..1000`
 * @example
 * parseAxis("spec.backoffLimit=0..3"); // values 0, 1, 2, 3
 * parseAxis("exit=0:99%,1:1%|0:95%,1:5%"); // two values
 */
export function parseAxis(text: string): Checked<Axis> {
  const [, name, values] = /^([^=\s]+)=(.+)$/s.exec(text) ?? [];
  if (name === undefined || values === undefined) {
    return { problem: "write a name, =, and values, for example spec.backoffLimit=0,2,6" };
  }
  const [, kind, low = "", high = ""] = DRAWN.exec(values) ?? [];
  if (kind !== undefined && !values.includes("|")) {
    // A time flag reads uniform:10s..40s as a distribution: there it is one value.
    if (Number.isFinite(Number(low)) && Number.isFinite(Number(high))) return drawnAxis(name, kind, low, high);
  }
  const [, first, last] = /^(-?\d+)\.\.(-?\d+)$/.exec(values) ?? [];
  if (first !== undefined && last !== undefined) return wholeNumbers(name, Number(first), Number(last));
  const list = (values.includes("|") ? values.split("|") : values.split(",")).map((value) => value.trim());
  if (list.some((value) => value === "")) return { problem: `${quote(values)} holds an empty value` };
  if (list.length > MOST_VALUES) return { problem: `has ${list.length} values; at most ${MOST_VALUES} can be swept` };
  const twice = list.find((value, i) => list.indexOf(value) < i);
  if (twice !== undefined) return { problem: `the value ${quote(twice)} is listed twice` };
  return { value: { name, kind: "values", values: list } };
}

function drawnAxis(name: string, kind: string, low: string, high: string): Checked<Axis> {
  const [min, max] = [Number(low), Number(high)];
  const logarithmic = kind === "loguniform";
  if (min >= max) return { problem: `${kind} needs a smaller number before the .. than after it` };
  if (logarithmic && min <= 0) return { problem: "loguniform needs numbers above 0" };
  return { value: { name, kind: "range", min, max, logarithmic } };
}

function wholeNumbers(name: string, first: number, last: number): Checked<Axis> {
  if (first > last) return { problem: `${first}..${last} is empty; write ${last}..${first}` };
  const count = last - first + 1;
  if (count > MOST_VALUES) return { problem: `has ${count} values; at most ${MOST_VALUES} can be swept` };
  return { value: { name, kind: "values", values: Array.from({ length: count }, (_, i) => String(first + i)) } };
}
