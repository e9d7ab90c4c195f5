/** Looks at Jobs before anything runs. */

import { decodeJob } from "../../api/decode-object.ts";
import { defaultJob } from "../../api/defaults.ts";
import { formatPath } from "../../api/field-path.ts";
import type { Job } from "../../api/types.ts";
import type { LoadedScenario } from "../../scenario/load.ts";
import type { LoadedJob } from "../../scenario/loaded-job.ts";
import type { SourcePosition } from "../../scenario/problem.ts";
import { refusals } from "../refusals.ts";
import { DisablingComments, isDisabledByJob } from "./disable.ts";
import { REFUSED } from "./refused.ts";
import { LINT_RULES } from "./registry.ts";
import type { LintRule, Severity } from "./rule.ts";

/** One thing that was found, where it stands. */
export interface Finding extends SourcePosition {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  /** Name of the Job; absent where the API server makes it up. */
  readonly job?: string;
  /** The field that it is about. */
  readonly path: string;
  readonly message: string;
  /** What to do. */
  readonly advice: string;
  /** What to write, where that can be said. */
  readonly change?: string;
}

/**
 * Looks at all Jobs of a scenario, or of manifests.
 *
 * @param scenario as `loadScenario` gives it
 * @param textOf the text of a file that the scenario was read from, for comments that disable findings
 * @returns what is not disabled, in the order of the files
 * @example
 * const findings = lintScenario(loaded, (file) => readFileSync(file, "utf8"));
 */
export function lintScenario(
  { jobs, plan }: Pick<LoadedScenario, "jobs" | "plan">,
  textOf: (file: string) => string | undefined,
): readonly Finding[] {
  const comments = new Map<string, DisablingComments>();
  const isDisabled = ({ id, file, line }: Finding) => {
    const known = comments.get(file) ?? new DisablingComments(textOf(file) ?? "");
    comments.set(file, known);
    return known.disables(id, line);
  };
  const refused = refusals(jobs, plan).map(
    ({ path = "", ...problem }): Finding => ({ ...problem, ...factsOf(REFUSED), path }),
  );
  const found = [...refused, ...jobs.flatMap(lintJob)];
  return inOrderOfFile(withoutCopies(found.filter((finding) => !isDisabled(finding))));
}

/** What the rules say of a Job with defaults; without positions. */
export function remarksOn(job: Job, rule: LintRule) {
  return isDisabledByJob(rule.id, job) ? [] : rule.check(job);
}

function lintJob({ manifest, ref, place }: LoadedJob): Finding[] {
  const job = defaultJob(decodeJob(manifest).object);
  return LINT_RULES.flatMap((rule) =>
    remarksOn(job, rule).map(
      ({ path, message, change }): Finding => ({
        ...place(path),
        ...factsOf(rule),
        ...(ref === undefined ? {} : { job: ref.name }),
        path: formatPath(path),
        message,
        ...(change === undefined ? {} : { change }),
      }),
    ),
  );
}

function factsOf({ id, severity, title, advice }: Omit<LintRule, "check">) {
  return { id, severity, title, advice };
}

/** Copies of one Job say the same at the same place. */
function withoutCopies(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ id, file, line, column, path, message }) => {
    const key = JSON.stringify([id, file, line, column, path, message]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Files in the order in which they were first named; at one place, rules in the order of their ids. */
function inOrderOfFile(findings: readonly Finding[]): readonly Finding[] {
  const ranks = new Map<string, number>();
  for (const { file } of findings) if (!ranks.has(file)) ranks.set(file, ranks.size);
  const rankOf = ({ file }: Finding) => ranks.get(file) ?? 0;
  return findings.toSorted(
    (a, b) =>
      rankOf(a) - rankOf(b) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0) ||
      compare(a.id, b.id),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
