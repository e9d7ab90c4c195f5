/** From the text of a scenario file or of manifests to the plan of a run. */

import path from "node:path";

import { isJsonObject, type JsonObject } from "../api/json.ts";
import type { SimulationPlan } from "../simulation/plan.ts";
import type { Release } from "../simulation/releases/releases.ts";
import { TOGETHER } from "./arrivals.ts";
import { type ChanceExpectation, compileChance } from "./chance.ts";
import { isFault } from "./checked.ts";
import { type ClusterObjects, clusterWith, controlledWith, readClusterObjects } from "./cluster-objects.ts";
import { backgroundClasses, compileBackground } from "./compile-background.ts";
import { expectEntries, type LoadedCase, loadedCases } from "./compile-cases.ts";
import { type CompiledCluster, compileCluster } from "./compile-cluster.ts";
import { compileControllerManager } from "./compile-controller-manager.ts";
import { compileExpect } from "./compile-expect.ts";
import { compileFaults } from "./compile-faults.ts";
import { compilePods } from "./compile-pods.ts";
import { compileQueues } from "./compile-queues.ts";
import { compileSchedule } from "./compile-schedule.ts";
import { compileSwitches } from "./compile-switches.ts";
import { compileDuration } from "./compile-time.ts";
import { compileWorld } from "./compile-world.ts";
import { compileKinds, definedKinds, kindsWith } from "./declared-kinds.ts";
import { compileEvents } from "./events/compile-events.ts";
import type { EventInput } from "./events/table.ts";
import type { Expectation } from "./expectation.ts";
import { API_VERSION, classify, SCENARIO_KIND, SUPPORTED } from "./file-kinds.ts";
import { readFlagValues } from "./flag-values.ts";
import type { Overrides } from "./flags.ts";
import { compileViolation, type LoadedViolation } from "./found-violation.ts";
import { otherFiles, type ReadOther, withIncludes } from "./include.ts";
import { type JobGroup, jobsOf, jobsOfEvents, readGroup } from "./job-groups.ts";
import { JobNames } from "./job-names.ts";
import { byKind, type LoadedJob } from "./loaded-job.ts";
import { ManifestReader, type SetChange } from "./manifests.ts";
import { attributeToChanges, isScenarioChange, withChanges } from "./override.ts";
import { Parameters } from "./parameters.ts";
import { type Parts, planUnder } from "./plan-under.ts";
import { InputError, inOrder, type Problem } from "./problem.ts";
import { parseRelease } from "./release.ts";
import { Reporter } from "./report.ts";
import { checkScenario } from "./schema-problems.ts";
import type { SkippedObject } from "./skipped-objects.ts";
import { lastTaken, readDocuments } from "./yaml-documents.ts";
import type { Located } from "./yaml-source.ts";

const DEFAULT_SEED = "1";

/** A scenario or manifests to load. */
export interface LoadInput {
  /** YAML or JSON: a scenario, or manifests of Jobs and CronJobs (also several documents, or a List). */
  readonly text: string;
  /** The name of the text in messages; paths in a scenario are relative to its folder. */
  readonly file: string;
  /** Reads another file, and throws if it cannot. */
  readonly readFile: (path: string) => string;
  /** Number of the case whose expectations apply; those of the scenario if absent. */
  readonly testCase?: number;
  /** What command line flags say. */
  readonly flags?: Overrides;
  /** Clients of a server will act: the scenario needs neither Jobs nor events. */
  readonly waitsForClients?: boolean;
}

/** A loaded scenario. */
export interface LoadedScenario {
  /** From `metadata.name`; else the file's name without its ending. */
  readonly name: string;
  readonly description?: string;
  readonly plan: SimulationPlan;
  /** The scenario as it was written, with its includes, overrides from flags and parameter values. */
  readonly document?: JsonObject;
  /** Jobs and CronJobs, in the order of the file. */
  readonly workloads: readonly LoadedJob[];
  readonly jobs: readonly LoadedJob[];
  readonly cronJobs: readonly LoadedJob[];
  /** The same scenario with another seed. */
  readonly planFor: (seed: string) => SimulationPlan;
  /** What the run is expected to do. */
  readonly expectations: readonly Expectation[];
  /** What many runs are expected to do. */
  readonly chances: readonly ChanceExpectation[];
  /** Tests with their own settings: a load with `testCase` has the expectations of one. */
  readonly cases: readonly LoadedCase[];
  /** What a check found in the run, if the file comes from a check. */
  readonly violation?: LoadedViolation;
  /** What does not prevent the run, but looks like a mistake. */
  readonly warnings: readonly Problem[];
  /** Objects next to the Jobs that are not part of the run. */
  readonly skipped: readonly SkippedObject[];
}

