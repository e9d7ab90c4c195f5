/** The LimitRanges of a run: what they add to a new pod, and whether it stays within them (LimitRanger). */

import type { LimitRange } from "../../../api/kinds/limit-range.ts";
import type { PodSpec, StringMap } from "../../../api/types.ts";
import { limitRangeMessage, limitRangeProblems } from "./check-limits.ts";
import type { LimitRangeFacts } from "./facts.ts";
import { LIMIT_RANGER_ANNOTATION, withLimitRangeDefaults } from "./set-defaults.ts";

/** A LimitRange of a plan, with its defaults filled in; it applies to every namespace if it names none. */
export interface PlannedLimitRange {
  readonly name: string;
  readonly namespace?: string;
  readonly limits: NonNullable<NonNullable<LimitRangeFacts["spec"]>["limits"]>;
}

/** The parts of a pod that LimitRanges change. */
export interface LimitedPod {
  readonly spec: PodSpec;
  readonly annotations?: StringMap | undefined;
}

export class LimitRanges {
  readonly #planned: readonly PlannedLimitRange[];
  readonly #objects: () => Iterable<LimitRange>;

  /** @param objects LimitRanges created during the run */
  constructor(planned: readonly PlannedLimitRange[], objects: () => Iterable<LimitRange>) {
    this.#planned = planned;
    this.#objects = objects;
  }

  /** Fills in what containers lack. */
  withDefaults(namespace: string, pod: LimitedPod): LimitedPod {
    let limited = pod;
    for (const range of this.#of(namespace)) {
      const { spec, annotation } = withLimitRangeDefaults(limited.spec, range);
      if (annotation === "") continue;
      limited = { spec, annotations: { ...limited.annotations, [LIMIT_RANGER_ANNOTATION]: annotation } };
    }
    return limited;
  }

  /** Returns how a pod exceeds the limits of the first range that it violates; `undefined` if it violates none. */
  refusal(namespace: string, spec: PodSpec): string | undefined {
    for (const range of this.#of(namespace)) {
      const message = limitRangeMessage(limitRangeProblems(spec, range));
      if (message !== undefined) return message;
    }
    return undefined;
  }

  #of(namespace: string): LimitRangeFacts[] {
    const isHere = (range: { readonly namespace?: string }) =>
      range.namespace === undefined || range.namespace === namespace;
    return [
      ...this.#planned.filter(isHere).map(({ limits }) => ({ spec: { limits } })),
      ...[...this.#objects()].filter(({ metadata }) => isHere(metadata)),
    ];
  }
}
