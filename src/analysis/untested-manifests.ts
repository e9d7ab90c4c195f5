/** Which manifests no test plays. */

import path from "node:path";
import { findFiles } from "../scenario/find-files.ts";
import { surveyText } from "../scenario/survey.ts";
import type { TestResult } from "./test-file.ts";

/**
 * Lists the files with Jobs that no scenario among the tested ones reads.
 *
 * @param paths files, folders or patterns of manifests
 * @param results of the tests, one for each file
 * @param readFile reads a file, and throws if it cannot
 */
export function untestedManifests(
  paths: readonly string[],
  results: readonly TestResult[],
  readFile: (file: string) => string,
): readonly string[] {
  const tested = results.filter(({ status, cases }) => status !== "skipped" || cases !== undefined);
  const read = new Set(tested.flatMap(({ reads = [] }) => reads.map((file) => path.resolve(file))));
  return findFiles(paths).filter((file) => {
    const survey = surveyText(file, readFile(file));
    return survey.content === "jobs" && !read.has(path.resolve(file));
  });
}
