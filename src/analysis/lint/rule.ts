/** What a lint rule is: it checks one Job as the API server would store it. */

import type { FieldPath } from "../../api/field-path.ts";
import type { JsonObject } from "../../api/json.ts";
import type { Job } from "../../api/types.ts";
import type { PodRules } from "../../kubelet/behaviour/rules.ts";
import type { Release } from "../../simulation/releases/releases.ts";
import type { Validity } from "../../simulation/releases/validity.ts";
import type { Switches } from "../../simulation/switches.ts";

/**
 * `error`: the Job is refused, or cannot do what it is for. `danger`: it will cause trouble in production, with a
 * number that shows it. `advice`: it works as it is, but could be better.
 */
export type Severity = "error" | "danger" | "advice";

/** Severities, most severe first. */
export const SEVERITIES: readonly Severity[] = ["error", "danger", "advice"];

/** What a rule has to say about one Job. */
export interface Remark {
  /** The field that it is about; an absent one is shown where it would be. */
  readonly path: FieldPath;
  /** One sentence with the numbers of this Job. */
  readonly message: string;
  /** What to write instead, if it differs from the advice of the rule. */
  readonly change?: string;
  /** How severe this finding is, if it differs from the rule. */
  readonly severity?: Severity;
  /** Where the documentation says more about this finding. */
  readonly page?: string;
}

/** A Job in one release. */
export interface JobInRelease {
  readonly release: Release;
  readonly switches: Switches;
  readonly manifest: JsonObject;
  /** As its user wrote it, without defaults, with fields that the release does not have. */
  readonly written: Job;
  /** As the API server of the release stores it. */
  readonly job: Job;
  /** How its pods behave, if a scenario says so. */
  readonly pods?: PodRules;
}

/** What all kinds of rules have. */
export interface RuleFacts {
  /** `JS101`: appears in output and in comments that disable it, and names its section of the page. */
  readonly id: string;
  readonly severity: Severity;
  /** A few words. */
  readonly title: string;
  /** Why it matters, for the page: what Kubernetes does. */
  readonly why: string;
  /** What to do about it. */
  readonly advice: string;
  /** Where Kubernetes' own documents or issues discuss it. */
  readonly source?: string;
  /** Since which release it applies, and what it says about older ones. */
  readonly validity: Validity;
}

/** A rule about a Job in one release. */
export interface LintRule extends RuleFacts {
  /** @param job with the defaults of the release, and without fields that it does not have */
  check(job: Job, inRelease: JobInRelease): readonly Remark[];
}

/** A rule about what differs between releases. */
export interface RangeRule extends RuleFacts {
  /** @param views the same Job in each release of a range of two or more, oldest first */
  compare(views: readonly JobInRelease[]): readonly Remark[];
}

/** A field of the spec. */
export function inSpec(...steps: readonly (string | number)[]): FieldPath {
  return ["spec", ...steps];
}

/** A number with its noun: `1 pod`, `2 pods`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? noun : plural}`;
}
