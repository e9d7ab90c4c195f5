/** `jobsim sweep`: checks, plays, prints. */

import { defaultWorkers } from "../../analysis/parallel/pool.ts";
import { cellsOf } from "../../analysis/sweep/cells.ts";
import { checkSweep } from "../../analysis/sweep/check.ts";
import { readerOf } from "../../analysis/sweep/other-files.ts";
import { partHead, partLine } from "../../analysis/sweep/part-file.ts";
import { runSweep } from "../../analysis/sweep/run-sweep.ts";
import { withSettings } from "../../analysis/sweep/setting.ts";
import { runsOfShard, type Shard, type SweepSpec, WHOLE } from "../../analysis/sweep/spec.ts";
import { parseFlags } from "../../scenario/flags.ts";
import { loadScenario } from "../../scenario/load.ts";
import { formatProblem, InputError } from "../../scenario/problem.ts";
import type { Environment } from "../environment.ts";
import { EXIT_INTERRUPTED, EXIT_OK } from "../exit-codes.ts";
import { reportBadInput } from "../input-error.ts";
import { type OneInput, readOneInput } from "../one-input.ts";
import { printSkipped } from "../run/play-loaded.ts";
import { sameFlags } from "../same-flags.ts";
import { TextFiles } from "../text-files.ts";
import { printSweep } from "./print.ts";
import { startSweepProgress } from "./progress.ts";
import { openSavedRuns, type SavedRuns } from "./saved-runs.ts";
import type { SweepFlags } from "./sweep-flags.ts";

/** In place of the file of `--save`: the runs are printed, and no table. */
const STDOUT = "-";
const MOST_RUNS = 100_000_000;

/**
 * Runs `jobsim sweep`.
 *
 * @param paths files, folders or patterns; - is standard input
 * @returns the exit code
 */
export async function executeSweep(
  paths: readonly string[],
  flags: SweepFlags,
  environment: Environment,
): Promise<number> {
  try {
    const texts = new TextFiles(environment);
    const { skipped, ...asked } = await specOf(paths, flags, texts);
    const spec = checkSweep(asked, texts.readNow);
    printRemarks(spec, skipped, environment);
    if (flags.emitManifest === undefined) return await play(spec, flags, environment);
    const { sweepManifest } = await import("../../analysis/sweep/manifest.ts");
    environment.stdout.write(sweepManifest(spec, { shards: flags.emitManifest, image: flags.image }));
    return EXIT_OK;
  } catch (error) {
    return reportBadInput(error, environment);
  }
}

async function specOf(
  paths: readonly string[],
  flags: SweepFlags,
  files: TextFiles,
): Promise<SweepSpec & Pick<OneInput, "skipped">> {
  const { vary, cell, sample, seeds, firstSeed, untilCi } = flags;
  const texts = sameFlags(flags);
  // A wrong flag is reported once, not for each cell.
  parseFlags(texts);
  const { name, text, skipped } = await readOneInput(paths, files);
  const cells = cellsOf({ vary, cell, sample }, String(firstSeed));
  if (cells.length * seeds > MOST_RUNS) {
    const message = `${cells.length} cells of ${seeds} seeds are ${cells.length * seeds} runs; at most ${MOST_RUNS}`;
    throw new InputError([{ file: "--seeds", message }]);
  }
  return { file: name, text, flags: texts, cells, seeds, firstSeed, untilCi, skipped };
}

/** Reports what looks like a mistake in the first cell and what was found next to its Jobs; the cells hardly differ. */
function printRemarks(
  { file, text, files = {}, flags, cells: [first = []] }: SweepSpec,
  skipped: OneInput["skipped"],
  environment: Environment,
): void {
  const readFile = readerOf(file, files);
  const loaded = loadScenario({ text, file, readFile, flags: parseFlags(withSettings(flags, first)) });
  for (const warning of loaded.warnings) environment.stderr.write(`warning: ${formatProblem(warning)}\n`);
  printSkipped({ skipped: [...skipped, ...loaded.skipped] }, environment);
}

/** What happens to runs that are already in the file of `--save`. */
function whatIsThere({ save, resume = false, force = false }: SweepFlags): "resume" | "overwrite" | "refuse" {
  for (const [flag, isGiven] of [
    ["--resume", resume],
    ["--force", force],
  ] as const) {
    if (isGiven && save === undefined) {
      throw new InputError([{ file: flag, message: "needs --save with the file of the runs that are done" }]);
    }
  }
  if (save === STDOUT && (resume || force)) {
    throw new InputError([{ file: resume ? "--resume" : "--force", message: "needs --save with a file" }]);
  }
  if (resume && force) {
    throw new InputError([{ file: "--force", message: "starts over, and --resume continues: leave out one of them" }]);
  }
  if (resume) return "resume";
  return force ? "overwrite" : "refuse";
}

function openRuns(
  save: string,
  spec: SweepSpec,
  shard: Shard,
  before: "resume" | "overwrite" | "refuse",
  { stdout }: Environment,
): SavedRuns {
  if (save !== STDOUT) return openSavedRuns(save, spec, shard, before);
  stdout.write(partHead(spec, shard));
  return { done: [], add: (done) => stdout.write(partLine(done)) };
}

async function play(spec: SweepSpec, flags: SweepFlags, environment: Environment): Promise<number> {
  const { stderr, interrupted, breathe } = environment;
  const { workers = defaultWorkers(), shard = WHOLE, save } = flags;
  const before = whatIsThere(flags);
  const saved = save === undefined ? undefined : openRuns(save, spec, shard, before, environment);
  const total = spec.cells.reduce((sum, _, cell) => sum + runsOfShard(spec, cell, shard, 0, spec.seeds).length, 0);
  const known = saved?.done.reduce((sum, { runs }) => sum + runs.length, 0) ?? 0;
  const progress = await startSweepProgress(total, known, stderr);
  const runs = await runSweep(spec, {
    workers,
    shard,
    signal: interrupted,
    breathe,
    done: saved?.done ?? [],
    onDone: (done, all) => {
      saved?.add(done);
      progress.show(all.size);
    },
  }).finally(() => progress.stop());
  // A part has no table: it is for jobsim merge.
  if (shard.count === 1 && save !== STDOUT) await printSweep(runs, flags, environment);
  else if (save === undefined)
    throw new InputError([{ file: "--shard", message: "needs --save with a file for the part" }]);
  else
    stderr.write(`part ${shard.index} of ${shard.count}: ${runs.size} runs${save === STDOUT ? "" : ` in ${save}`}\n`);
  if (!interrupted.aborted) return EXIT_OK;
  const how =
    save === undefined || save === STDOUT
      ? "; with --save, --resume could continue"
      : `; --resume continues with ${save}`;
  stderr.write(`interrupted after ${runs.size} of ${total} runs${how}\n`);
  return EXIT_INTERRUPTED;
}
