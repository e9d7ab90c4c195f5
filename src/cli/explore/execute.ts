/** `jobsim explore`: searches, saves its progress, and reports what was covered. */

import { shellQuote } from "../../analysis/shell-quote.ts";
import { CHOICE_KINDS } from "../../simulation/choices/oracle.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import type { OwnOptions } from "../../testing/check.ts";
import {
  type ExploreFinding,
  type ExploreOptions,
  type ExploreProgress,
  type ExploreResult,
  exploreAsync,
  failureOf,
} from "../../testing/explore/explore.ts";
import { smallWorld } from "../../testing/explore/small-world.ts";
import { formatReplay } from "../../testing/replay.ts";
import type { Environment } from "../environment.ts";
import { EXIT_INTERRUPTED, EXIT_OK } from "../exit-codes.ts";
import { reportBadInput } from "../input-error.ts";
import { ownOptions } from "../own-check.ts";
import { ownWords, programsOf } from "../own-words.ts";
import { writeOutput } from "../write-output.ts";
import type { ExploreFlags } from "./flags.ts";
import { coverageOf, scopeOf } from "./report.ts";
import { readState, writeState } from "./state-file.ts";

const EXIT_VIOLATED = 1;
const EXIT_INCOMPLETE = 3;
/** Parts of the search between two checks for interrupts. */
const SLICE = 10;

/**
 * Runs `jobsim explore`.
 *
 * @returns the exit code
 */
export async function executeExplore(flags: ExploreFlags, environment: Environment): Promise<number> {
  try {
    if (flags.emitManifest !== undefined) {
      const { exploreManifest } = await import("../shards/explore-manifest.ts");
      environment.stdout.write(exploreManifest(flags, flags.emitManifest));
      return EXIT_OK;
    }
    return await searchAndReport(flags, await ownOptions(flags), environment);
  } catch (error) {
    return reportBadInput(error, environment);
  }
}

async function searchAndReport(flags: ExploreFlags, own: OwnOptions, environment: Environment): Promise<number> {
  const { stdout, stderr, interrupted } = environment;
  const { deviations, only, shard, jobs, pods, failing, nonIndexed, strict } = flags;
  const world = own.world ?? adapted(smallWorld({ jobs, pods, failing, indexed: nonIndexed !== true }), own);
  const options: ExploreOptions = {
    deviations,
    kinds: CHOICE_KINDS.filter((kind) => only?.includes(kind) ?? true),
    ...(own.invariants === undefined ? {} : { invariants: own.invariants }),
    ...(own.controllers === undefined ? {} : { controllers: own.controllers }),
    ...(own.kinds === undefined ? {} : { objectKinds: own.kinds }),
    ...(shard === undefined ? {} : { shard }),
  };
  const startedMs = environment.wallMs();
  const { result, played } = await search(world, options, flags, environment);
  if (stderr.isTerminal) stderr.write("\r");
  const what = own.world === undefined ? scopeOf(flags) : `the world of ${flags.module ?? flags.invariants}`;
  stdout.write(
    `${coverageOf({ what, options, result, played, wallMs: environment.wallMs() - startedMs }).join("\n")}\n`,
  );
  const found = result.findings.find(({ known }) => strict === true || known === undefined);
  if (found !== undefined) {
    await tellFinding(found, options, flags, environment);
    return EXIT_VIOLATED;
  }
  if (interrupted.aborted) return EXIT_INTERRUPTED;
  return result.isComplete ? EXIT_OK : EXIT_INCOMPLETE;
}

function adapted(world: SimulationPlan, { adapt = (plan) => plan }: OwnOptions): SimulationPlan {
  return adapt(world);
}

/** Searches in slices, so that it can be stopped, and saves its progress after each. */
async function search(
  world: SimulationPlan,
  options: ExploreOptions,
  { time, state, ...own }: ExploreFlags,
  { stderr, interrupted, wallMs, breathe, readFile }: Environment,
): Promise<{ readonly result: ExploreResult; readonly played: number }> {
  const programs = own.go === undefined ? undefined : programsOf(own);
  const scope = { world, programs, deviations: options.deviations, kinds: options.kinds, shard: options.shard };
  const untilMs = time === undefined ? Number.POSITIVE_INFINITY : wallMs() + time * 1000;
  let from: ExploreProgress | undefined = state === undefined ? undefined : readState(state, scope, readFile);
  const before = from?.schedules ?? 0;
  for (;;) {
    const first = from?.done ?? 0;
    const shouldStop = ({ done }: ExploreProgress) => done >= first + SLICE || wallMs() >= untilMs;
    const result = await exploreAsync(world, { ...options, ...(from === undefined ? {} : { from }), shouldStop });
    from = result;
    if (state !== undefined) writeState(state, scope, result);
    if (stderr.isTerminal) stderr.write(`\r${result.done} of ${result.of} parts, ${result.schedules} schedules`);
    await breathe();
    if (result.isComplete || interrupted.aborted || wallMs() >= untilMs) {
      return { result, played: result.schedules - before };
    }
  }
}

async function tellFinding(
  finding: ExploreFinding,
  options: ExploreOptions,
  { out, ...own }: ExploreFlags,
  { stdout }: Environment,
): Promise<void> {
  const { violation } = finding;
  const failure = await failureOf(finding, options);
  writeOutput(out, formatReplay(failure, programsOf(own)));
  const words = [out, ...ownWords(own)].map(shellQuote);
  const lines = [
    "",
    `${violation.invariant} is violated at ${violation.timeMs} ms: ${violation.message}`,
    "",
    ...failure.story,
    "",
    `See it again with: jobsim replay ${words.join(" ")}`,
  ];
  stdout.write(`${lines.join("\n")}\n`);
}
