/** From `cases` and `expect` of a scenario file to the expectations of one load. */

import type { FieldPath } from "../api/field-path.ts";
import type { FlagTexts } from "./flags.ts";
import type { CaseInput } from "./schema-cases.ts";
import type { ExpectInput } from "./schema-expect.ts";

/** A test of a file: the scenario with some settings. */
export interface LoadedCase {
  readonly name: string;
  /** Its settings, as command line flags. */
  readonly flags: Pick<FlagTexts, "seed" | "kubernetes" | "set" | "param">;
}

/** The cases of a scenario, in the order of the file. */
export function loadedCases(cases: readonly CaseInput[]): readonly LoadedCase[] {
  return cases.map(({ name, set = {}, param = {}, seed, kubernetes }) => ({
    name,
    flags: {
      ...(seed === undefined ? {} : { seed: String(seed) }),
      ...(kubernetes === undefined ? {} : { kubernetes: String(kubernetes) }),
      set: Object.entries(set).map(([path, value]) => `${path}=${valueText(value)}`),
      param: Object.entries(param).map(([name_, value]) => `${name_}=${valueText(value)}`),
    },
  }));
}

function valueText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** An entry of `expect`, and its place. */
export interface PlacedExpect {
  readonly entry: ExpectInput;
  readonly path: FieldPath;
}

type ExpectKeys = {
  readonly expect?: ExpectInput | readonly ExpectInput[] | undefined;
  readonly cases?: readonly CaseInput[] | undefined;
};

/**
 * The expectations of the scenario, or of one of its cases.
 *
 * @param testCase number of the case
 */
export function expectEntries({ expect, cases = [] }: ExpectKeys, testCase: number | undefined): PlacedExpect[] {
  if (testCase === undefined) return placed(expect, ["expect"]);
  return placed(cases[testCase]?.expect, ["cases", testCase, "expect"]);
}

function placed(expect: ExpectKeys["expect"], path: FieldPath): PlacedExpect[] {
  if (expect === undefined) return [];
  return isList(expect) ? expect.map((entry, i) => ({ entry, path: [...path, i] })) : [{ entry: expect, path }];
}

function isList(expect: NonNullable<ExpectKeys["expect"]>): expect is readonly ExpectInput[] {
  return Array.isArray(expect);
}
