/** Checks Jobs before anything runs, as one release of Kubernetes has them, or each of several. */

import { decodeJob } from "../../api/decode-object.ts";
import { defaultJob } from "../../api/defaults.ts";
import { formatPath } from "../../api/field-path.ts";
import { readJob, withoutDroppedFields } from "../../api/release-fields.ts";
import type { LoadedScenario } from "../../scenario/load.ts";
import type { LoadedJob } from "../../scenario/loaded-job.ts";
import type { SourcePosition } from "../../scenario/problem.ts";
import { spanText } from "../../simulation/releases/release-words.ts";
import { NEWEST_RELEASE, type Release, switchesOfPlan } from "../../simulation/releases/releases.ts";
import { sinceOf } from "../../simulation/releases/validity.ts";
import type { Switches } from "../../simulation/switches.ts";
import { refusals } from "../refusals.ts";
import { remarksOnCronJob, templateJobOf } from "./cron-jobs/lint-cron-job.ts";
import { DisablingComments, isDisabledByJob } from "./disable.ts";
import { REFUSED } from "./refused.ts";
import { LINT_RULES, RANGE_RULES } from "./registry.ts";
import type { JobInRelease, LintRule, Remark, RuleFacts, Severity } from "./rule.ts";

/** A finding and its position. */
export interface Finding extends SourcePosition {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  /** Name of the Job; absent if the API server generates it. */
  readonly job?: string;
  /** The field that it is about. */
  readonly path: string;
  readonly message: string;
  /** What to do. */
  readonly advice: string;
  /** What to write, if that can be said. */
  readonly change?: string;
  /** Since which release the rule applies; absent if it applies in all known ones. */
  readonly since?: string;
  /** The releases in which it applies, if several were checked and it is not all of them; oldest first. */
  readonly releases?: readonly Release[];
  /** The same in words: `until 1.30`. */
  readonly span?: string;
  /** Where to read more about it than on the page of its rule. */
  readonly page?: string;
}

/** What is checked: Jobs, and the releases that they may meet. */
export interface LintSubject extends Pick<LoadedScenario, "workloads" | "jobs" | "cronJobs" | "plan"> {
  /** Oldest first; the release of the plan if absent. */
  readonly releases?: readonly Release[];
}

/**
 * Looks at all Jobs of a scenario, or of manifests.
 *
 * @param subject a scenario as `loadScenario` gives it
 * @param textOf the text of a file that the scenario was read from, for comments that disable findings
 * @returns what is not disabled, in the order of the files
 * @example
 * const findings = lintScenario(loaded, (file) => readFileSync(file, "utf8"));
 */
export function lintScenario(subject: LintSubject, textOf: (file: string) => string | undefined): readonly Finding[] {
  const comments = new Map<string, DisablingComments>();
  const isDisabled = ({ id, file, line }: Finding) => {
    const known = comments.get(file) ?? new DisablingComments(textOf(file) ?? "");
    comments.set(file, known);
    return known.disables(id, line);
  };
  const releases = releasesOf(subject);
  const found = [
    ...refused(subject),
    ...subject.jobs.flatMap((job) => lintJob(job, subject)),
    ...subject.cronJobs.flatMap((cronJob) => lintCronJob(cronJob, subject)),
  ];
  const shown = joined(found, releases).filter((finding) => !isDisabled(finding));
  return inOrderOfFile(shown);
}

/** A finding of one release, or of the range as a whole. */
type Raw = Omit<Finding, "releases" | "span"> & { readonly release?: Release };

function releasesOf({ plan, releases }: LintSubject): readonly Release[] {
  return releases ?? [plan.kubernetes ?? NEWEST_RELEASE];
}

function refused(subject: LintSubject): Raw[] {
  const { workloads, plan } = subject;
  return releasesOf(subject).flatMap((release) =>
    refusals(workloads, { ...plan, kubernetes: release }).map(
      ({ path = "", ...problem }): Raw => ({ ...problem, ...factsOf(REFUSED), path, release }),
    ),
  );
}

