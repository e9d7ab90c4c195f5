/** All invariants that a check holds a run to. */

import { activeBound } from "./active-bound.ts";
import { backoffKept } from "./backoff-kept.ts";
import { adoptedAlive, claimsKept } from "./claims-kept.ts";
import { countedOnce } from "./counted-once.ts";
import { countersKept } from "./counters-kept.ts";
import { createdInTime } from "./created-in-time.ts";
import { creationAllowed, indexUnique } from "./creation-allowed.ts";
import { creationsTold } from "./creations-told.ts";
import { activeTrue } from "./cron/active-true.ts";
import { forbidKept } from "./cron/forbid-kept.ts";
import { historyKept } from "./cron/history-kept.ts";
import { madeOnce } from "./cron/made-once.ts";
import { noneMissed } from "./cron/none-missed.ts";
import { replaceKept } from "./cron/replace-kept.ts";
import { latestStart, startNoted } from "./cron/start-noted.ts";
import { startingDeadlineKept } from "./cron/starting-deadline-kept.ts";
import { successNoted } from "./cron/success-noted.ts";
import { suspensionKept } from "./cron/suspension-kept.ts";
import { deadlineKept, limitKept } from "./deadline-kept.ts";
import { deletionOrder } from "./deletion-order.ts";
import { endAnnounced } from "./end-announced.ts";
import { finalizersGone } from "./finalizers-gone.ts";
import { indexLimit } from "./index-limit.ts";
import { indexLists } from "./index-lists.ts";
import type { Invariant } from "./invariant.ts";
import { listedBeforeRelease } from "./listed-before-release.ts";
import { lowestIndex } from "./lowest-index.ts";
import { boundOnce } from "./nodes/binding.ts";
import { cordonKept } from "./nodes/cordon-kept.ts";
import { phaseFinal, restartsCounted } from "./nodes/pod-life.ts";
import { preemptedLower } from "./nodes/preempted-lower.ts";
import { restartBackoff } from "./nodes/restart-backoff.ts";
import { roomKept } from "./nodes/room-kept.ts";
import { countsTrue, settled } from "./settled.ts";
import { slowStart } from "./slow-start.ts";
import { startTimeKept } from "./start-time.ts";
import { surplusDeleted } from "./surplus-deleted.ts";
import { terminalConditions } from "./terminal.ts";
import { ttlKept } from "./ttl-kept.ts";
import { uidKept } from "./uid-kept.ts";
import { verdictTrue } from "./verdict-true.ts";
import { writesAccepted } from "./writes-accepted.ts";

/** The invariants of Jobs and CronJobs, cheapest and most basic first, and those of pods on nodes. */
export const INVARIANTS: readonly Invariant[] = [
  countedOnce,
  uidKept,
  listedBeforeRelease,
  countersKept,
  indexLists,
  indexLimit,
  indexUnique,
  activeBound,
  surplusDeleted,
  creationAllowed,
  terminalConditions,
  verdictTrue,
  startTimeKept,
  limitKept,
  deadlineKept,
  backoffKept,
  createdInTime,
  lowestIndex,
  slowStart,
  deletionOrder,
  claimsKept,
  adoptedAlive,
  creationsTold,
  endAnnounced,
  ttlKept,
  writesAccepted,
  finalizersGone,
  countsTrue,
  settled,
  forbidKept,
  replaceKept,
  suspensionKept,
  madeOnce,
  latestStart,
  startNoted,
  noneMissed,
  startingDeadlineKept,
  historyKept,
  activeTrue,
  successNoted,
  roomKept,
  boundOnce,
  preemptedLower,
  phaseFinal,
  restartsCounted,
  restartBackoff,
  cordonKept,
];
