/** From what zod reports to problems with a position and words for people. */

import { type core, safeParse } from "zod";

import type { ExpectedScalar } from "../api/decode-scalar.ts";
import { type FieldPath, formatPath } from "../api/field-path.ts";
import { isJsonObject, ownValue } from "../api/json.ts";
import { nearest } from "../api/nearest.ts";
import { describeValue, mustBeOneOf, unknownKeyText } from "../api/value-words.ts";
import type { Problem } from "./problem.ts";
import { typeRemedy } from "./remedies.ts";
import { type ScenarioInput, scenarioSchema } from "./schema.ts";
import { type Located, positionOf } from "./yaml-source.ts";

type Issue = core.$ZodIssue;

interface SchemaProblem extends Problem {
  /** Path of the key that was probably meant instead of an unknown one. */
  readonly meantPath?: string;
  /** Whether the field is not there at all. */
  readonly missing: boolean;
}

/** Names that people try, if the right one is too different for a guess by spelling. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  exit: ["exitCode", "exitcode", "code", "codes"],
  run: ["runtime", "runTime", "duration", "runMs", "sleep"],
  start: ["startDelay", "startup", "delay", "startMs"],
  schedule: ["scheduling", "scheduleDelay", "scheduleMs", "pending"],
  ready: ["readyDelay", "readiness", "readyMs"],
  termination: ["terminate", "gracePeriod", "shutdown"],
  action: ["do", "op", "type", "kind"],
  at: ["time", "when", "atMs", "after"],
  events: ["actions", "timeline"],
  pods: ["behaviour", "behavior", "kubelet"],
  jobs: ["job"],
  job: ["jobName", "jobs"],
  until: ["end", "timeout", "horizon"],
  manifest: ["spec", "kind", "apiVersion", "metadata", "job", "inline"],
  file: ["path", "manifestFile"],
};

/**
 * Checks a document against the schema of scenario files.
 *
 * @param problems problems are added here
 * @returns the scenario, or undefined if there are problems
 * @example
 * const scenario = checkScenario(document, problems);
 */
export function checkScenario(document: Located, problems: Problem[]): ScenarioInput | undefined {
  return checkPart(scenarioSchema, document.value, { document, path: [] }, problems);
}

/**
 * Checks a value against a schema.
 *
 * @param place where the value stands: a path in a document
 * @param problems what is wrong is added here
 * @returns the value, or undefined if there are problems
 */
export function checkPart<S extends core.$ZodType>(
  schema: S,
  value: unknown,
  { document, path }: { readonly document: Located; readonly path: FieldPath },
  problems: Problem[],
): core.output<S> | undefined {
  const result = safeParse(schema, value, { reportInput: true, error: knownNames });
  if (result.success) return result.data;
  const found = result.error.issues.flatMap((issue) => problemsOf(document, issue, path));
  // A misspelt key is reported once: not also as the right key being missing.
  const meant = new Set(found.map((problem) => problem.meantPath));
  for (const { meantPath, missing, ...problem } of found) {
    if (!(missing && meant.has(problem.path))) problems.push(problem);
  }
  return undefined;
}

/**
 * Lists the names that would have been right as the issue's message, one per line. zod drops the schema from finished
 * issues, so this is the only moment at which they are known. Other issues get an empty message, unless the schema has
 * one for them.
 */
function knownNames(issue: core.$ZodRawIssue): string {
  const definition = issue.inst?._zod.def;
  if (issue.code === "unrecognized_keys" && definition !== undefined && "shape" in definition) {
    return Object.keys(definition.shape ?? {}).join("\n");
  }
  const values = issue.inst?._zod;
  if (issue.code === "invalid_union" && values !== undefined && "propValues" in values) {
    const byKey: unknown = values.propValues;
    const discriminator = issue.discriminator;
    if (typeof byKey === "object" && byKey !== null && typeof discriminator === "string") {
      const known: unknown = Reflect.get(byKey, discriminator);
      return known instanceof Set ? [...known].join("\n") : "";
    }
  }
  return "";
}