/** What the parts of a load share. */
interface Load {
  readonly input: LoadInput;
  readonly problems: Problem[];
  readonly warnings: Problem[];
  readonly manifests: ManifestReader;
  /** Changes of the scenario itself. */
  readonly changes: readonly SetChange[];
  readonly parameters: Parameters;
  readonly readOther: ReadOther;
}

/**
 * Loads a scenario file, or manifests of Jobs and CronJobs as they are given to kubectl.
 *
 * @throws InputError with every problem found, each with file, line, column, field, and what would be right
 * @example
 * const { plan, warnings } = loadScenario({ text, file: "job.yaml", readFile: (path) => readFileSync(path, "utf8") });
 */
export function loadScenario(input: LoadInput): LoadedScenario {
  return loadFrom(input, readDocuments);
}

/** Loads what some reader makes of an input. */
export function loadFrom(input: LoadInput, read: typeof readDocuments): LoadedScenario {
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const sets = readFlagValues("--set", input.flags?.set ?? [], problems);
  const changes = sets.filter(isScenarioChange);
  const inJobs = sets.filter((change) => !isScenarioChange(change));
  const manifests = new ManifestReader(inJobs, problems, warnings);
  const readOther = otherFiles(input.readFile);
  const load: Load = { input, problems, warnings, manifests, changes, parameters: new Parameters(), readOther };
  const wrongFlags = problems.length;
  const repeated: Problem[] = [];
  const documents = read(input.file, input.text, problems, repeated);
  // kubectl sends the last of two keys; in a scenario, which kubectl never sees, the second is a slip.
  if (documents.some(isScenario)) problems.push(...repeated);
  else warnings.push(...repeated.map(lastTaken));
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
  // Flags that change a scenario need one: here, one that creates what is in the file.
  if (load.changes.length > 0 || (load.input.flags?.params.length ?? 0) > 0) return loadWrapped(load.input);
  const jobs = load.manifests.whole(load.manifests.read(documents, 0));
  const group: JobGroup = { atMs: 0, copies: [jobs], arrivals: TOGETHER, retries: [] };
  const around = clusterObjectsOf(load, undefined);
  if (jobs.length === 0 && load.problems.length === 0) {
    load.problems.push({ file: load.input.file, line: 1, column: 1, message: NO_JOB });
  }
  return assemble(load, {
    groups: [group],
    actions: [],
    rules: { default: {}, rules: [] },
    expectations: [],
    process: controlledWith(undefined, around),
    cluster: clusterWith(undefined, around),
  });
}

const NO_JOB = "only says what the cluster is; give it together with a Job or a CronJob";

/** What the manifests so far say of the cluster. */
function clusterObjectsOf(
  { manifests, problems, warnings }: Load,
  cluster: CompiledCluster | undefined,
): ClusterObjects {
  return readClusterObjects(manifests.clusterObjects, cluster, problems, warnings);
}

function loadWrapped(input: LoadInput): LoadedScenario {
  const jobs = [{ file: path.basename(input.file) }];
  const metadata = { name: path.parse(input.file).name };
  const text = JSON.stringify({ apiVersion: API_VERSION, kind: SCENARIO_KIND, metadata, jobs });
  const own = path.join(path.dirname(input.file), path.basename(input.file));
  return loadScenario({ ...input, text, readFile: (name) => (name === own ? input.text : input.readFile(name)) });
}

function isScenario({ value }: Located): boolean {
  if (!isJsonObject(value)) return false;
  const found = classify(value);
  return "fileKind" in found && found.fileKind === "scenario";
}

/** The scenario with its includes, changes from flags, and parameter values. */
function complete({ input, problems, changes, parameters, readOther }: Load, written: Located): Located {
  const whole = withChanges(withIncludes(written, readOther, problems), changes, problems);
  parameters.declare(whole, readFlagValues("--param", input.flags?.params ?? [], problems), problems);
  if (!isJsonObject(whole.value)) return whole;
  const { parameters: declared, ...rest } = whole.value;
  const filled = parameters.fill(rest);
  const value = isJsonObject(filled) && declared !== undefined ? { ...filled, parameters: declared } : filled;
  return { ...whole, value };
}

