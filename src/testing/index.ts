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

// Anyone's controller.
export { ApiRequestError, AsyncApi } from "../simulation/controllers/async-api.ts";
export { builtInControllers, jobController, ttlController } from "../simulation/controllers/built-in.ts";
export {
  type ControllerProcess,
  type Host,
  type StartControllers,
  together,
} from "../simulation/controllers/controllers.ts";
export {
  type Caches,
  type ControllerDefinition,
  controller,
  type Reconcile,
  type ReconcileResult,
  type ReconcileTools,
} from "../simulation/controllers/reconciler.ts";
export type { Disturbance } from "../simulation/faults/disturbance.ts";
// Random input, for fast-check.
export { faultPlans, jobs, nearlyValidJobs, podScripts, trials, userActions } from "./arbitraries/index.ts";
// Checking.
export { type CheckOptions, type CheckResult, check, type Failure, type FailureKind } from "./check.ts";
export { CHECKED_FEATURES, FAULTLESS, FEATURES, type Feature } from "./generate/features.ts";
// Invariants, also of one's own.
export { INVARIANTS } from "./invariants/index.ts";
export type { Checks, Invariant, Report, Violation } from "./invariants/invariant.ts";
export type { JobRecord, Ledger, PodRecord } from "./invariants/ledger.ts";
// Replay.
export { formatReplay, parseReplay, type Replay, type ReplayResult, replay } from "./replay.ts";
export { type Outcome, type RunOptions, runTrial, runTrialAsync } from "./run-trial.ts";
export { countEvents, shrink } from "./shrink/shrink.ts";
export { planOf, type ScriptRule, type Trial } from "./trial.ts";
