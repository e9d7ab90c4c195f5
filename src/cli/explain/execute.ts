/** `jobsim explain`: plays a run and says which rule caused what. */

import { explanations, whyNot } from "../../analysis/explain/explanations.ts";
import { readRun } from "../../analysis/read-run.ts";
import { type Decision, RULES, type RuleId } from "../../controller/job/rules.ts";
import { explainText, rulePage } from "../../report/explain/explain-text.ts";
import { styleFor } from "../../report/style.ts";
import { formatSpan } from "../../report/times.ts";
import { isFault } from "../../scenario/checked.ts";
import { parseDuration } from "../../scenario/duration.ts";
import { formatProblem, InputError } from "../../scenario/problem.ts";
import type { JobRef } from "../../simulation/plan.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import type { Environment } from "../environment.ts";
import { EXIT_BAD_INPUT, EXIT_INTERRUPTED, EXIT_OK } from "../exit-codes.ts";
import { play } from "../run/play.ts";
import { readInput } from "../run/read-input.ts";
import type { RunFlags } from "../run/run-flags.ts";

/** The flags of `jobsim explain` as the command line gives them. */
export interface ExplainFlags
  extends Pick<
    RunFlags,
    "run" | "exit" | "start" | "ready" | "schedule" | "seed" | "kubernetes" | "set" | "until" | "color"
  > {
  readonly job?: string;
  readonly pod?: string;
  readonly at?: string;
  readonly whyNot?: boolean;
}

/**
 * Runs `jobsim explain`.
 *
 * @param files paths, or - for standard input; or the name of a rule
 * @returns the exit code
 */
export async function executeExplain(
  files: readonly string[],
  flags: ExplainFlags,
  environment: Environment,
): Promise<number> {
  const { stdout, stderr, variables } = environment;
  const [first] = files;
  if (first !== undefined && isRule(first)) {
    stdout.write(rulePage(first));
    return EXIT_OK;
  }
  const decisions: Decision[] = [];
  try {
    const atMs = momentOf(flags.at);
    const loaded = await readInput(files, { ...flags, output: "text" }, environment);
    for (const warning of loaded.warnings) stderr.write(`warning: ${formatProblem(warning)}\n`);
    const onDecision = (decision: Decision) => decisions.push(decision);
    const { simulation, ending } = await play(loaded.plan, environment, { onDecision });
    if (ending === "interrupted") return EXIT_INTERRUPTED;
    const style = styleFor(flags.color && stdout.isTerminal && !variables.noColor);
    const lines = linesFor(simulation, decisions, flags, atMs, style);
    stdout.write(lines.map((line) => `${line}\n`).join(""));
    return EXIT_OK;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    stderr.write(`${error.format()}\n`);
    return EXIT_BAD_INPUT;
  }
}

function isRule(text: string): text is RuleId {
  return Object.hasOwn(RULES, text);
}

function momentOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const time = parseDuration(text);
  if (isFault(time)) throw new InputError([{ file: `--at ${text}`, message: time.problem }]);
  return time.value;
}

function linesFor(
  simulation: Simulation,
  decisions: readonly Decision[],
  flags: ExplainFlags,
  atMs: number | undefined,
  style: ReturnType<typeof styleFor>,
): string[] {
  const { identities, plan } = simulation;
  if (flags.whyNot !== true) {
    const found = explanations(decisions, identities, { job: flags.job, pod: flags.pod, untilMs: atMs });
    return found.length === 0 ? ["no rule has anything to say about that"] : explainText(found, plan.epochMs, style);
  }
  const momentMs = atMs ?? simulation.loop.nowMs;
  const { jobs } = readRun(simulation);
  const finished = ({ namespace, name }: JobRef) =>
    jobs.some((job) => job.namespace === namespace && job.name === name && (job.finishedMs ?? Infinity) <= momentMs);
  const found = whyNot(decisions, identities, momentMs, finished).filter(
    ({ job }) => flags.job === undefined || job.name === flags.job,
  );
  if (found.length === 0) return ["nothing is held back: every Job has finished, or its next step is under way"];
  const pending = jobs.flatMap(({ pods }) =>
    pods.filter(({ createdMs, runningMs = Infinity, endedMs = Infinity }) => {
      return createdMs <= momentMs && momentMs < Math.min(runningMs, endedMs);
    }),
  );
  const waiting = pending.map(({ label, createdMs }) => `pod ${label} is Pending since +${formatSpan(createdMs)}`);
  return [...explainText(found, plan.epochMs, style), ...waiting];
}
