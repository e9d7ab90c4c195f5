/** `jobsim run --quiet`: a line for each Job and CronJob, of a run of which nothing else is kept. */

import { fleetFigures, isFleet } from "../../analysis/fleet/fleet.ts";
import type { RunOutcomes } from "../../analysis/follow-outcomes.ts";
import type { RunSummary } from "../../analysis/summary.ts";
import { figuresText, latenessText } from "../../report/cron-jobs/figures-text.ts";
import { fleetLine } from "../../report/fleet/fleet-text.ts";
import { outcomeText } from "../../report/summary-text.ts";
import type { Environment } from "../environment.ts";
import { noteCutShort } from "./cut-short.ts";
import type { FollowedRun } from "./follow.ts";
import type { PlayedInput } from "./play-loaded.ts";
import { remarks } from "./remarks.ts";

/** Prints a line for each CronJob, and for each Job that has none; the totals of more than people read. */
export function printOutcomes(
  played: PlayedInput,
  { outcomes, refused }: Extract<FollowedRun, { kind: "outcomes" }>,
  name: string | undefined,
  environment: Environment,
): RunSummary {
  const { stdout, stderr } = environment;
  const { summary } = outcomes;
  noteCutShort(played, environment);
  stdout.write(
    linesOf(outcomes, name)
      .map((line) => `${line}\n`)
      .join(""),
  );
  const notes = [...refused, ...remarks(played, summary)];
  stderr.write(notes.map((note) => `note: ${note}\n`).join(""));
  return summary;
}

function linesOf({ account, jobs, cronJobs, summary }: RunOutcomes, name: string | undefined): string[] {
  if (cronJobs.length === 0 && name === undefined && isFleet(account)) {
    return [fleetLine(fleetFigures(account, summary.seed))];
  }
  const asked = name === undefined || cronJobs.length > 0 ? jobs : jobs.filter((job) => job.name === name);
  return [
    ...asked.map((job) => `${job.namespace}/${job.name}: ${outcomeText(job)}`),
    ...cronJobs.map(({ namespace, name: cronJob, figures }) => {
      const lateness = latenessText(figures);
      return `${namespace}/${cronJob}: ${figuresText(figures)}${lateness === "" ? "" : `; ${lateness}`}`;
    }),
  ];
}
