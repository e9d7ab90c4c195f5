/** From the text of a scenario file or of manifests to the plan of a run. */

import path from "node:path";

import { isJsonObject } from "../api/json.ts";
import type { SimulationPlan, TimedAction } from "../simulation/plan.ts";
import { type PodRules, podBehavior } from "./behaviour.ts";
import { compileEvents } from "./compile-events.ts";
import { compilePods } from "./compile-pods.ts";
import { compileDuration } from "./compile-time.ts";
import { classify, SUPPORTED } from "./file-kinds.ts";
import type { Overrides } from "./flags.ts";
import { JobNames } from "./job-names.ts";
import type { LoadedJob } from "./loaded-job.ts";
import { ManifestReader, type SetChange } from "./manifests.ts";
import { InputError, inOrder, type Problem } from "./problem.ts";
import { Reporter } from "./report.ts";
import type { ScenarioInput } from "./schema.ts";
import { checkScenario } from "./schema-problems.ts";
import type { SetFlag } from "./set-flag.ts";
import { readDocuments } from "./yaml-documents.ts";
import { type Located, partOf } from "./yaml-source.ts";

/** The instant that virtual time 0 stands for: 2000-01-01T00:00:00Z. */
export const EPOCH_MS = 946_684_800_000;
const DEFAULT_SEED = "1";

export interface LoadInput {
  /** YAML or JSON: a scenario, or Job manifests (also several documents, or a List). */
  readonly text: string;
  /** How the text is called in messages; paths in a scenario are relative to its folder. */
  readonly file: string;
  /** Reads another file, and throws where it cannot. */
  readonly readFile: (path: string) => string;
  /** What command line flags say. */
  readonly flags?: Overrides;
}

export interface LoadedScenario {
  /** From `metadata.name`; else the file's name without its ending. */
  readonly name: string;
  readonly description?: string;
  readonly plan: SimulationPlan;
  readonly jobs: readonly LoadedJob[];
  /** What does not stop the run, but looks like a mistake. */
  readonly warnings: readonly Problem[];
}

/** What the parts of a load share. */
interface Load {
  readonly input: LoadInput;
  readonly problems: Problem[];
  readonly warnings: Problem[];
  readonly manifests: ManifestReader;
}

/**
 * Loads a scenario file, or Job manifests as they are given to kubectl.
 *
 * @throws InputError with every problem found, each with file, line, column, field, and what would be right
 * @example
 * const { plan, warnings } = loadScenario({ text, file: "job.yaml", readFile: (path) => readFileSync(path, "utf8") });
 */
export function loadScenario(input: LoadInput): LoadedScenario {
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const manifests = new ManifestReader(readChanges(input.flags?.set ?? [], problems), problems, warnings);
  const load: Load = { input, problems, warnings, manifests };
  const wrongFlags = problems.length;
  const documents = readDocuments(input.file, input.text, problems);
  if (problems.length === wrongFlags && documents.length === 0) {
    problems.push({ file: input.file, line: 1, column: 1, message: `the file is empty; supported are ${SUPPORTED}` });
  }
  const loaded = problems.length > wrongFlags ? undefined : loadDocuments(load, documents);
  if (problems.length > 0 || loaded === undefined) throw new InputError(inOrder(problems));
  return loaded;
}

function loadDocuments(load: Load, documents: readonly Located[]): LoadedScenario | undefined {
  const [first] = documents;
  if (documents.length === 1 && first !== undefined && isScenario(first)) return loadScenarioDocument(load, first);
  const jobs = load.manifests.read(documents, 0);
  return assemble(load, { jobs, events: [], rules: { default: {}, rules: [] } });
}

function isScenario({ value }: Located): boolean {
  if (!isJsonObject(value)) return false;
  const found = classify(value);
  return "fileKind" in found && found.fileKind === "scenario";
}

