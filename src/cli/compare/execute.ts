/** `jobsim compare`: reads, plays, prints. */

import {
  type ComparedRun,
  comparePlayed,
  compareRuns,
  compareSeeds,
  type NamedScenario,
  playVariants,
} from "../../analysis/compare/compare.ts";
import { loadVariants, type Variant } from "../../analysis/compare/variant.ts";
import { fieldNotes } from "../../analysis/field-classes/notes.ts";
import { defaultWorkers } from "../../analysis/parallel/pool.ts";
import { refusedChanges } from "../../analysis/refused-change.ts";
import { cellsOf } from "../../analysis/sweep/cells.ts";
import { formatSettings, withSettings } from "../../analysis/sweep/setting.ts";
import { comparedRunsText, comparedSeedsText } from "../../report/compare-text.ts";
import { formatted } from "../../report/output-format.ts";
import { styleFor } from "../../report/style.ts";
import { parseFlags } from "../../scenario/flags.ts";
import { formatProblem, InputError } from "../../scenario/problem.ts";
import type { SkippedObject } from "../../scenario/skipped-objects.ts";
import type { Environment } from "../environment.ts";
import { EXIT_INTERRUPTED, EXIT_OK } from "../exit-codes.ts";
import { reportBadInput } from "../input-error.ts";
import { type OneInput, readOneInput } from "../one-input.ts";
import { printSkipped } from "../run/play-loaded.ts";
import { sameFlags } from "../same-flags.ts";
import { TextFiles } from "../text-files.ts";
import { writeOutput } from "../write-output.ts";
import type { CompareFlags } from "./compare-flags.ts";

/**
 * Runs `jobsim compare`.
 *
 * @returns the exit code
 */
export async function executeCompare(
  files: readonly string[],
  flags: CompareFlags,
  environment: Environment,
): Promise<number> {
  try {
    const texts = new TextFiles(environment);
    const { variants, skipped } = await variantsOf(files, flags, texts);
    const loaded = loadVariants(variants, texts.readNow);
    const warnings = loaded.flatMap((scenario) => scenario.warnings).map(formatProblem);
    for (const warning of new Set(warnings)) environment.stderr.write(`warning: ${warning}\n`);
    const notes = new Set(loaded.flatMap(fieldNotes));
    for (const note of notes) environment.stderr.write(`note: ${note}\n`);
    const named = loaded.map((scenario, i) => ({ name: variants[i]?.name ?? "", loaded: scenario }));
    const jobs = new Set(loaded.map((scenario) => JSON.stringify(scenario.jobs.map(({ ref }) => ref))));
    if (jobs.size > 1) {
      environment.stderr.write("warning: the Jobs have different names, so what is drawn for their pods differs\n");
    }
    printSkipped({ skipped: [...skipped, ...(loaded[0]?.skipped ?? [])] }, environment);
    if (files.length > 1) sayRefusedChanges(named, environment);
    if (flags.seeds !== undefined && flags.html !== undefined) {
      throw new InputError([
        { file: "--html", message: "shows single runs; leave out --seeds, or choose one with --seed" },
      ]);
    }
    if (flags.seeds !== undefined) return await printSeeds(variants, flags.seeds, flags, environment, texts.readNow);
    const seed = flags.seed ?? loaded[0]?.plan.seed ?? "1";
    const runs = flags.html === undefined ? compareRuns(named, seed) : await writePage(flags.html, named, seed);
    const { stdout } = environment;
    if (flags.output === "json")
      stdout.write(`${JSON.stringify(formatted("compare", { seed, runs }), undefined, 2)}\n`);
    else stdout.write(`${comparedRunsText(runs, seed, styleOf(flags, environment)).join("\n")}\n`);
    return EXIT_OK;
  } catch (error) {
    return reportBadInput(error, environment);
  }
}

/** Says if the second manifest could not replace the first. */
function sayRefusedChanges([old, ...others]: readonly NamedScenario[], { stderr }: Environment): void {
  if (old === undefined) return;
  for (const { name, loaded } of others) {
    for (const { job, message } of refusedChanges(old.loaded, loaded)) {
      stderr.write(
        `note: the API server refuses this as a change: ${name} applied over ${old.name}: Job ${job.ref?.name ?? "?"}: ${message}; delete the Job first, or give it another name\n`,
      );
    }
  }
}

