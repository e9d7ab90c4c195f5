/** `jobsim report`: plays a run, or a violation that a check found, and writes the page of it. */

import { fieldNotes } from "../../analysis/field-classes/notes.ts";
import { followedFleet, isFleet } from "../../analysis/fleet/fleet.ts";
import { followReport } from "../../report/html/collect.ts";
import { fleetPage } from "../../report/html/fleet-page.ts";
import { reportPage } from "../../report/html/page.ts";
import type { FlagTexts } from "../../scenario/flags.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import type { Environment } from "../environment.ts";
import { EXIT_BAD_INPUT, EXIT_CUT_SHORT, EXIT_INTERRUPTED, EXIT_OK } from "../exit-codes.ts";
import { reportBadInput } from "../input-error.ts";
import { cutShortText } from "../run/cut-short.ts";
import { playLoaded, printMissing } from "../run/play-loaded.ts";
import { writeOutput } from "../write-output.ts";

/** The flags of `jobsim report` as the command line gives them. */
export interface ReportFlags extends Omit<FlagTexts, "param"> {
  readonly title?: string;
  /** The file for the page; standard output if absent. */
  readonly html?: string;
}

/**
 * Runs `jobsim report`.
 *
 * @param files paths, folders or patterns; - is standard input
 * @returns the exit code
 */
export async function executeReport(
  files: readonly string[],
  { title, html, ...flags }: ReportFlags,
  environment: Environment,
): Promise<number> {
  const { stdout, stderr } = environment;
  if (html === undefined && stdout.isTerminal) {
    stderr.write("jobsim report: the page is for a browser; write it to a file: jobsim report … --html run.html\n");
    return EXIT_BAD_INPUT;
  }
  let written: WrittenPage | undefined;
  try {
    const violation = await violationOf(files, title, flags, environment);
    written =
      violation === undefined
        ? await runPage(files, title, flags, environment)
        : { page: violation, exitCode: EXIT_OK };
    if (written !== undefined && html !== undefined) writeOutput(html, written.page);
  } catch (error) {
    return reportBadInput(error, environment);
  }
  if (written === undefined) return EXIT_INTERRUPTED;
  if (html === undefined) stdout.write(written.page);
  return written.exitCode;
}

interface WrittenPage {
  readonly page: string;
  readonly exitCode: number;
}

/** The page of a run; nothing if it was interrupted. */
async function runPage(
  files: readonly string[],
  title: string | undefined,
  run: Omit<ReportFlags, "title">,
  environment: Environment,
): Promise<WrittenPage | undefined> {
  let page: ReturnType<typeof followReport> | undefined;
  const begin = (simulation: Simulation) => {
    page = followReport(simulation);
    return undefined;
  };
  const playing = () => ({ record: "none", begin }) as const;
  const texted = { ...run, output: "text", color: false } as const;
  const played = await playLoaded(files, texted, environment, { explained: true, playing });
  if (played === undefined || page === undefined) return undefined;
  const { simulation, decisions, loaded } = played;
  const { name, description } = loaded;
  const cutShort = cutShortText(played);
  const notes = [...(cutShort === undefined ? [] : [cutShort]), ...fieldNotes(loaded)];
  const texts = { title: title ?? name, decisions, notes, ...(description === undefined ? {} : { description }) };
  const isPart = printMissing(played, environment);
  const exitCode = cutShort === undefined ? (isPart ? EXIT_BAD_INPUT : EXIT_OK) : EXIT_CUT_SHORT;
  environment.stderr.write(notes.map((note) => `note: ${note}\n`).join(""));
  const figures = page.figures();
  // Why each of very many Jobs did what it did is listed one by one: jobsim explain --job NAME.
  const data = page.data(figures, isFleet(figures) ? { ...texts, decisions: [] } : texts);
  if (data.sample !== undefined) environment.stderr.write(`note: the page shows a part of the pods: ${data.sample}\n`);
  if (!isFleet(figures)) return { page: reportPage(data), exitCode };
  return { page: fleetPage(followedFleet(simulation.plan, figures, figures.fleet), data), exitCode };
}

/**
 * The page of a violation, for its file alone; nothing for other files, or if flags make it a different run.
 *
 * @throws InputError for one that is wrong
 */
async function violationOf(
  files: readonly string[],
  title: string | undefined,
  run: Omit<ReportFlags, "title">,
  environment: Environment,
): Promise<string | undefined> {
  const [file] = files;
  if (file === undefined || files.length > 1 || Object.keys(run).length > 0) return undefined;
  const text = textOf(file, environment.readFile);
  if (text === undefined || !mayHoldViolation(text)) return undefined;
  // Only violations need the invariants, so only they load them.
  const { readReplay } = await import("../replay/read-replay.ts");
  const { violationPage } = await import("../../report/html/violation-page.ts");
  const recorded = readReplay({ name: file, text }, environment);
  return violationPage(recorded, title === undefined ? {} : { title }).html;
}

/** Whether a text looks like a scenario with a violation; the details are reported when it is read. */
function mayHoldViolation(text: string): boolean {
  return /^\s*["']?violation["']?\s*:/m.test(text);
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