function loadScenarioDocument(load: Load, document: Located): LoadedScenario | undefined {
  const scenario = checkScenario(document, load.problems);
  if (scenario === undefined) return undefined;
  const reporter = new Reporter(document, load.problems, load.warnings);
  const jobs = scenario.jobs.flatMap((entry, i) => loadEntry(load, document, reporter, entry, i));
  const untilMs = scenario.until === undefined ? undefined : compileDuration(scenario.until, ["until"], reporter);
  // Without the Jobs, every rule and event that names one would be reported as well.
  if (load.problems.length > 0) return undefined;
  const names = new JobNames(jobs);
  const rules = compilePods(scenario.pods, names, reporter);
  const events = compileEvents(scenario.events ?? [], names, reporter);
  for (const [i, { at }] of (scenario.events ?? []).entries()) {
    const atMs = compileDuration(at, ["events", i, "at"], reporter);
    if (untilMs !== undefined && atMs > untilMs) reporter.warning(["events", i, "at"], "comes after the end (until)");
  }
  return assemble(load, { scenario, jobs, events, rules, untilMs });
}

function loadEntry(
  load: Load,
  document: Located,
  reporter: Reporter,
  { at, file, manifest }: ScenarioInput["jobs"][number],
  i: number,
): LoadedJob[] {
  const atMs = at === undefined ? 0 : compileDuration(at, ["jobs", i, "at"], reporter);
  if ((file === undefined) === (manifest === undefined)) {
    reporter.problem(["jobs", i], "needs exactly one of file and manifest");
    return [];
  }
  if (file === undefined) {
    const entry = partOf(partOf(document, "jobs", undefined), i, undefined);
    return load.manifests.read([partOf(entry, "manifest", manifest)], atMs, ["jobs", i, "manifest"]);
  }
  const name = path.isAbsolute(file) ? file : path.join(path.dirname(load.input.file), file);
  const text = readOther(load.input, name);
  if ("problem" in text) {
    reporter.problem(["jobs", i, "file"], text.problem);
    return [];
  }
  const before = load.problems.length;
  const documents = readDocuments(name, text.value, load.problems);
  if (load.problems.length > before) return [];
  if (documents.length === 0) reporter.problem(["jobs", i, "file"], `${name} is empty`);
  return load.manifests.read(documents, atMs);
}

function readOther({ readFile }: LoadInput, name: string): { readonly value: string } | { readonly problem: string } {
  try {
    return { value: readFile(name) };
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    return { problem: missing ? `there is no file ${name}` : `cannot read ${name}: ${String(error)}` };
  }
}

interface Parts {
  readonly scenario?: ScenarioInput;
  readonly jobs: readonly LoadedJob[];
  readonly events: readonly TimedAction[];
  readonly rules: PodRules;
  readonly untilMs?: number | undefined;
}

function assemble({ input, warnings }: Load, { scenario, jobs, events, rules, untilMs }: Parts): LoadedScenario {
  const { flags } = input;
  const seed = flags?.seed ?? (scenario?.seed === undefined ? DEFAULT_SEED : String(scenario.seed));
  const until = flags?.untilMs ?? untilMs;
  const creations = jobs.map(({ atMs, manifest }): TimedAction => ({ atMs, op: "createJob", manifest }));
  const description = scenario?.metadata?.description;
  return {
    name: scenario?.metadata?.name ?? path.parse(input.file).name,
    ...(description === undefined ? {} : { description }),
    plan: {
      epochMs: EPOCH_MS,
      seed,
      ...(until === undefined ? {} : { untilMs: until }),
      // Sorting is stable: at one instant Jobs are created first, then events happen in the order of the file.
      actions: [...creations, ...events].sort((a, b) => a.atMs - b.atMs),
      behavior: podBehavior(seed, { default: { ...rules.default, ...flags?.traits }, rules: rules.rules }),
    },
    jobs,
    warnings,
  };
}

/** Reads the values of `--set` flags, which are YAML. */
function readChanges(flags: readonly SetFlag[], problems: Problem[]): SetChange[] {
  return flags.flatMap(({ text, path: fieldPath, valueText }) => {
    const faults: Problem[] = [];
    const documents = readDocuments("", valueText, faults);
    const [fault] = faults;
    if (fault !== undefined || documents.length > 1) {
      problems.push({ file: `--set ${text}`, message: fault?.message ?? "the value has several documents" });
      return [];
    }
    return [{ text, path: fieldPath, value: documents[0]?.value ?? null }];
  });
}
