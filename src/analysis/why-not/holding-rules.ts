/** The rules by which the Job controller itself holds a Job back. */

import type { Decision, RuleId } from "../../controller/job/decisions.ts";
import type { PodIdentities } from "../../simulation/pod-identities.ts";
import { whyNot } from "../explain/explanations.ts";
import { explanationText } from "../explain/rule-sentence.ts";
import { RULES } from "../explain/rules/rules.ts";
import type { FoundHindrance } from "./hindrance.ts";
import type { JobAtMoment, Moment } from "./moment.ts";

/** Reported with whoever caused it. */
const TOLD_ELSEWHERE: ReadonlySet<RuleId> = new Set(["suspended", "managed-elsewhere"]);

const ENDS: Readonly<Partial<Record<RuleId, string>>> = {
  "enough-pods": "when one of these pods ends",
  "work-queue-done": "when the pods that run have ended",
  "replaced-after-termination": "when the pods that terminate have ended",
  "waits-for-termination": "when the pods that terminate have ended",
  "expectations-open": "when the controller's watch shows them, or after five minutes",
  "cache-behind": "when the controller's watch shows its own writes",
  "counting-postponed": "when a replacement is seen",
  "count-capped": "with the next sync, a second later",
};

/**
 * The rules that hold a Job back at the moment.
 *
 * @param decisions of this Job
 */
export function holdingRules(
  decisions: readonly Decision[],
  { ref }: JobAtMoment,
  { atMs, plan: { epochMs } }: Moment,
  identities: Pick<PodIdentities, "label">,
): FoundHindrance[] {
  return whyNot(decisions, identities, atMs, () => false).flatMap((found): FoundHindrance[] => {
    const { rule, numbers } = found;
    const until = numbers.untilAt;
    const untilMs = typeof until === "number" ? until - epochMs : undefined;
    if (TOLD_ELSEWHERE.has(rule) || (untilMs !== undefined && untilMs <= atMs)) return [];
    if (found.job.name !== ref.name) return [];
    return [
      {
        holder: "Job controller",
        cause: "rule",
        rule,
        numbers,
        sinceMs: sinceMs(decisions, rule, found.atMs),
        text: explanationText(found, epochMs),
        ends: ENDS[rule] ?? RULES[rule].title,
        ...(untilMs === undefined ? {} : { endsMs: untilMs, ends: "when that time has come" }),
      },
    ];
  });
}

/** When the rule began to hold: since the last pods were created it has been repeated. */
function sinceMs(decisions: readonly Decision[], rule: RuleId, latestMs: number): number {
  let since = latestMs;
  for (const decision of decisions.toReversed()) {
    if (decision.timeMs > latestMs) continue;
    if (decision.rule === "pods-created" || decision.rule === "job-started") break;
    if (decision.rule === rule) since = decision.timeMs;
  }
  return since;
}
