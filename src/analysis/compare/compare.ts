/** Compares scenarios on the same random streams. */

import type { Decision } from "../../controller/job/decisions.ts";
import { parseFlags } from "../../scenario/flags.ts";
import { type LoadedScenario, loadScenario } from "../../scenario/load.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import { measurePlayed, NUMBERS, type NumberName, playToEnd, type RunMeasures } from "../measures.ts";
import { type Breathe, openPool } from "../parallel/pool.ts";
import { type Estimate, meanInterval, wilsonInterval } from "../statistics.ts";
import { type RunSummary, summarize } from "../summary.ts";
import { findParting, type Parting } from "./parting.ts";
import type { Variant } from "./variant.ts";

/** One variant under one seed. */
export interface ComparedRun {
  readonly name: string;
  readonly summary: RunSummary;
  readonly measures: RunMeasures;
  /** Where it diverges from the first variant; absent for the first, and if they are the same. */
  readonly parting?: Parting;
}

/** A variant, ready to be played. */
export interface NamedScenario {
  readonly name: string;
  readonly loaded: LoadedScenario;
}

/** A variant that was played, with what its Job controller decided. */
export interface PlayedVariant {
  readonly name: string;
  readonly simulation: Simulation;
  readonly decisions: readonly Decision[];
}

/**
 * Plays variants with the same seed: whatever is drawn for a pod is the same in all of them, so that they differ only
 * by what was changed. Pods of Jobs with different names draw from separate streams.
 *
 * @param seed instead of the scenarios' own
 * @example
 * const played = playVariants([{ name: "A", loaded: a }, { name: "B", loaded: b }], "1");
 */
export function playVariants(variants: readonly NamedScenario[], seed: string): readonly PlayedVariant[] {
  return variants.map(({ name, loaded }) => {
    const decisions: Decision[] = [];
    const simulation = playToEnd(loaded.planFor(seed), { onDecision: (decision) => decisions.push(decision) });
    return { name, simulation, decisions };
  });
}

/**
 * Plays variants with the same seed, and compares each with the first.
 *
 * @param variants loaded, with their names; the others are compared with the first
 * @param seed instead of the scenarios' own
 * @example
 * const [base, changed] = compareRuns([{ name: "A", loaded: a }, { name: "B", loaded: b }], "1");
 */
export function compareRuns(variants: readonly NamedScenario[], seed: string): readonly ComparedRun[] {
  return comparePlayed(variants.map(({ name, loaded }) => ({ name, simulation: playToEnd(loaded.planFor(seed)) })));
}

/**
 * Compares runs with the first of them.
 *
 * @example
 * const [, changed] = comparePlayed(playVariants([{ name: "A", loaded: a }, { name: "B", loaded: b }], "1"));
 * console.log(changed?.parting?.shared);
 */
export function comparePlayed(played: readonly Pick<PlayedVariant, "name" | "simulation">[]): readonly ComparedRun[] {
  const [base] = played;
  return played.map(({ name, simulation }) => {
    const parting =
      base === undefined || base.simulation === simulation ? undefined : findParting(base.simulation, simulation);
    return {
      name,
      summary: summarize(simulation),
      measures: measurePlayed(simulation),
      ...(parting === undefined ? {} : { parting }),
    };
  });
}

/** One variant over many seeds, and its paired differences from the first. */
export interface ComparedSeeds {
  readonly name: string;
  readonly runs: number;
  readonly success: Estimate;
  /** Runs that complete in one and not in the other; absent for the first. */
  readonly flips?: { readonly gained: number; readonly lost: number };
  readonly successDifference?: Estimate;
  /** Means over the runs that have the number. */
  readonly means: { readonly [N in NumberName]?: number };
  /** Mean of the paired differences with its interval, over the seeds for which both have the number. */
  readonly differences: { readonly [N in NumberName]?: Estimate & { readonly pairs: number } };
}

