/**
 * jobsim as a library: load a scenario or build a plan, play it, read what happened.
 *
 * @example
 * const { plan } = loadScenario({ text, file: "job.yaml", readFile: (path) => readFileSync(path, "utf8") });
 * const simulation = simulate(plan);
 * console.log(summarize(simulation).totals, digestOf(simulation.log.entries));
 *
 * @packageDocumentation
 */

export type { Transition } from "./analysis/changes/transition.ts";
export { transitions } from "./analysis/changes/transitions.ts";
// Asking what if.
export {
  type ComparedRun,
  type ComparedSeeds,
  type CompareSeedsOptions,
  comparePlayed,
  compareRuns,
  compareSeeds,
  type NamedScenario,
  type PlayedVariant,
  playVariants,
} from "./analysis/compare/compare.ts";
export type { Parting } from "./analysis/compare/parting.ts";
export { loadVariants, type Variant } from "./analysis/compare/variant.ts";
export { type BrokenExpectation, checkExpectations } from "./analysis/expectations.ts";
export { type Explanation, explanations, type Question, whyNot } from "./analysis/explain/explanations.ts";
export { type Fleet, type FleetJob, fleetOf, isFleet, type Spread } from "./analysis/fleet/fleet.ts";
export { type ImportResult, importRecording } from "./analysis/import/import-recording.ts";
export { JsonStreamError, readJsonStream } from "./analysis/import/json-stream.ts";
export {
  type ClusterRecording,
  type RecordedJob,
  type RecordedPod,
  RecordingBuilder,
} from "./analysis/import/recording.ts";
export type { ReplayDistance, TransitionDistance } from "./analysis/import/replay-distance.ts";
export type { ImportedScenario, ImportOptions } from "./analysis/import/to-scenario.ts";
// What it means.
export type { JobLife } from "./analysis/job-life.ts";
export { type Finding, lintScenario } from "./analysis/lint/lint.ts";
export { LINT_RULES } from "./analysis/lint/registry.ts";
export type { LintRule, Severity } from "./analysis/lint/rule.ts";
export { measureRun, type RunMeasures } from "./analysis/measures.ts";
export type { CountedAs, PodLife } from "./analysis/pod-life.ts";
export { type RunAccount, readRun } from "./analysis/read-run.ts";
export { refusals } from "./analysis/refusals.ts";
export { CONFIDENCE, type Estimate, meanInterval, quantileInterval, wilsonInterval } from "./analysis/statistics.ts";
export {
  type JobOutcome,
  type JobState,
  type JobSummary,
  type PodCounts,
  type RunSummary,
  type RunTotals,
  summarize,
} from "./analysis/summary.ts";
export { type Cell, type CellTexts, cellsOf } from "./analysis/sweep/cells.ts";
export { checkSweep } from "./analysis/sweep/check.ts";
export { type ManifestOptions, sweepManifest } from "./analysis/sweep/manifest.ts";
export type { DoneRuns, SweepRuns } from "./analysis/sweep/part.ts";
export { mergeParts, parsePart, partHead, partLine, type SweepPart } from "./analysis/sweep/part-file.ts";
export { runSweep, type SweepOptions } from "./analysis/sweep/run-sweep.ts";
export type { Setting } from "./analysis/sweep/setting.ts";
export { type Shard, type SweepSpec, WHOLE } from "./analysis/sweep/spec.ts";
export { type CellSummary, type SweepSummary, sweepSummary } from "./analysis/sweep/summary.ts";
export type { TestInput, TestResult } from "./analysis/test-file.ts";
export { findTests, type TestOptions } from "./analysis/test-files.ts";
export { compareReleases, type Upgrade, type UpgradeInput } from "./analysis/upgrade/upgrade.ts";
export type { Hindrance } from "./analysis/why-not/hindrance.ts";
export { hindrances, type WhyNotQuestion } from "./analysis/why-not/hindrances.ts";
// What happened, as the log has it.
export type { Job, JobCondition, JobSpec, JobStatus, Pod, PodStatus } from "./api/types.ts";
export { statusPatches } from "./apiserver/job-status-write.ts";
export type {
  Actor,
  Commit,
  CommitLog,
  EventEntry,
  JobCommit,
  LogEntry,
  PodCommit,
  ProcessEntry,
  Recording,
  RequestEntry,
} from "./apiserver/log.ts";
export { type Chance, DEFAULT_CHANCE } from "./controller/job/chance.ts";
export { type Decision, RULES, type RuleId } from "./controller/job/rules.ts";
// What a run is made of, and playing it.
export { type Distribution, fixed } from "./engine/distribution.ts";
export { always, type ExitChoice } from "./kubelet/behaviour/exit-choice.ts";
export type {
  ContainerTraits,
  NumberSpan,
  PodMatch,
  PodRule,
  PodRules,
  PodTraits,
  RestartTraits,
} from "./kubelet/behaviour/rules.ts";
export type { KubeletSettings } from "./kubelet/settings.ts";
// As text, as JSON and as pages.
export { comparedRunsText, comparedSeedsText } from "./report/compare-text.ts";
export { explainText } from "./report/explain/explain-text.ts";
export { fleetText } from "./report/fleet/fleet-text.ts";
export { collectReport, type ReportTexts } from "./report/html/collect.ts";
export { comparisonPage } from "./report/html/comparison-page.ts";
export { reportPage } from "./report/html/page.ts";
export type { ReportData, ReportMark } from "./report/html/report-data.ts";
export { type ViolationPage, type ViolationPageOptions, violationPage } from "./report/html/violation-page.ts";
export { distanceText } from "./report/import/distance-text.ts";
export { lintSarif } from "./report/lint/sarif.ts";
export { lintText } from "./report/lint/text.ts";
export { machineReport, type RunReport } from "./report/machine-report.ts";
export { type RunReportOptions, runReport } from "./report/run-report.ts";
export { type Style, styleFor } from "./report/style.ts";
export { sweepHtml } from "./report/sweep-html.ts";
export { sweepCsv, sweepJsonl, sweepText } from "./report/sweep-text.ts";
export { type TestedFile, testJunit } from "./report/test-junit.ts";
export { testText, testTotals } from "./report/test-report.ts";
export { upgradePage } from "./report/upgrade-html.ts";
export { upgradeText } from "./report/upgrade-text.ts";
// Files and flags.
export type { Expectation } from "./scenario/expectation.ts";
export { type FlagTexts, type Overrides, parseFlags } from "./scenario/flags.ts";
export { scenarioJsonSchema, scenarioReference } from "./scenario/json-schema.ts";
export { type LoadedScenario, type LoadInput, loadScenario } from "./scenario/load.ts";
export type { LoadedJob } from "./scenario/loaded-job.ts";
export { formatProblem, InputError, type Problem } from "./scenario/problem.ts";
export { digestOf } from "./simulation/digest.ts";
export {
  type ApiFault,
  EPOCH_MS,
  type JobRef,
  type PodRef,
  type Propagation,
  type SimulationPlan,
  type TimedAction,
} from "./simulation/plan.ts";
export { isRelease, MINOR_RELEASES, RELEASES, type Release, switchesOf } from "./simulation/releases/releases.ts";
export { Simulation, type SimulationEvents, type SimulationOptions, simulate } from "./simulation/simulation.ts";
export { DEFAULT_SWITCHES, type Switches } from "./simulation/switches.ts";
export { testFile, testFiles } from "./testing/test-scenarios.ts";
