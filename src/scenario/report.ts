/** Collects problems of one document, each placed by its path. */

import { type FieldPath, formatPath } from "../api/field-path.ts";
import type { Fault } from "./checked.ts";
import type { Problem, SourcePosition } from "./problem.ts";
import { type Located, positionOf } from "./yaml-source.ts";

export class Reporter {
  readonly #document: Located;
  readonly #problems: Problem[];
  readonly #warnings: Problem[];

  /**
   * @param document what paths start from
   * @param problems what prevents the run is added here
   * @param warnings what does not is added here
   */
  constructor(document: Located, problems: Problem[], warnings: Problem[]) {
    this.#document = document;
    this.#problems = problems;
    this.#warnings = warnings;
  }

  /** Adds a problem at a field, or at the key inside it that the fault names. */
  problem(path: FieldPath, fault: Fault | string): void {
    const { problem, key, misnamed }: Fault = typeof fault === "string" ? { problem: fault } : fault;
    const place = key === undefined ? path : [...path, key];
    this.#problems.push(this.#at(place, problem, misnamed === true ? "key" : "value"));
  }

  /** Line and column of a field, for later messages. */
  place(path: FieldPath): SourcePosition {
    return positionOf(this.#document, path, "key");
  }

  warning(path: FieldPath, message: string): void {
    this.#warnings.push(this.#at(path, message));
  }

  #at(path: FieldPath, message: string, what: "key" | "value" = "value"): Problem {
    const text = formatPath(path);
    return { ...positionOf(this.#document, path, what), ...(text === "" ? {} : { path: text }), message };
  }
}