/** Options of `compareSeeds`. */
export interface CompareSeedsOptions {
  /** At least 2. */
  readonly seeds: number;
  readonly firstSeed: number;
  readonly workers: number;
  /** Reads what the scenarios refer to, and throws if it cannot; if absent, nothing can be read. */
  readonly readFile?: (path: string) => string;
  readonly breathe?: Breathe;
  readonly signal?: AbortSignal;
}

const SEEDS_PER_CHUNK = 20;

/**
 * Plays variants under many seeds, and pairs the runs of each seed. Interrupted, it gives `undefined`.
 *
 * @example
 * const variants = [
 *   { name: "as it is", file, text, flags: {} },
 *   { name: "narrow", file, text, flags: { set: ["spec.parallelism=1"] } },
 * ];
 * const compared = await compareSeeds(variants, { seeds: 20, firstSeed: 1, workers: 1 });
 * console.log(compared?.[1]?.differences.makespanMs);
 */
export async function compareSeeds(
  variants: readonly Variant[],
  { seeds, firstSeed, workers, readFile = noFile, breathe, signal }: CompareSeedsOptions,
): Promise<readonly ComparedSeeds[] | undefined> {
  const loaded = variants.map(({ file, text, flags }) =>
    loadScenario({ text, file, readFile, flags: parseFlags(flags) }),
  );
  const pool = await openPool(workers, breathe);
  const runs: RunMeasures[][] = variants.map(() => []);
  const chunks = loaded.flatMap(({ planFor }, i) =>
    Array.from({ length: Math.ceil(seeds / SEEDS_PER_CHUNK) }, (_, chunk) => ({
      planFor,
      i,
      from: chunk * SEEDS_PER_CHUNK,
    })),
  );
  const lane = async () => {
    for (let chunk = chunks.shift(); chunk !== undefined && signal?.aborted !== true; chunk = chunks.shift()) {
      const { planFor, i, from } = chunk;
      const count = Math.min(SEEDS_PER_CHUNK, seeds - from);
      const plans = Array.from({ length: count }, (_, at) => planFor(String(firstSeed + from + at)));
      const played = await pool.playChunk({ plans });
      for (const [at, measures] of played.runs.entries()) (runs[i] ?? [])[from + at] = measures;
    }
  };
  try {
    await Promise.all(Array.from({ length: pool.workers }, lane));
  } finally {
    await pool.close();
  }
  if (signal?.aborted === true) return undefined;
  const [base = []] = runs;
  return variants.map(({ name }, i) => comparison(name, runs[i] ?? [], i === 0 ? undefined : base));
}

function noFile(path: string): never {
  throw new Error(`the comparison reads no files, and ${path} is one`);
}

function comparison(
  name: string,
  runs: readonly RunMeasures[],
  base: readonly RunMeasures[] | undefined,
): ComparedSeeds {
  const successes = runs.filter(({ success }) => success).length;
  const means = NUMBERS.flatMap((number) => {
    const values = runs.flatMap((run) => run[number] ?? []);
    return values.length === 0
      ? []
      : [[number, values.reduce((sum, value) => sum + value, 0) / values.length] as const];
  });
  const alone = {
    name,
    runs: runs.length,
    success: wilsonInterval(successes, runs.length),
    means: Object.fromEntries(means),
  };
  if (base === undefined) return { ...alone, differences: {} };
  const steps = runs.map((run, i) => Number(run.success) - Number(base[i]?.success ?? false));
  const differences = NUMBERS.flatMap((number) => {
    const pairs = runs.flatMap((run, i) => {
      const [one, other] = [base[i]?.[number], run[number]];
      return one === undefined || other === undefined ? [] : [other - one];
    });
    return pairs.length === 0 ? [] : [[number, { ...meanInterval(pairs), pairs: pairs.length }] as const];
  });
  return {
    ...alone,
    flips: { gained: steps.filter((step) => step > 0).length, lost: steps.filter((step) => step < 0).length },
    successDifference: meanInterval(steps),
    differences: Object.fromEntries(differences),
  };
}
