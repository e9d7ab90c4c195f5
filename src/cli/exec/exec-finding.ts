/** What a check of a program has found: the file has everything that the program did, so it plays again without it. */

import { parse } from "yaml";
import { shellQuote } from "../../analysis/shell-quote.ts";
import { writeViolation } from "../../scenario/found-violation.ts";
import { loadScenario } from "../../scenario/load.ts";
import type { Invariant, Violation } from "../../testing/invariants/invariant.ts";
import { replayAsync, replayOf } from "../../testing/replay.ts";
import type { Environment } from "../environment.ts";
import { writeOutput } from "../write-output.ts";

export interface ExecFinding {
  readonly seed: number;
  readonly run: { readonly scenario: string };
  readonly violation: Violation;
}

/** Writes the file, plays it, and reports what it shows. */
export async function tellFinding(
  { seed, run, violation }: ExecFinding,
  invariants: readonly Invariant[],
  { out, invariants: file }: { readonly out: string; readonly invariants?: string },
  { stdout, readFile }: Environment,
): Promise<void> {
  const { invariant, message, timeMs, job } = violation;
  const found = { invariant, message, timeMs, seed };
  const scenario: object = parse(run.scenario);
  const text = `${JSON.stringify({ ...scenario, violation: writeViolation(found) }, null, 2)}\n`;
  writeOutput(out, text);
  const replayed = await replayAsync(replayOf(loadScenario({ text, file: out, readFile }), out), { invariants });
  const words = [out, ...(file === undefined ? [] : ["--invariants", file])].map(shellQuote);
  const shown = {
    same: [...replayed.story, "", `See it again, without the program, with: jobsim replay ${words.join(" ")}`],
    other: [...replayed.story, "", `Played again without the program, ${out} shows another violation.`],
    none: [
      `Played again without the program, ${out} shows nothing: see what happened with jobsim run ${shellQuote(out)}`,
    ],
  };
  const where = job === undefined ? "" : ` by job ${job}`;
  const lines = [
    "",
    `${invariant} is violated at ${timeMs} ms${where}:`,
    `  ${message}`,
    "",
    ...shown[replayed.verdict],
    `Found with seed ${seed}.`,
  ];
  stdout.write(`${lines.join("\n")}\n`);
}
