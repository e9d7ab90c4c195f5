/** Prints a run that was played, in the format that was asked for. */

import { explanations } from "../../analysis/explain/explanations.ts";
import { rulesNamed } from "../../analysis/explain/rules-named.ts";
import type { RunReading } from "../../analysis/run-reading.ts";
import { type RunSummary, summarizeAccount } from "../../analysis/summary.ts";
import { asTransitions } from "../../report/explain/beside-transitions.ts";
import { jsonLines, jsonPieces, yamlPieces } from "../../report/in-pieces.ts";
import { type RunReport, readMachineReport } from "../../report/machine-report.ts";
import { formatted } from "../../report/output-format.ts";
import { type RunReportOptions, readRunReport } from "../../report/run-report.ts";
import { styleFor } from "../../report/style.ts";
import type { Environment, Output } from "../environment.ts";
import { cutShortText, noteCutShort } from "./cut-short.ts";
import type { PlayedInput } from "./play-loaded.ts";
import { remarks } from "./remarks.ts";
import type { OutputFormat, RunFlags } from "./run-flags.ts";

/**
 * Prints the run, and returns its summary. Notes that have no place in the output go to standard error.
 */
export function printRun(
  played: PlayedInput,
  reading: RunReading,
  flags: RunFlags,
  environment: Environment,
): RunSummary {
  const { simulation, decisions } = played;
  const { stdout, stderr } = environment;
  const summary = summarizeAccount(reading, simulation.plan.seed);
  const notes = remarks(played, summary);
  if (flags.output === "text") {
    const found = explanations(decisions, simulation.identities);
    const explained = asTransitions(found, simulation.plan.epochMs);
    const rules = rulesNamed(found, simulation.plan);
    printText(played, reading, flags, environment, { notes, explained, rules });
    return summary;
  }
  noteCutShort(played, environment);
  printMachine(readMachineReport(simulation, reading, notes), reading, flags.output, stdout);
  stderr.write(notes.map((note) => `note: ${note}\n`).join(""));
  return summary;
}

function printText(
  played: PlayedInput,
  reading: RunReading,
  { pods, transitions: limit, events = false, timing, color, job }: RunFlags,
  { stdout, variables }: Environment,
  beside: Pick<RunReportOptions, "notes" | "explained" | "rules">,
): void {
  const { simulation, wallMs, loaded } = played;
  const { name, description } = loaded;
  const cutShort = cutShortText(played);
  const lines = readRunReport(simulation, reading, {
    ...(cutShort === undefined ? {} : { cutShort }),
    title: name,
    ...(description === undefined ? {} : { description }),
    ...(timing === false ? {} : { wallMs }),
    ...beside,
    events,
    ...(pods === undefined ? {} : { pods }),
    ...(limit === undefined ? {} : { transitions: limit }),
    ...(job === undefined ? {} : { job }),
    style: styleFor(color && stdout.isTerminal && !variables.noColor),
  });
  stdout.write(`${lines.join("\n")}\n`);
}

function printMachine(report: RunReport, { transitions }: RunReading, format: OutputFormat, stdout: Output): void {
  for (const piece of machinePieces(report, transitions, format)) stdout.write(piece);
}

function machinePieces(report: RunReport, transitions: RunReading["transitions"], format: OutputFormat) {
  if (format === "json") return jsonPieces(formatted("run", report));
  if (format === "yaml") return yamlPieces(formatted("run", report));
  const { summary, digest, notes } = report;
  return jsonLines([
    ...transitions,
    { kind: "summary", ...summary, digest, ...(notes === undefined ? {} : { notes }) },
  ]);
}
