/**
 * jobsim as a library: load a scenario or build a plan, play it, read what happened.
 *
 * @example
 * const { plan } = loadScenario({ text, file: "job.yaml", readFile: (path) => readFileSync(path, "utf8") });
 * const simulation = simulate(plan);
 * console.log(summarize(simulation).totals, digestOf(simulation.log.entries));
 *
 * What it means is in `jobsim/analysis`, texts and pages are in `jobsim/report`, property tests in `jobsim/testing`,
 * and controllers in Go in `jobsim/go`.
 *
 * @packageDocumentation
 */

export type { Transition } from "./analysis/changes/transition.ts";
export { transitions } from "./analysis/changes/transitions.ts";
export {
  type JobOutcome,
  type JobState,
  type JobSummary,
  type PodCounts,
  type RunSummary,
  type RunTotals,
  summarize,
} from "./analysis/summary.ts";
export type { EventSeries, EventSource } from "./api/event-types.ts";
export type { FieldError, FieldPath } from "./api/field-path.ts";
export type { Column } from "./api/kinds/column.ts";
export type { AnyKind, PlainKind, Scope, StoredAs } from "./api/kinds/kind.ts";
export type { LeaseSpec } from "./api/kinds/lease.ts";
export type { NodeSpec, NodeStatus } from "./api/kinds/node.ts";
export type { PodDisruptionBudgetSpec, PodDisruptionBudgetStatus } from "./api/kinds/pod-disruption-budget.ts";
export type { LabelSelector, StringMap } from "./api/label-types.ts";
export type { ResourceList, ResourceRequirements } from "./api/scheduling-types.ts";
export type { TypeName } from "./api/schema/index.ts";
export type { ApiSwitches } from "./api/switches.ts";
export type {
  CompletionMode,
  ConditionStatus,
  ContainerStatus,
  CronJob,
  Job,
  JobCondition,
  JobSpec,
  JobStatus,
  ObjectReference,
  Pod,
  PodCondition,
  PodFailurePolicy,
  PodPhase,
  PodReplacementPolicy,
  PodSpec,
  PodStatus,
  PodTemplateSpec,
  SuccessPolicy,
  Timestamp,
  UncountedTerminatedPods,
} from "./api/types.ts";
export type { PlannedLimitRange } from "./apiserver/admission/limit-range/limit-ranges.ts";
export type { PriorityClasses } from "./apiserver/admission/priority.ts";
export type { HardQuota } from "./apiserver/admission/quota/quota-ledger.ts";
export type { PolicyRefusal } from "./apiserver/admission/refusals.ts";
export type { ApiServer } from "./apiserver/api-server.ts";
export type { Collection } from "./apiserver/collection.ts";
export type { ControllerName } from "./apiserver/controller-reference.ts";
export type { ApiErrorReason, KindNames } from "./apiserver/errors.ts";
export type { EventBudget } from "./apiserver/event-correlator.ts";
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
export type {
  BuiltInActor,
  CommitType,
  InvolvedObject,
  ProcessChange,
  ProgramEntry,
  Verb,
} from "./apiserver/log-entry.ts";
export type { Answer, NewPod, ObjectList, ObjectRequest } from "./apiserver/requests.ts";
export type { Storage } from "./apiserver/storage.ts";
export type { DeleteCallOptions, EvictCallOptions, ListCallOptions } from "./controller/calls.ts";
export type { CronJobSwitches } from "./controller/cronjob/switches.ts";
export type { EventType } from "./controller/event-recorder.ts";
export { type Chance, DEFAULT_CHANCE } from "./controller/job/chance.ts";
export type { PodListOrder } from "./controller/job/list-order.ts";
export type { OnDecision, RuleNumbers } from "./controller/job/rules.ts";
export { type Decision, RULES, type RuleId } from "./controller/job/rules.ts";
export type { JobControllerSwitches } from "./controller/job/switches.ts";
export type { ListWatch } from "./controller/list-watch.ts";
export type { Batch, Client } from "./controller/process.ts";
export type { RetryDelay } from "./controller/work-queue.ts";
export type { QuantilePoint } from "./engine/distribution.ts";
export { type Distribution, fixed } from "./engine/distribution.ts";
export type { EventLoop } from "./engine/event-loop.ts";
export type { CommitOf } from "./http/resources/commit-changes.ts";
export { always, type ExitChoice } from "./kubelet/behaviour/exit-choice.ts";
export type {
  ContainerTraits,
  NamedContainerTraits,
  NumberSpan,
  PodMatch,
  PodRule,
  PodRules,
  PodTraits,
  RestartTraits,
} from "./kubelet/behaviour/rules.ts";
export type { ScriptFor } from "./kubelet/behaviour/scripts.ts";
export type { WorkTraits } from "./kubelet/behaviour/work.ts";
export type { ClusterSpec } from "./kubelet/cluster.ts";
export type { PlannedNode } from "./kubelet/cluster-node.ts";
export type { KubeletSettings } from "./kubelet/settings.ts";
export type { ChanceExpectation } from "./scenario/chance.ts";
export type { LoadedCase } from "./scenario/compile-cases.ts";
export type { Check, Expectation } from "./scenario/expectation.ts";
export { type FlagTexts, type Overrides, parseFlags } from "./scenario/flags.ts";
export type { FoundViolation, LoadedViolation } from "./scenario/found-violation.ts";
export { scenarioJsonSchema, scenarioReference } from "./scenario/json-schema.ts";
export { type LoadedScenario, type LoadInput, loadScenario } from "./scenario/load.ts";
export type { LoadedJob } from "./scenario/loaded-job.ts";
export type { SourcePosition } from "./scenario/problem.ts";
export { formatProblem, InputError, type Problem } from "./scenario/problem.ts";
export type { ParamFlag, SetFlag } from "./scenario/set-flag.ts";
export type { SkippedObject } from "./scenario/skipped-objects.ts";
export type { Timed } from "./simulation/actions/action.ts";
export type { ActionFields, Op } from "./simulation/actions/table.ts";
export type { Works } from "./simulation/checkpoints/works.ts";
export type { Lister, Watch } from "./simulation/controllers/reconciler.ts";
export { digestOf } from "./simulation/digest.ts";
export type { ClientFault } from "./simulation/faults/client-fault.ts";
export type {
  CallDisturbance,
  OldList,
  Overlap,
  StaleReads,
  WatchDisturbance,
} from "./simulation/faults/disturbance.ts";
export type { NodeOutage } from "./simulation/nodes/node-outage.ts";
export type { Nodes } from "./simulation/nodes/nodes.ts";
export type { ApiErrorKind, ApiVerb, ControllerManagerSettings, UserRetry } from "./simulation/plan.ts";
export {
  type ApiFault,
  EPOCH_MS,
  type JobRef,
  type PodRef,
  type Propagation,
  type SimulationPlan,
  type TimedAction,
} from "./simulation/plan.ts";
export type { PodIdentities } from "./simulation/pod-identities.ts";
export { isRelease, MINOR_RELEASES, RELEASES, type Release, switchesOf } from "./simulation/releases/releases.ts";
export { Simulation, type SimulationEvents, type SimulationOptions, simulate } from "./simulation/simulation.ts";
export { DEFAULT_SWITCHES, type Switches } from "./simulation/switches.ts";
export { testFile, testFiles } from "./testing/test-scenarios.ts";
