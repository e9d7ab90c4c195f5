/** Checks of values that a program gives as part of a plan, which no compiler may have seen. */

import type { FieldPath, PathStep } from "../../api/field-path.ts";
import { nearest } from "../../api/nearest.ts";
import { describeValue, mustBeOneOf, unknownKeyText } from "../../api/value-words.ts";

/** The place that is being checked, and what was found before. Nothing is allocated for what is right. */
export class Checking {
  readonly found: { readonly path: FieldPath; readonly message: string }[] = [];
  readonly #path: PathStep[];

  constructor(...path: readonly PathStep[]) {
    this.#path = [...path];
  }

  /** Says what is wrong here, and what would be right. */
  report(message: string): void {
    this.found.push({ path: [...this.#path], message });
  }

  /** Checks what is at a step from here. */
  at(step: PathStep, check: ValueCheck, value: unknown): void {
    this.#path.push(step);
    check(value, this);
    this.#path.pop();
  }

  reportAt(step: PathStep, message: string): void {
    this.at(step, () => this.report(message), undefined);
  }
}

/** Checks a value. */
export type ValueCheck = (value: unknown, checking: Checking) => void;

/** The checks of a type's fields, none of which may be left out. */
export type FieldChecks<T> = { readonly [Field in keyof Required<T>]: ValueCheck };

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param needed fields that must be there */
export function mapOf<T>(checks: FieldChecks<T>, ...needed: readonly (keyof T & string)[]): ValueCheck {
  const byName: ReadonlyMap<string, ValueCheck> = new Map(Object.entries<ValueCheck>(checks));
  const known = [...byName.keys()];
  return (value, checking) => {
    if (!isMap(value)) {
      checking.report(`must be a map of ${known.join(", ")}, not ${describeValue(value)}`);
      return;
    }
    const meant: string[] = [];
    for (const key of Object.keys(value)) {
      const check = byName.get(key);
      if (check !== undefined) {
        if (value[key] !== undefined) checking.at(key, check, value[key]);
        continue;
      }
      const near = nearest(key, known);
      checking.reportAt(key, unknownKeyText(known, near));
      if (near !== undefined) meant.push(near);
    }
    for (const name of needed) {
      // A misspelt key is reported once: not also as the right key being missing.
      if (value[name] === undefined && !meant.includes(name)) checking.reportAt(name, "is missing");
    }
  };
}

/** A map whose keys are names. */
export function namesTo(check: ValueCheck): ValueCheck {
  return (value, checking) => {
    if (!isMap(value)) checking.report(`must be a map, not ${describeValue(value)}`);
    else for (const [key, item] of Object.entries(value)) checking.at(key, check, item);
  };
}

export function listOf(check: ValueCheck): ValueCheck {
  return (value, checking) => {
    if (!Array.isArray(value)) checking.report(`must be a list, not ${describeValue(value)}`);
    else for (let i = 0; i < value.length; i++) checking.at(i, check, value[i]);
  };
}

/** One of some words, or a map that another check accepts; `other` names what that is. */
export function wordOr(words: readonly string[], check: ValueCheck, other: string): ValueCheck {
  return (value, checking) => {
    if (isMap(value)) check(value, checking);
    else if (typeof value !== "string" || !words.includes(value)) {
      checking.report(`must be ${other} or "${words.join('" or "')}", not ${describeValue(value)}`);
    }
  };
}

export function wordOf(words: readonly string[]): ValueCheck {
  return (value, checking) => {
    if (typeof value !== "string" || !words.includes(value)) checking.report(mustBeOneOf(words, value));
  };
}

export const text: ValueCheck = (value, checking) => {
  if (typeof value !== "string") checking.report(`must be text, not ${describeValue(value)}`);
};

export const flag: ValueCheck = (value, checking) => {
  if (typeof value !== "boolean") checking.report(`must be true or false, not ${describeValue(value)}`);
};

/** A number within bounds, both included. */
export function numberFrom(least: number, most = Number.POSITIVE_INFINITY): ValueCheck {
  const bounds = most === Number.POSITIVE_INFINITY ? `of at least ${least}` : `from ${least} to ${most}`;
  return (value, checking) => {
    const fits = typeof value === "number" && value >= least && value <= most;
    if (!fits) checking.report(`must be a number ${bounds}, not ${describeValue(value)}`);
  };
}

/** A whole number within bounds, both included. */
export function wholeFrom(least: number, most = Number.MAX_SAFE_INTEGER): ValueCheck {
  const bounds = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return (value, checking) => {
    const fits = Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
    if (!fits) checking.report(`must be a whole number ${bounds}, not ${describeValue(value)}`);
  };
}
