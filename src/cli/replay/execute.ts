/** `jobsim replay`: plays a violation again, tells it, and writes its page. */

import { type Replay, type ReplayResult, replay } from "../../testing/replay.ts";
import type { Environment } from "../environment.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { reportBadInput } from "../input-error.ts";
import { readScenarioText } from "../read-scenario.ts";
import { writeOutput } from "../write-output.ts";
import { readReplay } from "./read-replay.ts";

/** The violation is there again, in the same words at the same time. */
const EXIT_SAME = 1;
/** Something is violated, and not as the file says. */
const EXIT_OTHER = 3;

/** The flags of `jobsim replay` as the command line gives them. */
export interface ReplayFlags {
  readonly html?: string;
}

/**
 * Runs `jobsim replay`.
 *
 * @returns the exit code
 */
export async function executeReplay(file: string, { html }: ReplayFlags, environment: Environment): Promise<number> {
  try {
    const { name, text } = await readScenarioText(file, environment);
    const recorded = readReplay(name, text);
    const result = html === undefined ? replay(recorded) : await writePage(html, recorded);
    return print(recorded, result, environment);
  } catch (error) {
    return reportBadInput(error, environment);
  }
}

async function writePage(file: string, recorded: Replay): Promise<ReplayResult> {
  const { violationPage } = await import("../../report/html/violation-page.ts");
  const { html, result } = violationPage(recorded);
  writeOutput(file, html);
  return result;
}

function print({ expected }: Replay, { verdict, violations, story }: ReplayResult, { stdout }: Environment): number {
  if (verdict === "none") {
    stdout.write(`nothing is violated; the file was written for ${expected.invariant}\n`);
    return EXIT_OK;
  }
  const told = verdict === "same" ? violations.filter(({ invariant }) => invariant === expected.invariant) : violations;
  stdout.write(`${story.join("\n")}\n\n`);
  for (const { invariant, timeMs, message } of told) stdout.write(`${invariant} at ${timeMs} ms: ${message}\n`);
  if (verdict === "same") return EXIT_SAME;
  stdout.write(`The file was written for ${expected.invariant}: ${expected.message}\n`);
  return EXIT_OTHER;
}
