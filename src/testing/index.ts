/**
 * `jobsim/testing`: property tests for controllers, the built-in Job controller or anyone's, for vitest, jest or any
 * other runner.
 *
 * @example
 * test("my controller keeps its promise under every fault", () => {
 *   const { failures } = check({ runs: 2_000, controllers: together(builtInControllers, controller(mine)) });
 *   expect(failures).toEqual([]);
 * });
 *
 * @packageDocumentation
 */

export type { EventsV1Event, KubeEvent } from "../api/event-types.ts";
export type { JsonObject } from "../api/json.ts";
// Kinds of objects, including your own.
export { CRON_JOB } from "../api/kinds/cron-job.ts";
export { EVENT, EVENTS_V1_EVENT } from "../api/kinds/event.ts";
export { isOfKind, type Kind, type KindDeclaration, kind } from "../api/kinds/kind.ts";
export { LEASE, type Lease } from "../api/kinds/lease.ts";
export { NAMESPACE, type Namespace } from "../api/kinds/namespace.ts";
export { NODE, type Node } from "../api/kinds/node.ts";
export { POD_DISRUPTION_BUDGET, type PodDisruptionBudget } from "../api/kinds/pod-disruption-budget.ts";
export type { Strategy } from "../api/kinds/strategy.ts";
export { JOB, POD } from "../api/kinds/workloads.ts";
export type { Patch } from "../api/patch.ts";
export { formatMicroTime } from "../api/timestamp.ts";
// Objects, and their entries in the log.
export type { Job, JobSpec, JobStatus, KubeObject, ObjectMeta, OwnerReference, Pod } from "../api/types.ts";
export type { ApiError, Result } from "../apiserver/errors.ts";
export {
  isCommitOf,
  type JobCommit,
  type KindCommit,
  type LogEntry,
  type ObjectCommit,
  type PodCommit,
} from "../apiserver/log.ts";
export { type Call, calls, type Draft, requests } from "../controller/calls.ts";
export type { EventRecorder } from "../controller/event-recorder.ts";
export type { Process } from "../controller/process.ts";
export type { Handlers, SharedInformer } from "../controller/shared-informer.ts";
// A single run.
export { type Distribution, fixed } from "../engine/distribution.ts";
export { RestlessError } from "../engine/restless.ts";
export { always, type ExitChoice } from "../kubelet/behaviour/exit-choice.ts";
export type { PodMatch, PodRule, PodRules, PodTraits } from "../kubelet/behaviour/rules.ts";
export type { PlanProblem } from "../kubelet/behaviour/rules-check.ts";
// Your own controllers.
export { ApiRequestError, AsyncApi } from "../simulation/controllers/async-api.ts";
export { builtInControllers, jobController, ttlController } from "../simulation/controllers/built-in.ts";
export {
  type ControllerProcess,
  type Host,
  informerOf,
  type Replica,
  type StartControllers,
  together,
} from "../simulation/controllers/controllers.ts";
export { podGcController } from "../simulation/controllers/pod-gc.ts";
export type { ClockTimer, ReconcileClock, TimerCallback } from "../simulation/controllers/process-clock.ts";
export {
  type Caches,
  type ControllerDefinition,
  controller,
  type Reconcile,
  type ReconcileResult,
  type ReconcileTools,
  watch,
} from "../simulation/controllers/reconciler.ts";
export { replicas } from "../simulation/controllers/replicas.ts";
export type { Disturbance } from "../simulation/faults/disturbance.ts";
export type { PodQuota } from "../simulation/faults/quotas.ts";
export { EPOCH_MS, type SimulationPlan, type TimedAction } from "../simulation/plan.ts";
export { PlanError } from "../simulation/plan-error.ts";
export { NeedsTurnsError, Simulation, simulate } from "../simulation/simulation.ts";
export type { SimulationOptions } from "../simulation/simulation-options.ts";
// Random input, for fast-check.
export { faultPlans, jobs, nearlyValidJobs, podTraits, trials, userActions } from "./arbitraries.ts";
// Checking.
export { type CheckOptions, type CheckResult, check, checkAsync } from "./check.ts";
export type { CheckModule } from "./check-module.ts";
export type { Counts } from "./effects.ts";
// Every schedule of a small world.
export { type ExploreResult, explore, exploreAsync, failureOf } from "./explore/explore.ts";
export type { ExploreOptions } from "./explore/options.ts";
export type { Explored, ExploreFinding, ExploreProgress } from "./explore/progress.ts";
export { type SmallWorld, smallWorld } from "./explore/small-world.ts";
export type { Failure, FailureKind } from "./failure.ts";
export { CHECKED_FEATURES, FAULTLESS, FEATURES, type Feature } from "./generate/features.ts";
export type { Circumstances, NodeReturn, WatchOutage } from "./invariants/circumstances.ts";
// Invariants, including your own.
export { INVARIANTS } from "./invariants/index.ts";
export type { Breach, Checks, Invariant, Numbers, Report, Violation } from "./invariants/invariant.ts";
export type { JobRecord, Ledger, PodRecord } from "./invariants/ledger.ts";
export type { NodeAmounts } from "./invariants/nodes/pod-demand.ts";
export type { Difference } from "./invariants/per-job.ts";
export type { Listing, SpecPoint } from "./invariants/records.ts";
export type { Tallies, Tally } from "./invariants/tally.ts";
// Replay.
export {
  formatReplay,
  OtherControllersError,
  parseReplay,
  type Replay,
  type ReplayResult,
  replay,
  replayAsync,
  type ToldFailure,
} from "./replay.ts";
export { type RunOptions, runTrial, runTrialAsync, type TrialOutcome } from "./run-trial.ts";
export { countEvents, shrink } from "./shrink/shrink.ts";
export { sometimes } from "./situations.ts";
export type { Choices } from "./source.ts";
// Your own worlds.
export type { Draw } from "./workload/draw.ts";
export type { OwnWorld, Workload } from "./workload/world.ts";
