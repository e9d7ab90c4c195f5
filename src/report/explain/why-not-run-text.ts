/** Why CronJobs did not run, for people. */

import { formatShortSpan } from "../../analysis/times.ts";
import type { RunAnswer } from "../../analysis/why-not/run-answer.ts";
import { PLAIN, type Style } from "../style.ts";

/** How many CronJobs are answered one by one. */
const MOST = 20;

/**
 * Prints the answers, a few lines each.
 *
 * @returns lines without line breaks
 */
export function whyNotRunText(answers: readonly RunAnswer[], style: Style = PLAIN): string[] {
  const more = answers.length - MOST;
  return [
    ...answers.slice(0, MOST).flatMap((answer) => answerText(answer, style)),
    ...(more > 0 ? [style.dim(`… and ${more} more CronJobs; --job NAME asks for one`)] : []),
  ];
}

function answerText({ cronJob, scheduled, atMs, cause, text, details }: RunAnswer, style: Style): string[] {
  const name = cronJob.namespace === "default" ? cronJob.name : `${cronJob.namespace}/${cronJob.name}`;
  const when = scheduled === undefined ? "" : ` at ${scheduled}`;
  const virtual = atMs === undefined ? "" : style.dim(` (+${formatShortSpan(atMs)})`);
  const isGood = cause === "started";
  return [
    `CronJob ${style.name(name)}${when}${virtual}: ${isGood ? text : style.warn(text)}`,
    ...details.map((detail) => `  ${detail}`),
  ];
}