/** What a rule says about a Job in one release; without positions. */
export function remarksOn(inRelease: JobInRelease, rule: LintRule): readonly Remark[] {
  return isDisabledByJob(rule.id, inRelease.job) ? [] : rule.check(inRelease.job, inRelease);
}

/** A Job as one release sees it. */
export function jobIn(manifest: LoadedJob["manifest"], release: Release, switches: Switches): JobInRelease {
  const written = decodeJob(manifest);
  const defaulted = defaultJob(readJob(manifest, switches).object, switches);
  const kept = { ...defaulted, spec: withoutDroppedFields(defaulted.spec, switches) };
  // Reading back from storage fills in defaults once more.
  return { release, switches, manifest, written: written.object, job: defaultJob(kept, switches) };
}

/** What is said about the CronJob itself, and about the Jobs that it makes. */
function lintCronJob(cronJob: LoadedJob, subject: LintSubject): Raw[] {
  const { ref, place } = cronJob;
  const own = remarksOnCronJob(cronJob, subject.plan).map(
    ({ rule, remark: { path, ...said } }): Raw => ({
      ...place(path),
      ...factsOf(rule),
      ...(ref === undefined ? {} : { job: ref.name }),
      path: formatPath(path),
      ...said,
    }),
  );
  const ofJobs = lintJob(templateJobOf(cronJob), subject);
  return [...own, ...ofJobs.map((raw) => ({ ...raw, path: `spec.jobTemplate.${raw.path}` }))];
}

function lintJob({ manifest, ref, place }: LoadedJob, subject: LintSubject): Raw[] {
  const { plan } = subject;
  const told = plan.pods === undefined ? {} : { pods: plan.pods };
  const views = releasesOf(subject).map(
    (release): JobInRelease => ({
      ...jobIn(manifest, release, switchesOfPlan({ ...plan, kubernetes: release })),
      ...told,
    }),
  );
  const rawOf = (rule: RuleFacts, { path, ...said }: Remark): Raw => ({
    ...place(path),
    ...factsOf(rule),
    ...(ref === undefined ? {} : { job: ref.name }),
    path: formatPath(path),
    ...said,
  });
  const perRelease = views.flatMap((view) =>
    LINT_RULES.flatMap((rule) =>
      remarksOn(view, rule).map((remark): Raw => ({ ...rawOf(rule, remark), release: view.release })),
    ),
  );
  const [newest] = views.slice(-1);
  if (views.length < 2 || newest === undefined) return perRelease;
  const asked = RANGE_RULES.filter(({ id }) => !isDisabledByJob(id, newest.job));
  return [...perRelease, ...asked.flatMap((rule) => rule.compare(views).map((remark) => rawOf(rule, remark)))];
}

function factsOf({ id, severity, title, advice, validity }: RuleFacts) {
  const since = sinceOf(validity);
  return { id, severity, title, advice, ...(since === undefined ? {} : { since }) };
}

/**
 * Several releases, and copies of one Job, give the same message at the same place: one finding, with the releases.
 */
function joined(found: readonly Raw[], among: readonly Release[]): Finding[] {
  const byText = new Map<string, { finding: Finding; releases: Set<Release> }>();
  for (const { release, ...finding } of found) {
    const { id, file, line, column, path, message, change } = finding;
    const key = JSON.stringify([id, file, line, column, path, message, change]);
    const known = byText.get(key) ?? { finding, releases: new Set<Release>() };
    if (release !== undefined) known.releases.add(release);
    byText.set(key, known);
  }
  return [...byText.values()].map(({ finding, releases }) => {
    const where = among.filter((release) => releases.has(release));
    const isEverywhere = where.length === 0 || where.length === among.length;
    return isEverywhere ? finding : { ...finding, releases: where, span: spanText(where, among) };
  });
}

/** Files in the order in which they were first named; within one place, rules in the order of their ids. */
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