/** Writes the page of two runs, and returns what the text says about them. */
async function writePage(file: string, named: readonly NamedScenario[], seed: string): Promise<readonly ComparedRun[]> {
  if (named.length !== 2) {
    throw new InputError([{ file: "--html", message: `shows two runs side by side, and here are ${named.length}` }]);
  }
  const [first, second] = playVariants(named, seed);
  if (first === undefined || second === undefined) return [];
  const { comparisonPage } = await import("../../report/html/comparison-page.ts");
  writeOutput(file, comparisonPage(first, second));
  return comparePlayed([first, second]);
}

async function printSeeds(
  variants: readonly Variant[],
  seeds: number,
  flags: CompareFlags,
  environment: Environment,
  readFile: Environment["readFile"],
): Promise<number> {
  const { stdout, stderr, interrupted, breathe } = environment;
  const firstSeed = Number(flags.seed ?? 1);
  if (!Number.isSafeInteger(firstSeed) || firstSeed < 0) {
    throw new InputError([
      { file: `--seed ${flags.seed}`, message: "with --seeds this is the first of them: a whole number" },
    ]);
  }
  const workers = flags.workers ?? defaultWorkers();
  const compared = await compareSeeds(variants, { seeds, firstSeed, workers, readFile, breathe, signal: interrupted });
  if (compared === undefined) {
    stderr.write("interrupted; nothing was compared\n");
    return EXIT_INTERRUPTED;
  }
  if (flags.output === "json")
    stdout.write(`${JSON.stringify(formatted("compare", { firstSeed, seeds, variants: compared }), undefined, 2)}\n`);
  else stdout.write(`${comparedSeedsText(compared, firstSeed, styleOf(flags, environment)).join("\n")}\n`);
  return EXIT_OK;
}

function styleOf({ color }: CompareFlags, { stdout, variables }: Environment) {
  return styleFor(color && stdout.isTerminal && !variables.noColor);
}

/** What is compared, and what was found next to it. */
interface Compared {
  readonly variants: readonly Variant[];
  readonly skipped: readonly SkippedObject[];
}

/** Several files or folders with the same flags; or one, unchanged and changed. */
async function variantsOf(paths: readonly string[], flags: CompareFlags, files: TextFiles): Promise<Compared> {
  const texts = sameFlags(flags);
  parseFlags(texts);
  const read: OneInput[] = [];
  for (const one of paths) read.push(await readOneInput([one], files));
  const [first] = read;
  if (first === undefined) throw new InputError([{ file: "jobsim compare", message: "name what is to be compared" }]);
  const skipped = read.flatMap((one) => one.skipped);
  if (read.length === 1) return { variants: changesOf(first, flags), skipped };
  if (flags.variant !== undefined) throw new InputError([{ file: "--variant", message: "goes with one file" }]);
  // A folder keeps the name it was given, not that of the scenario made from its files.
  return {
    variants: read.map(({ name: file, text }, i) => ({ name: paths[i] ?? file, file, text, flags: texts })),
    skipped,
  };
}

function changesOf({ name: file, text }: OneInput, flags: CompareFlags): readonly Variant[] {
  const texts = sameFlags(flags);
  const { set, param, ...same } = texts;
  const { variant = [] } = flags;
  if (variant.length > 0) {
    const cells = cellsOf({ cell: variant }, "");
    const changed = cells.map((cell) => ({ name: formatSettings(cell), file, text, flags: withSettings(texts, cell) }));
    return [{ name: "as it is", file, text, flags: texts }, ...changed];
  }
  const changes = [...(set ?? []), ...(param ?? [])];
  if (changes.length === 0) {
    const message = "name a second file, or say what to change with --set, --param or --variant";
    throw new InputError([{ file: "jobsim compare", message }]);
  }
  return [
    { name: "as it is", file, text, flags: same },
    { name: changes.join(" "), file, text, flags: texts },
  ];
}
