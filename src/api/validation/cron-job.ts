/**
 * Validation of a CronJob on create and update (batch validation, `ValidateCronJobCreate`, `…Update`), except for the
 * metadata rules of all objects.
 */
import type { FieldError, FieldPath } from "../field-path.ts";
import { parseSchedule } from "../schedule/parse-schedule.ts";
import { loadZone, zoneProblem } from "../schedule/zone.ts";
import { type ApiSwitches, CURRENT_API } from "../switches.ts";
import type { CronJob, CronJobSpec, JobTemplateSpec } from "../types.ts";
import { checkNonNegative, invalid, required, unsupported } from "./errors.ts";
import { validateSpecWithoutSelector } from "./job-spec.ts";
import { byteLength } from "./names.ts";
import { inWordsOf } from "./release-texts.ts";
import { selectorValue } from "./values.ts";

/** Names of Jobs have at most 63 bytes, and each run appends a dash and up to ten digits to the name of the CronJob. */
export const MAX_CRON_JOB_NAME = 52;
const CONCURRENCY_POLICIES = ["Allow", "Forbid", "Replace"];
const ZONE_PART = /^[A-Za-z._0-9+-]{1,14}$/;

const SPEC: FieldPath = ["spec"];
const SCHEDULE: FieldPath = [...SPEC, "schedule"];
const TIME_ZONE: FieldPath = [...SPEC, "timeZone"];
const JOB_TEMPLATE: FieldPath = [...SPEC, "jobTemplate"];

/**
 * Validates a new CronJob.
 *
 * @param cronJob decoded and defaulted, with its name and UID
 * @param switches what the release checks
 * @returns all violated rules in the API server's order; empty if the CronJob is valid
 */
export function validateNewCronJob(cronJob: CronJob, switches: ApiSwitches = CURRENT_API): FieldError[] {
  const { name } = cronJob.metadata;
  const errors = validateSpec(cronJob.spec, switches, {
    zoneInSchedule: switches.zoneInSchedule === "allowed",
    checksZone: true,
  });
  if (byteLength(name) > MAX_CRON_JOB_NAME) {
    errors.push(invalid(["metadata", "name"], name, `must be no more than ${MAX_CRON_JOB_NAME} characters`));
  }
  return inWordsOf(switches, errors);
}

/**
 * Validates an update: an existing zone in the schedule may stay, and an unchanged zone is not checked.
 *
 * @param next the new CronJob, decoded and defaulted
 * @param stored the stored CronJob
 * @param switches what the release checks
 * @returns all violated rules in the API server's order; empty if the update is valid
 */
export function validateChangedCronJob(
  next: CronJob,
  stored: CronJob,
  switches: ApiSwitches = CURRENT_API,
): FieldError[] {
  const checksZone = next.spec.timeZone !== stored.spec.timeZone;
  const rules = { zoneInSchedule: namesZone(stored.spec.schedule), checksZone };
  return inWordsOf(switches, validateSpec(next.spec, switches, rules));
}

/** Whether the schedule includes a time zone; Kubernetes only looks for these letters. */
export function namesZone(schedule: string): boolean {
  return schedule.includes("TZ");
}

interface SpecRules {
  /** Whether the schedule may include a zone. */
  readonly zoneInSchedule: boolean;
  readonly checksZone: boolean;
}

function validateSpec(spec: CronJobSpec, switches: ApiSwitches, rules: SpecRules): FieldError[] {
  return [
    ...validateSchedule(spec, rules.zoneInSchedule),
    ...checkNonNegative(spec.startingDeadlineSeconds, [...SPEC, "startingDeadlineSeconds"]),
    ...(rules.checksZone ? validateTimeZone(spec.timeZone) : []),
    ...validateConcurrencyPolicy(spec.concurrencyPolicy),
    ...validateJobTemplate(spec.jobTemplate, switches),
    ...checkNonNegative(spec.successfulJobsHistoryLimit, [...SPEC, "successfulJobsHistoryLimit"]),
    ...checkNonNegative(spec.failedJobsHistoryLimit, [...SPEC, "failedJobsHistoryLimit"]),
  ];
}

function validateSchedule({ schedule, timeZone }: CronJobSpec, mayNameZone: boolean): FieldError[] {
  if (schedule === "") return [required(SCHEDULE)];
  const parsed = parseSchedule(schedule);
  const errors = "problem" in parsed ? [invalid(SCHEDULE, schedule, parsed.problem)] : [];
  if (!namesZone(schedule)) return errors;
  if (!mayNameZone) {
    errors.push(invalid(SCHEDULE, schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"));
  } else if (timeZone !== undefined) {
    errors.push(invalid(SCHEDULE, schedule, "cannot use both timeZone field and TZ or CRON_TZ in schedule"));
  }
  return errors;
}

function validateTimeZone(timeZone: string | undefined): FieldError[] {
  if (timeZone === undefined) return [];
  if (timeZone === "") return [invalid(TIME_ZONE, timeZone, "timeZone must be nil or non-empty string")];
  const isWrong = (part: string) => part === "." || part === ".." || part.startsWith("-") || !ZONE_PART.test(part);
  if (timeZone.split("/").some(isWrong)) return [invalid(TIME_ZONE, timeZone, `unknown time zone ${timeZone}`)];
  const errors: FieldError[] = [];
  if (timeZone.toLowerCase() === "local") {
    const detail = "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones";
    errors.push(invalid(TIME_ZONE, timeZone, detail));
  }
  if (loadZone(timeZone) === undefined) errors.push(invalid(TIME_ZONE, timeZone, zoneProblem(timeZone)));
  return errors;
}

function validateConcurrencyPolicy(policy: string | undefined): FieldError[] {
  const path = [...SPEC, "concurrencyPolicy"];
  if (policy === undefined) return [required(path)];
  return CONCURRENCY_POLICIES.includes(policy) ? [] : [unsupported(path, policy, CONCURRENCY_POLICIES)];
}

/** The checks of `ValidateJob` without metadata; selectors are only generated for Jobs, not for templates. */
function validateJobTemplate({ spec }: JobTemplateSpec, switches: ApiSwitches): FieldError[] {
  const errors: FieldError[] = [];
  if (spec.selector !== undefined) {
    const path = [...JOB_TEMPLATE, "spec", "selector"];
    errors.push(invalid(path, selectorValue(spec.selector), "`selector` will be auto-generated"));
  }
  if (spec.manualSelector === true) {
    errors.push(unsupported([...JOB_TEMPLATE, "spec", "manualSelector"], true, ["nil", "false"]));
  }
  const ofSpec = validateSpecWithoutSelector(spec, switches);
  return [...errors, ...ofSpec.map((error) => ({ ...error, path: [...JOB_TEMPLATE, ...error.path] }))];
}
