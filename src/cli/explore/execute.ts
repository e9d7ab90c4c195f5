/** `jobsim explore`: searches, and reports what was covered. */

import { defaultCheckWorkers } from "../../analysis/parallel/pool.ts";
import { shellQuote } from "../../analysis/shell-quote.ts";
import { failureOf, resultOf } from "../../testing/explore/explore.ts";
import type { ExploreOptions } from "../../testing/explore/options.ts";
import type { ExploreFinding } from "../../testing/explore/progress.ts";
import { Pulse, type SharedPulse } from "../../testing/pulse.ts";
import { formatReplay } from "../../testing/replay.ts";
import type { Environment } from "../environment.ts";
import { EXIT_INTERRUPTED, EXIT_OK } from "../exit-codes.ts";
import { reportBadInput } from "../input-error.ts";
import { ownWords, programsOf } from "../own-words.ts";
import { watchOwn } from "../watchdog/watch-own.ts";
import { writeOutput } from "../write-output.ts";
import type { ExploreFlags } from "./flags.ts";
import { planSearch } from "./plan-search.ts";
import { coverageJson, coverageOf, scopeOf } from "./report.ts";
import { searchShared } from "./search-shared.ts";

const EXIT_VIOLATED = 1;
const EXIT_INCOMPLETE = 3;

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
    return await searchAndReport(flags, environment);
  } catch (error) {
    return reportBadInput(error, environment);
  }
}

async function searchAndReport(flags: ExploreFlags, environment: Environment): Promise<number> {
  const { stdout, stderr, interrupted } = environment;
  const startedMs = environment.wallMs();
  const { workers = defaultCheckWorkers() } = flags;
  const watch = await watchOwn(flags, workers, "part", environment);
  const pulses = pulsesIn(watch?.pulses, workers);
  const planned = await planSearch(flags, pulses?.[0] && new Pulse(pulses[0]));
  const { options } = planned;
  const { progress, played } = await searchShared({ planned, flags, workers, pulses }, environment).finally(() =>
    watch?.end(),
  );
  const result = resultOf(progress);
  if (stderr.isTerminal) stderr.write("\r");
  const module = flags.module ?? flags.invariants;
  const drawn = module === undefined ? scopeOf(flags) : `${scopeOf(flags)} (${module} exports no world)`;
  const what = planned.isOwnWorld ? `the world of ${module}` : drawn;
  const isVerbose = flags.verbose === true;
  const covered = { what, options, result, played, wallMs: environment.wallMs() - startedMs, isVerbose };
  const isJson = flags.output === "json";
  stdout.write(isJson ? `${JSON.stringify(coverageJson(covered), null, 2)}\n` : `${coverageOf(covered).join("\n")}\n`);
  const found = result.findings.find(({ known }) => flags.strict === true || known === undefined);
  if (found !== undefined) {
    await tellFinding(found, options, flags, environment);
    return EXIT_VIOLATED;
  }
  if (interrupted.aborted) return EXIT_INTERRUPTED;
  return result.isComplete ? EXIT_OK : EXIT_INCOMPLETE;
}

function pulsesIn(memory: SharedArrayBuffer | undefined, threads: number): readonly SharedPulse[] | undefined {
  return memory === undefined ? undefined : Array.from({ length: threads }, (_, thread) => ({ memory, thread }));
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
  // As JSON it is among the findings; its file is written all the same.
  if (own.output === "json") return;
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
