/**
 * Stands in for zod in the bundles of the package. The schemas of files are noted when their modules load, and become
 * zod's own when the first value is checked: a run of plain manifests checks none, and zod would be a third of all that
 * it loads. Only the calls that our schemas make are known here; the test builds all of them.
 */

import type * as Zod from "zod";

const MAKERS = [
  "array",
  "boolean",
  "discriminatedUnion",
  "enum",
  "literal",
  "looseObject",
  "null",
  "number",
  "record",
  "strictObject",
  "string",
  "tuple",
  "union",
  "unknown",
] as const;

const METHODS = [
  "describe",
  "extend",
  "gt",
  "int",
  "max",
  "meta",
  "min",
  "nonnegative",
  "nullable",
  "optional",
  "positive",
  "regex",
  "rest",
] as const;

type Call = (...values: readonly unknown[]) => unknown;

/** A schema that is made when somebody needs it, once. */
class LateSchema {
  readonly #make: () => unknown;
  #made: unknown;

  constructor(make: () => unknown) {
    this.#make = make;
  }

  get made(): unknown {
    this.#made ??= this.#make();
    return this.#made;
  }

  safeParse(value: unknown): unknown {
    return callOn(this.made, "safeParse", [value]);
  }
}

for (const name of METHODS) {
  Object.defineProperty(LateSchema.prototype, name, {
    value(this: LateSchema, ...values: readonly unknown[]) {
      return new LateSchema(() => callOn(this.made, name, values));
    },
  });
}

/** What our schemas import of zod, none of which loads it before a value is checked. */
export function lateZod(load: () => Pick<typeof Zod, "z" | "safeParse">) {
  const make = (name: string, values: readonly unknown[]) => new LateSchema(() => callOn(load().z, name, values));
  const makers = MAKERS.map((name): [string, Call] => [name, (...values) => make(name, values)]);
  return {
    z: {
      ...Object.fromEntries(makers),
      toJSONSchema: (...values: readonly unknown[]) => callOn(load().z, "toJSONSchema", values),
    },
    safeParse: (...values: readonly unknown[]) => callOn(load(), "safeParse", values),
  };
}

function callOn(owner: unknown, name: string, values: readonly unknown[]): unknown {
  if (typeof owner !== "object" || owner === null) throw new TypeError(`nothing that has ${name}`);
  const called: Call = Reflect.get(owner, name);
  return called.apply(owner, values.map(finished));
}

/** A value with zod's schemas in place of late ones. */
function finished(value: unknown): unknown {
  if (value instanceof LateSchema) return value.made;
  if (Array.isArray(value)) return value.map(finished);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, finished(part)]));
}
