/**
 * What a sync decided, by the name of the rule. The controller reports the rule where it decides, so that explanations
 * cannot drift from the code; what the rules say is in analysis/explain/rules.
 */

export const RULE_IDS = [
  "job-started",
  "managed-elsewhere",
  "pods-created",
  "enough-pods",
  "work-queue-done",
  "backoff-of-job",
  "backoff-of-index",
  "replaced-after-termination",
  "surplus-removed",
  "suspended-pods-removed",
  "suspended",
  "resumed",
  "expectations-open",
  "cache-behind",
  "backoff-limit",
  "backoff-limit-on-failure",
  "deadline-passed",
  "fail-job-rule",
  "max-failed-indexes",
  "failed-indexes",
  "success-policy",
  "completions-reached",
  "index-failed",
  "verdict-pods-deleted",
  "waits-for-termination",
  "counted-failed",
  "failure-ignored",
  "counting-postponed",
  "count-capped",
] as const;

export type RuleId = (typeof RULE_IDS)[number];

/** Whether a text is the name of a rule. */
export function isRuleId(text: string): text is RuleId {
  return RULE_IDS.some((id) => id === text);
}

/** The numbers of one decision; `pod` is a UID, instants are milliseconds since 1970. */
export type RuleNumbers = Readonly<Record<string, number | string>>;

/** One decision of a sync. */
export interface Decision {
  /** Virtual milliseconds since the run began. */
  readonly timeMs: number;
  /** `namespace/name` of the Job. */
  readonly key: string;
  readonly rule: RuleId;
  readonly numbers: RuleNumbers;
}

export type OnDecision = (decision: Decision) => void;

/** Called with each decision of a sync. */
export type Because = (key: string, rule: RuleId, numbers: RuleNumbers) => void;
