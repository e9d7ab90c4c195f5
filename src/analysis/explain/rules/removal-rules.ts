/** Rules of the Job controller: which pods are removed without a verdict, and suspension. */

import type { RuleId } from "../../../controller/job/decisions.ts";
import type { Former } from "../../../simulation/releases/validity.ts";
import type { Rule } from "./rule.ts";

const DELETED_IN_STATUS: Former = {
  where: { deletedLowersReady: false },
  text: "the write of the sync that removes pods still counts them as ready, and not as terminating",
};

export const REMOVAL_RULES = {
  "surplus-removed": {
    title: "Pods that are not wanted are removed",
    text: "{count} removed, not counted as failed: {active} active, {wanted} wanted",
    kind: "acts",
    source: "spec.parallelism",
    more:
      "Their finalizer goes first, so that they never count. Unscheduled and Pending pods go before running " +
      "ones, newer before older. Pods of an Indexed Job whose index is out of range, or taken twice, go too.",
    formerly: [
      DELETED_IN_STATUS,
      {
        where: { sidecarDeletionOrder: false },
        text: "restarts of sidecars do not decide which pod goes first",
      },
      { where: { elasticIndexed: false }, text: "completions of an Indexed Job cannot be lowered" },
    ],
  },
  "suspended-pods-removed": {
    title: "A suspended Job has no pods",
    text: "{count} removed, not counted as failed: the Job is suspended",
    kind: "acts",
    source: "spec.suspend",
    more: "The work of these pods is lost, but not a retry: they lose their finalizer before they are deleted.",
    formerly: [DELETED_IN_STATUS],
  },
  suspended: {
    title: "The Job is suspended",
    text: "condition Suspended=True: spec.suspend is true, and the deadline stops",
    kind: "waits",
    source: "spec.suspend",
    more: "startTime is cleared, and set again when the Job is resumed. Its pods are deleted.",
    formerly: [
      {
        where: { suspendClearsStartTime: false },
        text: "startTime is kept, so a resumed Job can immediately be past its deadline",
      },
    ],
  },
  resumed: {
    title: "The Job is resumed",
    text: "condition Suspended=False: spec.suspend is false, and startTime is now",
    kind: "acts",
    source: "spec.suspend",
    more: "The deadline counts again from here; failures so far stay counted.",
    formerly: [
      {
        where: { suspendClearsStartTime: false },
        text: "the deadline is checked with the old startTime first: a Job that was suspended for longer fails instead",
      },
    ],
  },
} as const satisfies Partial<Record<RuleId, Rule>>;
