/** `jobsim explain`: plays a run and says which rule caused what. */

import { answerOf, type ExplainAnswer } from "../../analysis/explain/answer.ts";
import { fieldNotes } from "../../analysis/field-classes/notes.ts";
import { isProgress } from "../../analysis/why-not/hindrance.ts";
import { isRuleId, type RuleId } from "../../controller/job/decisions.ts";
import { explainJson, ruleJson } from "../../report/explain/explain-json.ts";
import { explainText } from "../../report/explain/explain-text.ts";
import { refusedText } from "../../report/explain/refused-text.ts";
import { ruleInRelease, rulePage } from "../../report/explain/rule-pages.ts";
import { rulesText } from "../../report/explain/rules-text.ts";
import { troublesText } from "../../report/explain/troubles-text.ts";
import { whyNotRunText } from "../../report/explain/why-not-run-text.ts";
import { whyNotText } from "../../report/explain/why-not-text.ts";
import { formatted } from "../../report/output-format.ts";
import { type Style, styleFor } from "../../report/style.ts";
import { type AskedTime, parseAskedTime, virtualMsOf } from "../../scenario/asked-time.ts";
import { isFault } from "../../scenario/checked.ts";
import type { LoadedScenario } from "../../scenario/load.ts";
import { InputError } from "../../scenario/problem.ts";
import { parseRelease } from "../../scenario/release.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import type { Environment } from "../environment.ts";
import { EXIT_BAD_INPUT, EXIT_CUT_SHORT, EXIT_INTERRUPTED, EXIT_OK } from "../exit-codes.ts";
import { reportBadInput } from "../input-error.ts";
import { noteCutShort } from "../run/cut-short.ts";
import { missingJob } from "../run/missing-job.ts";
import { playLoaded, printMissing } from "../run/play-loaded.ts";
import type { ExplainFlags } from "./explain-flags.ts";

/**
 * Runs `jobsim explain`.
 *
 * @param files paths, folders or patterns; - is standard input; or the name of a rule
 * @returns the exit code
 */
export async function executeExplain(
  files: readonly string[],
  flags: ExplainFlags,
  environment: Environment,
): Promise<number> {
  const { stdout } = environment;
  const [first] = files;
  try {
    if (first !== undefined && isRuleId(first)) {
      stdout.write(ruleText(first, flags));
      return EXIT_OK;
    }
    const at = momentOf(flags.at);
    const asked = { ...flags, output: "text", events: true } as const;
    const played = await playLoaded(files, asked, environment, { explained: true });
    if (played === undefined) return EXIT_INTERRUPTED;
    noteCutShort(played, environment);
    const { simulation, decisions, loaded } = played;
    const { plan, loop } = simulation;
    const missing = flags.job === undefined ? undefined : missingJob(namesIn(simulation, loaded), flags.job);
    if (missing !== undefined) throw missing;
    const untilMs = at && virtualMsOf(at, plan.epochMs, plan.untilMs ?? loop.nowMs);
    const question = { job: flags.job, pod: flags.pod, untilMs, at };
    stdout.write(
      printed(answerOf(simulation, decisions, question, flags.whyNot === true), loaded.plan, flags, environment),
    );
    const isPart = printMissing(played, environment);
    environment.stderr.write(
      fieldNotes(loaded)
        .map((note) => `note: ${note}\n`)
        .join(""),
    );
    if (played.ending === "full") return EXIT_CUT_SHORT;
    return isPart ? EXIT_BAD_INPUT : EXIT_OK;
  } catch (error) {
    return reportBadInput(error, environment);
  }
}

/** The names that a question can be about: of Jobs and CronJobs, also of those that could not be created. */
function* namesIn({ log }: Simulation, { workloads }: LoadedScenario): Generator<string, void, void> {
  for (const { ref } of workloads) if (ref !== undefined) yield ref.name;
  for (const entry of log.entries) {
    // Among others these are CronJobs that events create.
    if (entry.kind !== "commit" || entry.resource === "pods" || entry.type !== "ADDED") continue;
    yield entry.object.metadata.name;
  }
}

/** The page of a rule; with `--kubernetes`, also whether the rule applies in that release. */
function ruleText(rule: RuleId, { kubernetes, output }: ExplainFlags): string {
  const checked = kubernetes === undefined ? undefined : parseRelease(kubernetes);
  if (checked !== undefined && isFault(checked)) {
    throw new InputError([{ file: `--kubernetes ${kubernetes}`, message: checked.problem }]);
  }
  if (output === "json") return `${JSON.stringify(formatted("rule", ruleJson(rule, checked?.value)), null, 2)}\n`;
  return `${rulePage(rule)}${checked === undefined ? "" : `\n${ruleInRelease(rule, checked.value)}`}`;
}

function momentOf(text: string | undefined): AskedTime | undefined {
  if (text === undefined) return undefined;
  const time = parseAskedTime(text);
  if (isFault(time)) throw new InputError([{ file: `--at ${text}`, message: time.problem }]);
  return time.value;
}

function printed(
  answer: ExplainAnswer,
  plan: SimulationPlan,
  { output, color }: ExplainFlags,
  { stdout, variables }: Environment,
): string {
  if (output === "json") return `${JSON.stringify(formatted("explain", explainJson(answer, plan)), null, 2)}\n`;
  const style = styleFor(color && stdout.isTerminal && !variables.noColor);
  return linesFor(answer, plan, style)
    .map((line) => `${line}\n`)
    .join("");
}

function linesFor(
  { found, hindrances, waited, runs = [], troubles, refused, rules }: ExplainAnswer,
  { epochMs, kubernetes }: SimulationPlan,
  style: Style,
): string[] {
  const named = separated(rulesText(rules, kubernetes, style));
  if (hindrances !== undefined) {
    const ofRuns = whyNotRunText(runs, style);
    if (ofRuns.length > 0 && hindrances.every(isProgress)) return ofRuns;
    return [...ofRuns, ...(ofRuns.length === 0 ? [] : [""]), ...whyNotText(hindrances, waited, style), ...named];
  }
  const below = [...separated(refusedText(refused, style)), ...separated(troublesText(troubles, style))];
  if (found.length === 0) return ["no rule applies to that", ...below];
  return [...explainText(found, epochMs, style), ...below, ...named];
}

function separated(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? lines : ["", ...lines];
}
