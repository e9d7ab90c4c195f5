/** Settings of `jobsim lint` for a whole project, and findings that are known already. */

import type { Finding } from "../../analysis/lint/lint.ts";
import { ALL_RULES } from "../../analysis/lint/registry.ts";
import { SEVERITIES, type Severity } from "../../analysis/lint/rule.ts";
import { isJsonList, isJsonObject } from "../../api/json.ts";
import { InputError, type Problem } from "../../scenario/problem.ts";
import { readDocuments } from "../../scenario/yaml-documents.ts";
import type { TextFiles } from "../text-files.ts";

const DEFAULT_FILE = ".jobsim.yaml";

export interface LintSettings {
  /** Ids of findings that nobody wants to see. */
  readonly ignored: ReadonlySet<string>;
  /** How severe findings are here, by id. */
  readonly levels: ReadonlyMap<string, Severity>;
}

const NONE: LintSettings = { ignored: new Set(), levels: new Map() };

/**
 * Reads the settings of a project.
 *
 * @param file the one that is named; if absent, `.jobsim.yaml` in the working directory, if there is one
 * @throws InputError for a file that is wrong, or one that was named and is not there
 */
export function readSettings(file: string | undefined, texts: TextFiles): LintSettings {
  const name = file ?? DEFAULT_FILE;
  let text: string;
  try {
    text = texts.readNow(name);
  } catch (error) {
    if (file === undefined) return NONE;
    throw new InputError([{ file: name, message: error instanceof Error ? error.message : String(error) }]);
  }
  const problems: Problem[] = [];
  const [document] = readDocuments(name, text, problems);
  const value = document?.value ?? {};
  const lint = isJsonObject(value) ? (value.lint ?? {}) : undefined;
  if (problems.length > 0) throw new InputError(problems);
  if (!isJsonObject(lint)) throw wrong(name, "lint", "must be a map with ignore and levels");
  const unknown = Object.keys(lint).find((key) => key !== "ignore" && key !== "levels");
  if (unknown !== undefined) throw wrong(name, `lint.${unknown}`, "is not known; there are ignore and levels");
  return { ignored: new Set(idsIn(name, lint.ignore ?? [])), levels: new Map(levelsIn(name, lint.levels ?? {})) };
}

function idsIn(file: string, ids: unknown): readonly string[] {
  if (!isJsonList(ids)) throw wrong(file, "lint.ignore", "must be a list of ids such as JS120");
  return ids.map((id) => checkedId(file, "lint.ignore", id));
}

function levelsIn(file: string, levels: unknown): readonly (readonly [string, Severity])[] {
  if (!isJsonObject(levels)) throw wrong(file, "lint.levels", "must be a map from ids to levels");
  return Object.entries(levels).map(([id, level]) => {
    const known = SEVERITIES.find((severity) => severity === level);
    if (known === undefined) throw wrong(file, `lint.levels.${id}`, `must be one of ${SEVERITIES.join(", ")}`);
    return [checkedId(file, "lint.levels", id), known];
  });
}

function checkedId(file: string, path: string, id: unknown): string {
  const known = ALL_RULES.find((rule) => rule.id === id);
  if (known === undefined) throw wrong(file, path, `there is no ${String(id)}; jobsim help lint-findings lists all`);
  return known.id;
}

function wrong(file: string, path: string, message: string): InputError {
  return new InputError([{ file, path, message }]);
}

/** Findings under the settings of a project. */
export function underSettings(findings: readonly Finding[], { ignored, levels }: LintSettings): readonly Finding[] {
  return findings
    .filter(({ id }) => !ignored.has(id))
    .map((finding) => ({ ...finding, severity: levels.get(finding.id) ?? finding.severity }));
}

/**
 * Reads findings that are known: the output of an earlier `-o json`.
 *
 * @returns a key for each; see `keyOf`
 * @throws InputError for a file that is no such output
 */
export function readBaseline(file: string, texts: TextFiles): ReadonlySet<string> {
  let value: unknown;
  try {
    value = JSON.parse(texts.readNow(file));
  } catch (error) {
    throw new InputError([{ file, message: error instanceof Error ? error.message : String(error) }]);
  }
  const findings = isJsonObject(value) ? value.findings : undefined;
  if (!isJsonList(findings)) throw wrong(file, "findings", "is missing; jobsim lint -o json writes a baseline");
  return new Set(findings.flatMap((finding) => (isJsonObject(finding) ? [keyOf(finding)] : [])));
}

/** What makes a finding the same one after lines have moved. */
export function keyOf({ id, file, job, path, message }: Readonly<Record<string, unknown>> | Finding): string {
  return JSON.stringify([id, file, job, path, message]);
}
