/** Changes to JSON values that keep most of their shape: what remains valid reaches the code behind the first check. */

import fc from "fast-check";
import { isJsonList, isJsonObject } from "../../src/api/json.ts";
import { spitefulKey, spitefulValue, TWIN } from "./spite.ts";

type Step = string | number;
type Path = readonly Step[];

export type Edit =
  /** Another value in its place. */
  | { readonly what: "replace"; readonly at: number; readonly value: unknown }
  | { readonly what: "remove"; readonly at: number }
  /** The same value once more: a further item, or the same key again. */
  | { readonly what: "twin"; readonly at: number; readonly value: unknown }
  /** The value under another key. */
  | { readonly what: "rename"; readonly at: number; readonly key: string }
  /** A further key beside it. */
  | { readonly what: "add"; readonly at: number; readonly key: string; readonly value: unknown }
  /** The value of another place. */
  | { readonly what: "transplant"; readonly at: number; readonly from: number }
  | { readonly what: "wrap"; readonly at: number; readonly key: string | undefined }
  /** A number a little more, less, negated or broken; another value stays. */
  | { readonly what: "count"; readonly at: number; readonly to: (value: number) => number };

const place = fc.nat(1_000_000);
const counts: readonly ((value: number) => number)[] = [
  (n) => n + 1,
  (n) => n - 1,
  (n) => -n,
  (n) => n / 2,
  (n) => n * 1_000,
  () => 2 ** 31 - 1,
  () => -0,
];

const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constant("replace"), at: place, value: spitefulValue }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant("remove"), at: place }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant("twin"), at: place, value: spitefulValue }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant("rename"), at: place, key: spitefulKey }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant("add"), at: place, key: spitefulKey, value: spitefulValue }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant("transplant"), at: place, from: place }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant("wrap"), at: place, key: fc.option(spitefulKey, { nil: undefined }) }),
  },
  { weight: 3, arbitrary: fc.record({ what: fc.constant("count"), at: place, to: fc.constantFrom(...counts) }) },
);

/** A few edits, often only one: an input with one fault goes furthest. */
export const edits: fc.Arbitrary<readonly Edit[]> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(edit) },
  { weight: 2, arbitrary: fc.array(edit, { minLength: 2, maxLength: 5 }) },
);

/** Applies edits one after the other. */
export function edited(value: unknown, all: readonly Edit[]): unknown {
  return all.reduce(apply, value);
}

/** All places in a value but the root, in order; deep and long parts are cut. */
function placesIn(value: unknown): readonly Path[] {
  const found: Path[] = [];
  const walk = (part: unknown, path: Path) => {
    if (found.length > 3_000 || path.length > 25) return;
    const steps: readonly Step[] = isJsonList(part)
      ? [...part.keys()].slice(0, 50)
      : isJsonObject(part)
        ? Object.keys(part)
        : [];
    for (const step of steps) {
      found.push([...path, step]);
      walk(stepInto(part, step), [...path, step]);
    }
  };
  walk(value, []);
  return found;
}

function stepInto(value: unknown, step: Step): unknown {
  if (isJsonList(value)) return value[Number(step)];
  return isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce(stepInto, value);
}

function apply(value: unknown, one: Edit): unknown {
  const places = placesIn(value);
  const path = places[one.at % places.length];
  if (path === undefined) return one.what === "replace" ? one.value : value;
  const old = valueAt(value, path);
  switch (one.what) {
    case "replace":
      return change(value, path, () => [[undefined, one.value]]);
    case "remove":
      return change(value, path, () => []);
    case "twin":
      return change(value, path, (key) => [
        [undefined, old],
        [`${key}${TWIN}`, one.at % 2 === 0 ? old : one.value],
      ]);
    case "rename":
      return change(value, path, () => [[one.key, old]]);
    case "add":
      return change(value, path, () => [
        [undefined, old],
        [one.key, one.value],
      ]);
    case "transplant":
      return change(value, path, () => [[undefined, valueAt(value, places[one.from % places.length] ?? [])]]);
    case "wrap":
      return change(value, path, () => [
        [undefined, one.key === undefined ? [old] : Object.fromEntries([[one.key, old]])],
      ]);
    case "count":
      return typeof old === "number" ? change(value, path, () => [[undefined, one.to(old)]]) : value;
  }
}

/** What stands in place of one entry: pairs of a key (as before if absent; lists have none) and a value. */
type Replacement = (key: string) => readonly (readonly [string | undefined, unknown])[];

function change(value: unknown, [step, ...rest]: Path, replacement: Replacement): unknown {
  if (step === undefined) return value;
  const within = (part: unknown): Replacement =>
    rest.length === 0 ? replacement : () => [[undefined, change(part, rest, replacement)]];
  if (isJsonList(value)) {
    return value.flatMap((item, i) => (i === step ? within(item)(String(i)).map(([, part]) => part) : [item]));
  }
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).flatMap(([key, part]) =>
    key === step
      ? within(part)(key).map(([other, changed]): [string, unknown] => [other ?? key, changed])
      : [[key, part] satisfies [string, unknown]],
  );
  return Object.fromEntries(entries);
}
