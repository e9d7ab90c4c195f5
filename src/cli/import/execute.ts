/** `jobsim import`: reads what kubectl printed, writes a scenario, and plays it to measure how close it comes. */

import { stringify } from "yaml";

import { type ImportResult, importRecording } from "../../analysis/import/import-recording.ts";
import { JsonStreamError, readJsonStream } from "../../analysis/import/json-stream.ts";
import { type ClusterRecording, RecordingBuilder, UNMET_JOB } from "../../analysis/import/recording.ts";
import { distanceSummary, distanceText } from "../../report/import/distance-text.ts";
import { formatted } from "../../report/output-format.ts";
import { styleFor } from "../../report/style.ts";
import { findFiles } from "../../scenario/find-files.ts";
import { InputError, type Problem } from "../../scenario/problem.ts";
import type { SkippedObject } from "../../scenario/skipped-objects.ts";
import { readDocuments } from "../../scenario/yaml-documents.ts";
import type { Environment } from "../environment.ts";
import { EXIT_BAD_INPUT, EXIT_OK } from "../exit-codes.ts";
import { printSkipped } from "../run/play-loaded.ts";
import { type NamedText, TextFiles } from "../text-files.ts";

export const IMPORT_FORMATS = ["scenario", "distance", "json"] as const;

/** The flags of `jobsim import` as the command line gives them. */
export interface ImportFlags {
  readonly output: (typeof IMPORT_FORMATS)[number];
  readonly name: string;
  readonly scrub?: boolean;
  readonly drawn?: boolean;
  readonly color: boolean;
}

/**
 * Runs `jobsim import`.
 *
 * @param files paths, folders or patterns; - is standard input
 * @returns the exit code
 */
export async function executeImport(
  files: readonly string[],
  flags: ImportFlags,
  environment: Environment,
): Promise<number> {
  const { stdout, stderr } = environment;
  let recording: ClusterRecording;
  let imported: ImportResult;
  try {
    recording = await readRecording(files, environment);
    imported = importRecording(recording, {
      name: flags.name,
      scrub: flags.scrub === true ? "names" : "values",
      exact: flags.drawn !== true,
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    stderr.write(`${error.format()}\n`);
    return EXIT_BAD_INPUT;
  }
  for (const name of recording.cronJobs) {
    stderr.write(
      `note: CronJob ${name}: the Jobs that it made are played as they were; jobsim run plays its schedule\n`,
    );
  }
  for (const note of imported.notes) stderr.write(`note: ${note}\n`);
  stdout.write(printed(imported, recording, flags, environment));
  return EXIT_OK;
}

async function readRecording(files: readonly string[], environment: Environment): Promise<ClusterRecording> {
  const texts = new TextFiles(environment);
  const builder = new RecordingBuilder();
  const skipped: SkippedObject[] = [];
  for (const file of findFiles(files)) {
    const read = await texts.read(file);
    if (files.includes(file)) for (const value of valuesOf(read)) builder.add(value);
    else for (const value of valuesOfFound(read, skipped)) builder.add(value);
  }
  const recording = builder.build();
  printSkipped({ skipped: [...skipped, ...builder.skipped] }, environment);
  if (recording.jobs.length > 0) return recording;
  const message = `${whyNothing(recording, builder)}; kubectl get jobs,pods,events -o json (or -o yaml) prints what is needed`;
  throw new InputError([{ file: files.join(" "), message }]);
}

function whyNothing({ cronJobs }: ClusterRecording, { skipped }: RecordingBuilder): string {
  if (skipped.some(({ kind }) => kind === UNMET_JOB)) {
    return "there are only manifests of Jobs that no cluster has seen; jobsim run plays them";
  }
  if (cronJobs.length > 0)
    return `there is no Job in it; jobsim run plays the schedule of CronJob ${cronJobs.join(", ")}`;
  return "there is no Job in it";
}

function valuesOf({ name, text }: NamedText): readonly unknown[] {
  return isJson(text) ? jsonValues(name, text) : yamlValues(name, text);
}

/** Files of a folder that cannot be read are skipped: nobody said that kubectl printed them. */
function valuesOfFound(read: NamedText, skipped: SkippedObject[]): readonly unknown[] {
  try {
    return valuesOf(read);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    skipped.push({ kind: "file that cannot be read" });
    return [];
  }
}

/** Whether kubectl printed JSON; anything else is YAML. */
function isJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

function jsonValues(file: string, text: string): readonly unknown[] {
  try {
    return readJsonStream(text);
  } catch (error) {
    if (!(error instanceof JsonStreamError)) throw error;
    throw new InputError([{ file, line: error.line, column: 1, message: error.message }]);
  }
}

function yamlValues(file: string, text: string): readonly unknown[] {
  const problems: Problem[] = [];
  const documents = readDocuments(file, text, problems, []);
  if (problems.length > 0) throw new InputError(problems);
  return documents.map(({ value }) => value);
}

function printed(
  { scenario, distance }: ImportResult,
  { jobs, events }: ClusterRecording,
  { output, color }: ImportFlags,
  { stdout, variables }: Environment,
): string {
  if (output === "json") return `${JSON.stringify(formatted("import", distance), null, 2)}\n`;
  if (output === "distance") {
    const style = styleFor(color && stdout.isTerminal && !variables.noColor);
    return `${distanceText(distance, style).join("\n")}\n`;
  }
  const pods = jobs.reduce((sum, job) => sum + job.pods.length, 0);
  const head = [
    `# Imported by jobsim: Jobs ${jobs.length}, pods ${pods}, Events ${events}.`,
    `# Played as it is, ${distanceSummary(distance)}.`,
  ];
  const text = stringify(scenario, { lineWidth: 0, aliasDuplicateObjects: false, version: "1.1" });
  return `${head.join("\n")}\n${text}`;
}
