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

export type { StatusOperation } from "./analysis/changes/status-patch.ts";
export type { Transition } from "./analysis/changes/transition.ts";
export { transitions } from "./analysis/changes/transitions.ts";
export type { Rule } from "./analysis/explain/rules/rule.ts";
export { RULES } from "./analysis/explain/rules/rules.ts";
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
export type { FieldError, FieldErrorReason, FieldPath, PathStep, StatusRule } from "./api/field-path.ts";
export type { Column } from "./api/kinds/column.ts";
export type { AnyKind, PlainKind, ScalePaths, Scope, StoredAs } from "./api/kinds/kind.ts";
export type { LeaseSpec } from "./api/kinds/lease.ts";
export type { LimitRangeItem } from "./api/kinds/limit-range.ts";
export type { NodeCondition, NodeSpec, NodeStatus, NodeTaint } from "./api/kinds/node.ts";
export type { PodDisruptionBudgetSpec, PodDisruptionBudgetStatus } from "./api/kinds/pod-disruption-budget.ts";
export type { ScopeRequirement } from "./api/kinds/simple-kinds.ts";
export type { LabelSelector, LabelSelectorRequirement, StringMap } from "./api/label-types.ts";
export type { PodFieldSet } from "./api/pod-fields.ts";
export type {
  Affinity,
  ContainerPort,
  NodeAffinity,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinity,
  PodAffinityTerm,
  PodSchedulingGate,
  PreferredSchedulingTerm,
  ResourceList,
  ResourceRequirements,
  SchedulingSpec,
  Taint,
  Toleration,
  TopologySpreadConstraint,
  WeightedPodAffinityTerm,
} from "./api/scheduling-types.ts";
export type { TypeName } from "./api/schema/index.ts";
export type { ApiSwitches, FieldSupport } from "./api/switches.ts";
export type {
  CompletionMode,
  ConcurrencyPolicy,
  ConditionStatus,
  Container,
  ContainerState,
  ContainerStateTerminated,
  ContainerStatus,
  CronJob,
  CronJobSpec,
  CronJobStatus,
  EnvVar,
  Job,
  JobCondition,
  JobSpec,
  JobStatus,
  JobTemplateSpec,
  ObjectReference,
  Pod,
  PodCondition,
  PodFailurePolicy,
  PodFailurePolicyOnExitCodes,
  PodFailurePolicyOnPodCondition,
  PodFailurePolicyRule,
  PodPhase,
  PodReplacementPolicy,
  PodSpec,
  PodStatus,
  PodTemplateMeta,
  PodTemplateSpec,
  SuccessPolicy,
  SuccessPolicyRule,
  Timestamp,
  UncountedTerminatedPods,
} from "./api/types.ts";
export type { LimitRangeFacts } from "./apiserver/admission/limit-range/facts.ts";
export type { PlannedLimitRange } from "./apiserver/admission/limit-range/limit-ranges.ts";
export type { PriorityClasses, PriorityClassSpec } from "./apiserver/admission/priority.ts";
export type { HardQuota } from "./apiserver/admission/quota/quota-ledger.ts";
export type { PolicyRefusal } from "./apiserver/admission/refusals.ts";
export type { ApiServer } from "./apiserver/api-server.ts";
export type { Collection, NamedObject } from "./apiserver/collection.ts";
export type { ControllerName } from "./apiserver/controller-reference.ts";
export type { ApiErrorReason, KindNames, Resource } from "./apiserver/errors.ts";
export type { EventBudget } from "./apiserver/event-correlator.ts";
export type { JobRegistry } from "./apiserver/job-registry.ts";
export { statusPatches } from "./apiserver/job-status-write.ts";
export type {
  Actor,
  Commit,
  CommitLog,
  EventEntry,
  JobCommit,
  KillingProbe,
  LogEntry,
  LogListener,
  PodCommit,
  ProbeKillEntry,
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
  ReplicaEntry,
  ResourceCommit,
  Verb,
} from "./apiserver/log-entry.ts";
export type { NameSource } from "./apiserver/names.ts";
export type { PodRegistry } from "./apiserver/pod-registry.ts";
export type { PodTable } from "./apiserver/pod-table.ts";
export type { Registries } from "./apiserver/registries.ts";
export type { Mutation, Registry, Written } from "./apiserver/registry.ts";
export type {
  AdoptRequest,
  Answer,
  JobRequest,
  NewPod,
  ObjectList,
  ObjectRequest,
  PodRequest,
  PodSubresourceRequest,
  ReleaseRequest,
  Request,
  RequestTarget,
  StoredRequest,
} from "./apiserver/requests.ts";
export type { Storage } from "./apiserver/storage.ts";
export type { DeleteOptions, Preconditions, UpdateOptions, WriteOptions } from "./apiserver/write-options.ts";
export type { DeleteCallOptions, EvictCallOptions, ListCallOptions, RequestOf } from "./controller/calls.ts";
export type { CronJobSwitches } from "./controller/cronjob/switches.ts";
export type { PrepareEvent } from "./controller/event-poster.ts";
export type { EventType } from "./controller/event-recorder.ts";
export { type Chance, DEFAULT_CHANCE } from "./controller/job/chance.ts";
export type { Decision, OnDecision, RuleId, RuleNumbers } from "./controller/job/decisions.ts";
export type { PodListOrder } from "./controller/job/list-order.ts";
export type {
  EventSwitches,
  JobControllerSwitches,
  PodSwitches,
  QueueSwitches,
  StatusSwitches,
} from "./controller/job/switches.ts";
export type { Listed, ListWatch, PodList } from "./controller/list-watch.ts";
export type { NodeApi, NodeApiChange, NodeApiEvent } from "./controller/node-api.ts";
export type { NodeLifecycleSwitches } from "./controller/node-lifecycle/switches.ts";
export type { Batch, Carried, Client, ClientOptions, FaultCheck } from "./controller/process.ts";
export type { ReviewedBatch, Reviews } from "./controller/reviews.ts";
export type { RateLimit } from "./controller/token-bucket.ts";
export type { RetryDelay } from "./controller/work-queue.ts";
export type { QuantilePoint } from "./engine/distribution.ts";
export { type Distribution, fixed } from "./engine/distribution.ts";
export type { EventLoop, PendingEvent, Phase, Stepper } from "./engine/event-loop.ts";
export { RestlessError } from "./engine/restless.ts";
export { always, type ExitChoice } from "./kubelet/behaviour/exit-choice.ts";
export type {
  AttemptTraits,
  ContainerTraits,
  LeaderTrait,
  NamedContainerTraits,
  NumberSpan,
  PodMatch,
  PodRule,
  PodRules,
  PodTraits,
  RestartTraits,
} from "./kubelet/behaviour/rules.ts";
export type { PlanProblem } from "./kubelet/behaviour/rules-check.ts";
export type { PodMarks, ScriptFor } from "./kubelet/behaviour/scripts.ts";
export type { WorkHolder, WorkTraits } from "./kubelet/behaviour/work.ts";
export type { ClusterSpec } from "./kubelet/cluster.ts";
export type { NodeRoom, PlannedNode } from "./kubelet/cluster-node.ts";
export type { KubeletHeartbeats, NodeHeartbeats } from "./kubelet/heartbeats.ts";
export type { EvictionCause } from "./kubelet/kubelet-end.ts";
export type { RejectionScript } from "./kubelet/rejection.ts";
export type {
  ContainerScript,
  FailedRun,
  LaterRun,
  NamedRun,
  PodIdentity,
  PodScript,
  ScriptedRun,
} from "./kubelet/script.ts";
export type { KubeletSettings } from "./kubelet/settings.ts";
export type { KubeletSwitches } from "./kubelet/switches.ts";
export type { Bound, ChanceCheck, ChanceExpectation, ExpectedPercentile } from "./scenario/chance.ts";
export type { LoadedCase } from "./scenario/compile-cases.ts";
export type {
  Check,
  Counter,
  CronCheck,
  Expectation,
  Happening,
  Measure,
  RunCount,
  RunHappening,
  TransitionMatch,
} from "./scenario/expectation.ts";
export { type FlagTexts, type Overrides, parseFlags } from "./scenario/flags.ts";
export type { FoundViolation, LoadedViolation } from "./scenario/found-violation.ts";
export { type JsonSchema, scenarioJsonSchema, scenarioReference } from "./scenario/json-schema.ts";
export { type LoadedScenario, type LoadInput, loadScenario } from "./scenario/load.ts";
export type { LoadedJob } from "./scenario/loaded-job.ts";
export type { NumberRange } from "./scenario/number-range.ts";
export type { SourcePosition } from "./scenario/problem.ts";
export { formatProblem, InputError, type Problem } from "./scenario/problem.ts";
export type { ParamFlag, SetFlag } from "./scenario/set-flag.ts";
export type { SkippedObject } from "./scenario/skipped-objects.ts";
export type { ReleasedSchedulerSwitches, SchedulerSwitches } from "./scheduler/switches.ts";
export type { Timed } from "./simulation/actions/action.ts";
export type { CronJobActions } from "./simulation/actions/cron-job-actions.ts";
export type { JobActions } from "./simulation/actions/job-actions.ts";
export type { NodeActions, OfNode } from "./simulation/actions/node-actions.ts";
export type { ObjectActions, ObjectRef } from "./simulation/actions/object-actions.ts";
export type { PodActions } from "./simulation/actions/pod-actions.ts";
export type { ProcessActions } from "./simulation/actions/process-actions.ts";
export type { ReviewActions } from "./simulation/actions/review-actions.ts";
export type { ActionFields, Op } from "./simulation/actions/table.ts";
export type { Expander, PlannedPool } from "./simulation/autoscaler/pool.ts";
export type { WorkerAccount } from "./simulation/checkpoints/piece.ts";
export type { Works } from "./simulation/checkpoints/works.ts";
export type { ChosenProgram, ProgramOptions } from "./simulation/choices/chosen-program.ts";
export type { ChosenWorld } from "./simulation/choices/chosen-world.ts";
export type { ChoiceKind, ChoiceListener, Oracle, RunSchedule, ScheduledChoice } from "./simulation/choices/oracle.ts";
export type { Activity, Reading, ReconcileObserver } from "./simulation/controllers/reconcile-observer.ts";
export type { Lister, Watch } from "./simulation/controllers/reconciler.ts";
export { digestOf } from "./simulation/digest.ts";
export type { ClientFault, ClientMatch, ClientTrouble, ClientVerb } from "./simulation/faults/client-fault.ts";
export type {
  CallDisturbance,
  LateWrites,
  OldList,
  Overlap,
  Partition,
  SlowCalls,
  StaleReads,
  WatchDisturbance,
  WatchedResource,
  WriteVerb,
} from "./simulation/faults/disturbance.ts";
export type { EndProcess } from "./simulation/faults/disturbed-client.ts";
export type { NodeOutage, Reclaim } from "./simulation/nodes/node-outage.ts";
export type { Nodes } from "./simulation/nodes/nodes.ts";
export type { ServerNodeApi } from "./simulation/nodes/server-node-api.ts";
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
export { PlanError } from "./simulation/plan-error.ts";
export type { KnownPod, LastJob, PodIdentities } from "./simulation/pod-identities.ts";
export type {
  PlannedFlavor,
  PlannedQueue,
  PodsReadySettings,
  QueuePreemption,
  QueueStrategy,
} from "./simulation/queues/queue.ts";
export { isRelease, MINOR_RELEASES, RELEASES, type Release, switchesOf } from "./simulation/releases/releases.ts";
export type { SwitchPattern } from "./simulation/releases/switch-pattern.ts";
export type { DatedFormer, Former, Validity } from "./simulation/releases/validity.ts";
export type { ControllerWrite } from "./simulation/reviews/controller-write.ts";
export type { AskReviewers, BatchName, BatchReviews, ReviewVerdict } from "./simulation/reviews/reviews.ts";
export { NeedsTurnsError, Simulation, type SimulationEvents, simulate } from "./simulation/simulation.ts";
export type { SimulationOptions } from "./simulation/simulation-options.ts";
export { DEFAULT_SWITCHES, type Switches, type SwitchId } from "./simulation/switches.ts";
export { testFile, testFiles } from "./testing/test-scenarios.ts";
