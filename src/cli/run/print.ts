/** Prints a run that was played, in the format that was asked for. */

import { stringify } from "yaml";

import { transitions } from "../../analysis/changes/transitions.ts";
import { explanations } from "../../analysis/explain/explanations.ts";
import { rulesNamed } from "../../analysis/explain/rules-named.ts";
import { fleetOf, isFleet } from "../../analysis/fleet/fleet.ts";
import { type RunAccount, readRun } from "../../analysis/read-run.ts";
import { type RunSummary, summarizeAccount } from "../../analysis/summary.ts";
import { jsonText } from "../../api/json-text.ts";
import { asTransitions } from "../../report/explain/beside-transitions.ts";
import { fleetLine } from "../../report/fleet/fleet-text.ts";
import { machineReport, type RunReport } from "../../report/machine-report.ts";
import { formatted } from "../../report/output-format.ts";
import { type RunReportOptions, runReport } from "../../report/run-report.ts";
import { styleFor } from "../../report/style.ts";
import { outcomeText } from "../../report/summary-text.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import type { Environment, Output } from "../environment.ts";
import type { PlayedInput } from "./play-loaded.ts";
import { remarks } from "./remarks.ts";
import type { OutputFormat, RunFlags } from "./run-flags.ts";

/**
 * Prints the run, and returns its summary. Notes that have no place in the output go to standard error.
 */
export function printRun(played: PlayedInput, flags: RunFlags, environment: Environment): RunSummary {
  const { simulation, decisions } = played;
  const { stdout, stderr } = environment;
  const account = readRun(simulation);
  const summary = summarizeAccount(account, simulation.plan.seed);
  const notes = remarks(played, summary);
  if (flags.quiet !== true && flags.output === "text") {
    const found = explanations(decisions, simulation.identities);
    const explained = asTransitions(found, simulation.plan.epochMs);
    const rules = rulesNamed(found, simulation.plan);
    printText(played, account, flags, environment, { notes, explained, rules });
    return summary;
  }
  if (flags.quiet === true) {
    stdout.write(`${quietLines(simulation, account, summary, flags.job).join("\n")}\n`);
  } else printMachine(machineReport(simulation, account, notes), simulation, flags.output, stdout);
  stderr.write(notes.map((note) => `note: ${note}\n`).join(""));
  return summary;
}

/** One line for each Job; the totals of more than people read. */
function quietLines(
  simulation: Simulation,
  account: RunAccount,
  { jobs }: RunSummary,
  name: string | undefined,
): string[] {
  if (name === undefined && isFleet(account)) return [fleetLine(fleetOf(simulation, account))];
  const asked = name === undefined ? jobs : jobs.filter((job) => job.name === name);
  return asked.map((job) => `${job.namespace}/${job.name}: ${outcomeText(job)}`);
}

function printText(
  { simulation, wallMs, loaded: { name, description } }: PlayedInput,
  account: RunAccount,
  { pods, transitions: limit, events = false, timing, color, job }: RunFlags,
  { stdout, variables }: Environment,
  beside: Pick<RunReportOptions, "notes" | "explained" | "rules">,
): void {
  const lines = runReport(simulation, {
    account,
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

function printMachine(report: RunReport, simulation: Simulation, format: OutputFormat, stdout: Output): void {
  if (format === "json") stdout.write(`${jsonText(formatted("run", report), 2)}\n`);
  else if (format === "yaml") {
    stdout.write(stringify(formatted("run", report), { lineWidth: 0, aliasDuplicateObjects: false }));
  } else {
    const { summary, digest, notes } = report;
    const said = notes === undefined ? {} : { notes };
    const lines = [...transitions(simulation), { kind: "summary", ...summary, digest, ...said }];
    stdout.write(lines.map((line) => `${jsonText(line)}\n`).join(""));
  }
}
