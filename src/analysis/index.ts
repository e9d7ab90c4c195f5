/**
 * `jobsim/analysis`: what a run means, and how other runs would turn out: explanations, lint, comparisons, sweeps,
 * upgrades, recordings of real clusters.
 *
 * @example
 * const { plan } = loadScenario({ text, file: "job.yaml", readFile: (path) => readFileSync(path, "utf8") });
 * for (const { rule } of lintScenario({ plan })) console.log(rule.id);
 *
 * @packageDocumentation
 */

export type { ChanceOutcome, ChanceStatus } from "./chances.ts";
export type { Line } from "./changes/describe.ts";
export type { FieldChange } from "./changes/field-changes.ts";
export type {
  ConditionChange,
  ControllersChanged,
  EventRaised,
  Explained,
  JobCreated,
  JobDeletion,
  JobGone,
  JobPatched,
  OfJob,
  PodRemoved,
  ProgramTold,
  RequestRefused,
  StatusChanged,
} from "./changes/transition.ts";
export type { ClusterFigures, ResourceUse, WaitingFigures } from "./cluster/cluster-figures.ts";
export type { ClusterLanes, Lane, Waiting } from "./cluster/lanes.ts";
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
} from "./compare/compare.ts";
export type { Parting, PodDifference } from "./compare/parting.ts";
export { loadVariants, type Variant } from "./compare/variant.ts";
export type { CalendarCell, CalendarRow, CellKind, CronCalendar } from "./cron-jobs/calendar.ts";
export type {
  CronJobFigures,
  CronJobLife,
  CronRun,
  CronRunOutcome,
  SkippedRun,
  StartedRun,
  WhyNot,
} from "./cron-jobs/cron-run.ts";
export type { ScheduleMeasures } from "./cron-jobs/schedule-measures.ts";
export { type BrokenExpectation, checkExpectations } from "./expectations.ts";
export { type Explanation, explanations, type Question, whyNot } from "./explain/explanations.ts";
export type { NamedRule } from "./explain/rules-named.ts";
export type { FailureGroup } from "./fleet/failure-groups.ts";
export { type Fleet, type FleetJob, fleetOf, isFleet, type Spread } from "./fleet/fleet.ts";
export type { LoadInterval } from "./fleet/load-over-time.ts";
export { type ImportResult, importRecording } from "./import/import-recording.ts";
export { JsonStreamError, readJsonStream } from "./import/json-stream.ts";
export {
  type ClusterRecording,
  type RecordedJob,
  type RecordedPod,
  RecordingBuilder,
} from "./import/recording.ts";
export type { ReplayDistance, TransitionDistance } from "./import/replay-distance.ts";
export type { Scrubbing } from "./import/scrub.ts";
export type { ImportedScenario, ImportOptions } from "./import/to-scenario.ts";
export type { JobLife } from "./job-life.ts";
export type { LintSubject } from "./lint/lint.ts";
export { type Finding, lintScenario } from "./lint/lint.ts";
export { LINT_RULES } from "./lint/registry.ts";
export type { JobInRelease, LintRule, Remark, RuleFacts, Severity } from "./lint/rule.ts";
export type { NumberName } from "./measures.ts";
export { measureRun, type RunMeasures } from "./measures.ts";
export type { Breathe } from "./parallel/pool.ts";
export type { CountedAs, PodLife, ProbeKill } from "./pod-life.ts";
export { type RunAccount, readRun } from "./read-run.ts";
export { refusals } from "./refusals.ts";
export type { ManifestOptions } from "./shards/shard-job.ts";
export { CONFIDENCE, type Estimate, meanInterval, quantileInterval, wilsonInterval } from "./statistics.ts";
export type { PodSeconds } from "./summary.ts";
export { type Cell, type CellTexts, cellsOf } from "./sweep/cells.ts";
export { checkSweep } from "./sweep/check.ts";
export { sweepManifest } from "./sweep/manifest.ts";
export { mergeParts, type NamedPart } from "./sweep/merge-parts.ts";
export type { OtherFiles } from "./sweep/other-files.ts";
export type { DoneRuns, SweepRuns } from "./sweep/part.ts";
export { parsePart, partHead, partLine, type SweepPart } from "./sweep/part-file.ts";
export { parseParts } from "./sweep/part-log.ts";
export { runSweep, type SweepOptions } from "./sweep/run-sweep.ts";
export type { Setting } from "./sweep/setting.ts";
export { type Shard, type SweepSpec, WHOLE } from "./sweep/spec.ts";
export type { Percentile, Percentiles } from "./sweep/summary.ts";
export { type CellSummary, type SweepSummary, sweepSummary } from "./sweep/summary.ts";
export type { BrokenReport, TestInput, TestResult, TestStatus } from "./test-file.ts";
export { findTests, type TestOptions } from "./test-files.ts";
export type { Effect } from "./upgrade/causes.ts";
export type { FieldSupportChange } from "./upgrade/fields.ts";
export type { Divergence } from "./upgrade/first-difference.ts";
export type { ReleaseNumbers } from "./upgrade/release-numbers.ts";
export type { ShapeChange } from "./upgrade/shape.ts";
export { compareReleases, type Upgrade, type UpgradeInput } from "./upgrade/upgrade.ts";
export type { Hindrance, HindranceCause, Holder, PodCause } from "./why-not/hindrance.ts";
export { hindrances, type WhyNotQuestion } from "./why-not/hindrances.ts";
export type { GpuHours, UseFigures, WorkFigures } from "./work-figures.ts";
