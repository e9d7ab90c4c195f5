/** `jobsim report`: plays a run, or a violation that a check found, and writes the page of it. */

import { collectReport } from "../../report/html/collect.ts";
import { reportPage } from "../../report/html/page.ts";
import type { FlagTexts } from "../../scenario/flags.ts";
import { InputError } from "../../scenario/problem.ts";
import type { Environment } from "../environment.ts";
import { EXIT_BAD_INPUT, EXIT_INTERRUPTED, EXIT_OK } from "../exit-codes.ts";
import { reportBadInput } from "../input-error.ts";
import { playLoaded } from "../run/play-loaded.ts";

/** The flags of `jobsim report` as the command line gives them. */
export interface ReportFlags extends Omit<FlagTexts, "param"> {
  readonly title?: string;
}

/**
 * Runs `jobsim report`.
 *
 * @param files paths, or - for standard input
 * @returns the exit code
 */
export async function executeReport(
  files: readonly string[],
  { title, ...flags }: ReportFlags,
  environment: Environment,
): Promise<number> {
  const { stdout, stderr } = environment;
  if (stdout.isTerminal) {
    stderr.write("jobsim report: the page is for a browser; write it to a file: jobsim report … > run.html\n");
    return EXIT_BAD_INPUT;
  }
  let page: string | undefined;
  try {
    page = (await violationOf(files, title, flags, environment)) ?? (await runPage(files, title, flags, environment));
  } catch (error) {
    return reportBadInput(error, environment);
  }
  if (page === undefined) return EXIT_INTERRUPTED;
  stdout.write(page);
  return EXIT_OK;
}

/** The page of a run; nothing where it was interrupted. */
async function runPage(
  files: readonly string[],
  title: string | undefined,
  run: Omit<ReportFlags, "title">,
  environment: Environment,
): Promise<string | undefined> {
  const played = await playLoaded(files, { ...run, output: "text", color: false }, environment, true);
  if (played === undefined) return undefined;
  const { simulation, decisions, loaded } = played;
  const { name, description } = loaded;
  const texts = { title: title ?? name, decisions, ...(description === undefined ? {} : { description }) };
  return reportPage(collectReport(simulation, texts));
}

/**
 * The page of a replay file; nothing where the files are none.
 *
 * @throws InputError for one that is wrong, or that stands beside other files or flags of a run
 */
async function violationOf(
  files: readonly string[],
  title: string | undefined,
  run: Omit<ReportFlags, "title">,
  { readFile }: Environment,
): Promise<string | undefined> {
  for (const file of files) {
    const text = textOf(file, readFile);
    if (text === undefined || !isReplay(text)) continue;
    if (files.length > 1) throw new InputError([{ file, message: "is a replay file; it stands alone" }]);
    const [flag] = Object.keys(run);
    if (flag !== undefined) {
      throw new InputError([{ file: `--${flag}`, message: "a replay file has all that its run depends on" }]);
    }
    // Nobody else should wait for the invariants.
    const { readReplay } = await import("../replay/read-replay.ts");
    const { violationPage } = await import("../../report/html/violation-page.ts");
    return violationPage(readReplay(file, text), title === undefined ? {} : { title }).html;
  }
  return undefined;
}

/** Whether a text looks like a replay file; what is wrong with it in detail is told when it is read. */
function isReplay(text: string): boolean {
  return /^\s*["']?kind["']?\s*:\s*["']?Replay\b/m.test(text);
}

/** The text of a file; nothing for standard input, which can be read once, and for what cannot be read. */
function textOf(file: string, readFile: Environment["readFile"]): string | undefined {
  if (file === "-") return undefined;
  try {
    return readFile(file);
  } catch {
    return undefined;
  }
}