function problemsOf(document: Located, issue: Issue, parent: FieldPath): SchemaProblem[] {
  const path: FieldPath = [...parent, ...issue.path.map((step) => (typeof step === "number" ? step : String(step)))];
  if (issue.code === "unrecognized_keys") {
    const known = issue.message.split("\n");
    return issue.keys.map((key) => unknownKey(document, path, key, known));
  }
  if (issue.code === "invalid_union") {
    const branch = likeliest(issue.errors) ?? nearestBranch(issue.errors, issue.input);
    if (branch !== undefined) return branch.flatMap((inner) => problemsOf(document, inner, path));
    if (typeof issue.discriminator === "string") return [noAlternative(document, path, issue, issue.discriminator)];
  }
  const message = messageOf(issue);
  const expected = issue.code === "invalid_type" ? EXPECTED[issue.expected] : undefined;
  const problem = problemAt(document, path, "value", `${message}${typeRemedy(document, path, expected)}`);
  return [{ ...problem, missing: issue.input === undefined }];
}

/** The one branch of a union that fits the type of the value, so that its problems are the ones to report. */
function likeliest(branches: readonly Issue[][]): Issue[] | undefined {
  const fitting = branches.filter((issues) => !issues.some((issue) => issue.path.length === 0 && isTypeIssue(issue)));
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** Of several kinds of maps, the one most of whose keys are present: its problems are the fewest. */
function nearestBranch(branches: readonly Issue[][], input: unknown): Issue[] | undefined {
  if (!isJsonObject(input)) return undefined;
  const maps = branches.filter((issues) => !issues.some((issue) => issue.path.length === 0 && isTypeIssue(issue)));
  const wrongKeys = (issues: readonly Issue[]) =>
    issues.reduce((sum, issue) => sum + (issue.code === "unrecognized_keys" ? issue.keys.length : 1), 0);
  return [...maps].sort((a, b) => wrongKeys(a) - wrongKeys(b))[0];
}

function isTypeIssue(issue: Issue): boolean {
  return issue.code === "invalid_type" || issue.code === "invalid_union";
}

/** A map whose `action` is absent or is none of the alternatives. */
function noAlternative(
  document: Located,
  path: FieldPath,
  { input, message }: core.$ZodIssueInvalidUnion,
  discriminator: string,
): SchemaProblem {
  const known = message.split("\n");
  if (!isJsonObject(input)) {
    return { ...problemAt(document, path, "value", `must be a map, not ${describeValue(input)}`), missing: false };
  }
  const given = ownValue(input, discriminator);
  const synonym = SYNONYMS[discriminator]?.find((name) => Object.hasOwn(input, name));
  if (given === undefined && synonym !== undefined) {
    return unknownKey(document, path.slice(0, -1), synonym, [discriminator]);
  }
  const problem = problemAt(document, path, "value", mustBeOneOf(known, given));
  return { ...problem, missing: given === undefined };
}

function messageOf(issue: Issue): string {
  if (issue.input === undefined && issue.message === "") return "is missing";
  if (issue.input === undefined) return `is missing; ${issue.message}`;
  switch (issue.code) {
    case "invalid_type":
    case "invalid_union": {
      const expected =
        issue.code === "invalid_type" ? (TYPE_NAMES[issue.expected] ?? issue.expected) : "something else";
      return `${issue.message === "" ? `must be ${expected}` : issue.message}, not ${describeValue(issue.input)}`;
    }
    case "invalid_value":
      return mustBeOneOf(issue.values.map(String), issue.input);
    case "too_small":
      return issue.origin === "array" || issue.origin === "string"
        ? "must not be empty"
        : `must be at least ${issue.minimum}, not ${describeValue(issue.input)}`;
    case "too_big":
      return `must be at most ${issue.maximum}, not ${describeValue(issue.input)}`;
    default:
      return issue.message === "" ? "is not allowed" : issue.message;
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
  record: "a map",
};

const EXPECTED: Readonly<Record<string, ExpectedScalar>> = { string: "text", int: "wholeNumber" };

function unknownKey(document: Located, parent: FieldPath, key: string, known: readonly string[]): SchemaProblem {
  const meant = known.find((name) => SYNONYMS[name]?.includes(key)) ?? nearest(key, known);
  const problem = problemAt(document, [...parent, key], "key", unknownKeyText(known, meant));
  return { ...problem, missing: false, ...(meant === undefined ? {} : { meantPath: formatPath([...parent, meant]) }) };
}

function problemAt(document: Located, path: FieldPath, what: "key" | "value", message: string): Problem {
  const text = formatPath(path);
  return { ...positionOf(document, path, what), ...(text === "" ? {} : { path: text }), message };
}
