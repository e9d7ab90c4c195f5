/** From what a command line names (files, folders, patterns, standard input) to the texts that contain Jobs. */

import { findFiles, meansSeveral } from "../scenario/find-files.ts";
import { InputError, type Problem } from "../scenario/problem.ts";
import { type SkippedObject, skippedLine } from "../scenario/skipped-objects.ts";
import { surveyText } from "../scenario/survey.ts";
import type { NamedText, TextFiles } from "./text-files.ts";

/** A text, and of a scenario whether somebody named it or it was found in a folder. */
export interface InputText extends NamedText {
  readonly scenario?: "named" | "found";
}

/** A text without a Job that says what the cluster is. */
export interface ClusterText extends NamedText {
  readonly objects: readonly SkippedObject[];
}

export interface Inputs {
  /** In the order of the command line; at least one, unless there are problems. */
  readonly texts: readonly InputText[];
  /** Files without a Job that say what the cluster is. */
  readonly clusterObjects: readonly ClusterText[];
  /** What stands in other files without a Job. */
  readonly skipped: readonly SkippedObject[];
  /** Files that seem to contain Jobs and cannot be read. */
  readonly problems: readonly Problem[];
}

/**
 * Reads everything that is named. A file that is named alone is taken as it is; of many, those without a Job are
 * skipped.
 *
 * @throws InputError if a path leads nowhere, or nothing has a Job
 */
export async function readInputs(paths: readonly string[], files: TextFiles): Promise<Inputs> {
  const found = findFiles(paths);
  const [only] = found;
  if (only !== undefined && found.length === 1 && !paths.some(meansSeveral)) {
    return { texts: [await files.read(only)], clusterObjects: [], skipped: [], problems: [] };
  }
  const texts: InputText[] = [];
  const clusterObjects: ClusterText[] = [];
  const skipped: SkippedObject[] = [];
  const problems: Problem[] = [];
  for (const file of found) {
    const read = await files.read(file);
    const survey = surveyText(read.name, read.text);
    if (survey.content === "cluster") clusterObjects.push({ ...read, objects: survey.objects });
    else if ("objects" in survey) skipped.push(...survey.objects);
    else if ("problems" in survey) problems.push(...survey.problems);
    else if (survey.content === "jobs") texts.push(read);
    else texts.push({ ...read, scenario: paths.includes(file) ? "named" : "found" });
  }
  if (texts.length === 0 && problems.length === 0) {
    const line = skippedLine(skipped);
    throw new InputError([{ file: paths.join(" "), message: `no Job here${line === undefined ? "" : `; ${line}`}` }]);
  }
  return { texts, clusterObjects, skipped, problems };
}
