/** JS301 to JS305 and JS311: schedules that never fire, or not when people expect. */

import { NO_TIME_MS, nextTimeMs } from "../../../api/schedule/next-time.ts";
import { clockChanges, timesWithin, YEAR_MS } from "../../cron-jobs/clock-changes.ts";
import { inSpec } from "../rule.ts";
import { type CronRule, SCHEDULE } from "./cron-rule.ts";

export const neverFires: CronRule = {
  id: "JS301",
  severity: "error",
  title: "the schedule never fires",
  why:
    "Kubernetes accepts a date such as 31 February: the CronJob is stored, and the controller only " +
    "reports InvalidSchedule when it processes it. No Job is ever created.",
  advice: "Write a day that the month has.",
  validity: {},
  check: ({ cronJob, schedule, fromMs }) =>
    nextTimeMs(schedule, fromMs) === NO_TIME_MS
      ? [{ path: SCHEDULE, message: `${JSON.stringify(cronJob.spec.schedule)} does not occur within five years` }]
      : [],
};

export const eitherDay: CronRule = {
  id: "JS302",
  severity: "danger",
  title: "days of the month and of the week are alternatives",
  why:
    "If neither the third nor the fifth field is a star, a day that matches either of them is enough: 0 0 13 " +
    "* 5 runs on every 13th and on every Friday.",
  advice: "Make one of them a star, and let the program check the other.",
  validity: {},
  check({ cronJob, schedule }) {
    if (schedule.kind !== "clock" || schedule.bothDays) return [];
    const [, , ofMonth = "", , ofWeek = ""] = fieldsOf(cronJob.spec.schedule);
    return [
      { path: SCHEDULE, message: `it runs on days of the month ${ofMonth}, and also on days of the week ${ofWeek}` },
    ];
  },
};

/** Names of the first two fields, and how many values each has. */
const STEPPED = [
  ["minutes", 60],
  ["hours", 24],
] as const;

export const unevenStep: CronRule = {
  id: "JS303",
  severity: "advice",
  title: "a step does not divide its range",
  why:
    "A step counts from the beginning of each hour or day and starts over there: */45 runs at minute 0 and " +
    "45, so alternately 45 and 15 minutes apart.",
  advice: "Choose a step that divides 60 or 24, or @every, which counts from the last run.",
  validity: {},
  check({ cronJob }) {
    const fields = fieldsOf(cronJob.spec.schedule);
    return STEPPED.flatMap(([unit, range], at) => {
      const step = Number(/^[*?]\/(\d+)$/.exec(fields[at] ?? "")?.[1] ?? 1);
      if (step < 2 || range % step === 0) return [];
      const last = range - (range % step === 0 ? step : range % step);
      const message = `${fields[at]} ${unit} starts over: after ${last} comes 0, which is ${range - last} and not ${step} later`;
      return [{ path: SCHEDULE, message }];
    });
  },
};

export const clockChange: CronRule = {
  id: "JS304",
  severity: "danger",
  title: "a daylight saving change skips or doubles a run",
  why:
    "A local time within the hour that is skipped does not occur on that day, and one within the hour " +
    "that is repeated can occur twice. The controller searches by local time in spec.timeZone.",
  advice: "Choose a time outside of 01:00 to 03:00, or a zone without daylight saving such as UTC.",
  validity: {},
  check({ schedule, fromMs }) {
    if (schedule.kind !== "clock" || schedule.hours.every((matches) => matches === 1)) return [];
    return clockChanges(schedule.zone, fromMs, fromMs + YEAR_MS).flatMap((change) => {
      const times = timesWithin(schedule, change);
      const [first] = times;
      if (first === undefined) return [];
      const what = change.kind === "gap" ? "does not come" : "comes twice";
      return [{ path: SCHEDULE, message: `the run at ${first} in ${schedule.zone.name} ${what}` }];
    });
  },
};

export const countsFromLast: CronRule = {
  id: "JS305",
  severity: "advice",
  title: "@every counts from the last run, not by the clock",
  why:
    "@every 1h runs an hour after the CronJob was created, and then an hour after each scheduled time: all " +
    "CronJobs that are applied together run together, and not on the hour.",
  advice: "Write five fields for fixed times of day.",
  validity: {},
  check: ({ schedule }) =>
    schedule.kind === "delay"
      ? [{ path: SCHEDULE, message: `it runs every ${schedule.delaySeconds}s, counted from its creation` }]
      : [],
};

export const deadlineWithinDelay: CronRule = {
  id: "JS311",
  severity: "error",
  title: "@every with a shorter starting deadline never runs",
  why:
    "The controller looks for missed times from startingDeadlineSeconds ago on, and @every counts from there: if " +
    "the deadline is shorter than the delay, the next time is always still to come. No Job is ever created.",
  advice: "Leave startingDeadlineSeconds out, make it at least the delay, or write five fields.",
  validity: {},
  check({ cronJob, schedule }) {
    const { startingDeadlineSeconds: seconds } = cronJob.spec;
    if (schedule.kind !== "delay" || seconds === undefined || seconds >= schedule.delaySeconds) return [];
    const message = `it runs every ${schedule.delaySeconds}s, and looks back ${seconds}s: no Job is ever created`;
    return [{ path: inSpec("startingDeadlineSeconds"), message }];
  },
};

function fieldsOf(schedule: string): readonly string[] {
  return schedule.trim().split(/\s+/);
}
