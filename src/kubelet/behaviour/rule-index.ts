/** An index of rules: an imported cluster can have one rule for each of its 100,000 pods. */

import type { PodIdentity } from "../script.ts";
import type { NumberSpan, PodMatch } from "./rules.ts";

/** A rule and its place in the order of rules. */
interface Filed<R> {
  readonly place: number;
  readonly rule: R;
}

/** Rules by the Job that they name, and by the pod if they name a single one; all pods try the other rules. */
export class RuleIndex<R extends { readonly match: PodMatch }> {
  readonly #anywhere: Filed<R>[] = [];
  readonly #byKey = new Map<string, Filed<R>[]>();

  constructor(rules: readonly R[]) {
    for (const [place, rule] of rules.entries()) {
      const { jobs, cronJobs } = rule.match;
      const filed = { place, rule };
      if (jobs === undefined || cronJobs !== undefined) this.#anywhere.push(filed);
      else for (const { namespace, name } of jobs) this.#file(`${namespace}/${name}${onlyPod(rule.match)}`, filed);
    }
  }

  /** The rules that may match a pod, in their order; no other rule matches it. */
  *candidates(pod: PodIdentity): Generator<R, void, void> {
    const job = `${pod.namespace}/${pod.jobName}`;
    const lists = [
      this.#anywhere,
      this.#byKey.get(job) ?? [],
      this.#byKey.get(`${job} #${pod.ordinal}`) ?? [],
      pod.index === undefined ? [] : (this.#byKey.get(`${job} ${pod.index}`) ?? []),
    ].filter((list) => list.length > 0);
    const [only, ...others] = lists;
    if (only === undefined) return;
    if (others.length === 0) {
      for (const { rule } of only) yield rule;
      return;
    }
    const next = lists.map(() => 0);
    for (;;) {
      let first: Filed<R> | undefined;
      let from = 0;
      for (const [at, list] of lists.entries()) {
        const filed = list[next[at] ?? 0];
        if (filed === undefined || (first !== undefined && filed.place >= first.place)) continue;
        first = filed;
        from = at;
      }
      if (first === undefined) return;
      next[from] = (next[from] ?? 0) + 1;
      yield first.rule;
    }
  }

  #file(key: string, filed: Filed<R>): void {
    const known = this.#byKey.get(key);
    if (known === undefined) this.#byKey.set(key, [filed]);
    else if (known.at(-1)?.place !== filed.place) known.push(filed);
  }
}

/** The part of a key that names one index or one ordinal of a Job. */
function onlyPod({ index, ordinal }: PodMatch): string {
  const onlyIndex = onlyNumber(index);
  if (onlyIndex !== undefined) return ` ${onlyIndex}`;
  const onlyOrdinal = onlyNumber(ordinal);
  return onlyOrdinal === undefined ? "" : ` #${onlyOrdinal}`;
}

function onlyNumber(spans: readonly NumberSpan[] | undefined): number | undefined {
  const [only, ...others] = spans ?? [];
  return only !== undefined && others.length === 0 && only.first === only.last ? only.first : undefined;
}
