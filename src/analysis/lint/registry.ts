/** All lint rules, each list in the order of ids. */

import { CRON_RULES } from "./cron-jobs/lint-cron-job.ts";
import { REFUSED, REFUSED_CHANGE } from "./refused.ts";
import type { LintRule, RangeRule, RuleFacts } from "./rule.ts";
import { changedBehaviour } from "./rules/changed-behaviour.ts";
import { changedDefaults } from "./rules/changed-defaults.ts";
import { costlyDisruptions } from "./rules/costly-disruptions.ts";
import { earlyLiveness } from "./rules/early-liveness.ts";
import { endlessIgnore } from "./rules/endless-ignore.ts";
import { firstWave } from "./rules/first-wave.ts";
import { idleMaxFailed } from "./rules/idle-max-failed.ts";
import { impossibleCodes } from "./rules/impossible-codes.ts";
import { impossibleHook } from "./rules/impossible-hook.ts";
import { indexLimitInPlace } from "./rules/index-limit-in-place.ts";
import { indexLists } from "./rules/index-lists.ts";
import { injectedSidecar } from "./rules/injected-sidecar.ts";
import { jointFailures } from "./rules/joint-failures.ts";
import { leftOutFields } from "./rules/left-out-fields.ts";
import { longPreStop } from "./rules/long-pre-stop.ts";
import { lostLogs } from "./rules/lost-logs.ts";
import { lostNodeWaits } from "./rules/lost-node-waits.ts";
import { droppedFields, unknownFields } from "./rules/missing-fields.ts";
import { missingWorkers } from "./rules/missing-workers.ts";
import { noCleanUp } from "./rules/no-clean-up.ts";
import { noPods } from "./rules/no-pods.ts";
import { noTime } from "./rules/no-time.ts";
import { overlappingPods } from "./rules/overlapping-pods.ts";
import { paddedImage } from "./rules/padded-image.ts";
import { pendingForever } from "./rules/pending-forever.ts";
import { podDeadline } from "./rules/pod-deadline.ts";
import { restartingContainer } from "./rules/restarting-container.ts";
import { shadowedRule } from "./rules/shadowed-rule.ts";
import { sharedRetries } from "./rules/shared-retries.ts";
import { shortDeadline } from "./rules/short-deadline.ts";
import { shortTtl } from "./rules/short-ttl.ts";
import { sidecarCodes } from "./rules/sidecar-codes.ts";
import { singleRestart } from "./rules/single-restart.ts";
import { slowFailure } from "./rules/slow-failure.ts";
import { sourcelessVolume } from "./rules/sourceless-volume.ts";
import { successOfAll } from "./rules/success-of-all.ts";
import { summedRestarts } from "./rules/summed-restarts.ts";
import { ttlAndApplier } from "./rules/ttl-and-applier.ts";
import { unendingInit } from "./rules/unending-init.ts";
import { unendingSidecar } from "./rules/unending-sidecar.ts";
import { unmetSuccess } from "./rules/unmet-success.ts";
import { unreachableIndexLimit } from "./rules/unreachable-index-limit.ts";
import { unreadableImage } from "./rules/unreadable-image.ts";
import { worstCase } from "./rules/worst-case.ts";

/** All lint rules, by id. */
export const LINT_RULES: readonly LintRule[] = [
  paddedImage,
  worstCase,
  firstWave,
  jointFailures,
  singleRestart,
  summedRestarts,
  slowFailure,
  lostLogs,
  pendingForever,
  noPods,
  missingWorkers,
  unendingSidecar,
  sourcelessVolume,
  restartingContainer,
  unendingInit,
  earlyLiveness,
  unreadableImage,
  injectedSidecar,
  shortDeadline,
  noTime,
  podDeadline,
  longPreStop,
  impossibleHook,
  shadowedRule,
  impossibleCodes,
  endlessIgnore,
  sidecarCodes,
  unmetSuccess,
  successOfAll,
  indexLists,
  sharedRetries,
  idleMaxFailed,
  unreachableIndexLimit,
  indexLimitInPlace,
  shortTtl,
  noCleanUp,
  ttlAndApplier,
  costlyDisruptions,
  overlappingPods,
  lostNodeWaits,
  unknownFields,
  droppedFields,
  leftOutFields,
];

/** Rules that apply only if several releases are checked. */
export const RANGE_RULES: readonly RangeRule[] = [changedDefaults, changedBehaviour];

/** Everything that can be found, in the order of ids. */
export const ALL_RULES: readonly RuleFacts[] = [
  REFUSED,
  REFUSED_CHANGE,
  ...LINT_RULES,
  ...RANGE_RULES,
  ...CRON_RULES,
].toSorted((a, b) => (a.id < b.id ? -1 : 1));