function loadScenarioDocument(load: Load, written: Located): LoadedScenario | undefined {
  const { input, problems, warnings, parameters, readOther, manifests, changes } = load;
  const wrong = problems.length;
  const document = complete(load, written);
  if (problems.length > wrong) return undefined;
  const scenario = checkScenario(document, problems);
  attributeToChanges(problems, wrong, changes);
  if (scenario === undefined) return undefined;
  const reporter = new Reporter(document, problems, warnings);
  const reader = { document, reporter, manifests, parameters, problems, warnings, readOther };
  const { jobs: entries = [], events = [] } = scenario;
  if (entries.length === 0 && events.length === 0 && input.waitsForClients !== true) {
    reporter.problem(["jobs"], "are needed: without Jobs and events nothing happens (jobsim serve may have neither)");
  }
  const groups = entries.map((entry, i) => readGroup(reader, entry, i));
  const created = jobsOfEvents(reader, events);
  const untilMs = scenario.until === undefined ? undefined : compileDuration(scenario.until, ["until"], reporter);
  parameters.reportUnused(document, problems);
  attributeToChanges(problems, wrong, changes);
  // Without the Jobs, every rule and event that names one would also be reported.
  if (problems.length > 0) return undefined;
  const names = new JobNames(manifests.whole([...groups.flatMap(({ copies }) => copies.flat()), ...created]));
  const rules = compilePods(scenario.pods, names, reporter);
  const ownCluster = scenario.cluster === undefined ? undefined : compileCluster(scenario.cluster, reporter, readOther);
  const around = clusterObjectsOf(load, ownCluster);
  const cluster = clusterWith(ownCluster, around);
  const background = compileBackground(scenario.background ?? [], reporter);
  const classes = { ...backgroundClasses(scenario.background ?? []), ...scenario.priorityClasses };
  const queues = compileQueues(scenario.queues ?? [], reporter);
  const nodes = new Set(cluster?.spec.nodes.map(({ name }) => name));
  const declared = compileKinds(scenario.kinds ?? [], reporter);
  const kinds = [...kindsWith(declared), ...definedKinds(events.filter((event) => "manifest" in event))];
  const { actions, disturbances } = compileEvents(events, names, reporter, { nodes, kinds });
  const expected = expectEntries(scenario, input.testCase);
  const expectations = compileExpect(expected, names, reporter);
  const chances = expected.flatMap(({ entry, path: at }) => compileChance(entry, at, reporter) ?? []);
  const process = {
    ...compileControllerManager(scenario.controllerManager, reporter),
    ...compileFaults(scenario, reporter, kinds),
    ...(background.length === 0 ? {} : { priorityClasses: classes }),
    ...(queues.length === 0 ? {} : { queues }),
    ...(declared.length === 0 ? {} : { kinds: declared }),
    ...compileSchedule(scenario.schedule, disturbances, reporter),
  };
  const violation = scenario.violation === undefined ? undefined : compileViolation(scenario.violation, reporter);
  const kubernetes = scenario.kubernetes === undefined ? undefined : readRelease(scenario.kubernetes, reporter);
  const world = compileWorld(scenario, reporter);
  const switches = scenario.switches === undefined ? undefined : compileSwitches(scenario.switches, reporter);
  warnOfLateEvents(events, untilMs, reporter);
  attributeToChanges(problems, wrong, changes);
  // A wrong input may also be too large to plan.
  if (problems.length > 0) return undefined;
  return assemble(load, {
    document: isJsonObject(document.value) ? document.value : undefined,
    scenario,
    groups,
    actions,
    rules,
    untilMs,
    expectations,
    chances,
    process: controlledWith(process, around),
    world,
    release: { kubernetes, switches },
    cluster,
    background,
    violation,
  });
}

function warnOfLateEvents(events: readonly EventInput[], untilMs: number | undefined, reporter: Reporter): void {
  for (const [i, { at }] of events.entries()) {
    const atMs = compileDuration(at, ["events", i, "at"], reporter);
    if (untilMs !== undefined && atMs > untilMs) reporter.warning(["events", i, "at"], "comes after the end (until)");
  }
}

function readRelease(value: string | number, reporter: Reporter): Release | undefined {
  const checked = parseRelease(value);
  if (!isFault(checked)) return checked.value;
  reporter.problem(["kubernetes"], checked);
  return undefined;
}

function assemble({ input, warnings, manifests }: Load, parts: Parts): LoadedScenario {
  const { scenario, groups, expectations, violation } = parts;
  const { flags } = input;
  const seed = flags?.seed ?? (scenario?.seed === undefined ? DEFAULT_SEED : String(scenario.seed));
  const { description } = scenario?.metadata ?? {};
  return {
    name: scenario?.metadata?.name ?? path.parse(input.file).name,
    ...(description === undefined ? {} : { description }),
    plan: planUnder(seed, parts, flags),
    planFor: (other) => planUnder(other, parts, flags),
    ...byKind(jobsOf(groups, seed)),
    expectations,
    chances: parts.chances ?? [],
    cases: loadedCases(scenario?.cases ?? []),
    ...(violation === undefined ? {} : { violation }),
    ...(parts.document === undefined ? {} : { document: parts.document }),
    warnings,
    skipped: manifests.skipped,
  };
}
