/** A violation that a check found, as one HTML file: the run that leads to it, and what went wrong on the way. */

import { PAGE_SCRIPT } from "#generated/page-script.js";
import { formatShortSpan, formatSpan } from "../../analysis/times.ts";
import type { Decision } from "../../controller/job/decisions.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
// Not from `testing/index.ts`: that loads fast-check, which users of the command may not have.
import type { CheckOptions } from "../../testing/check.ts";
import { INVARIANTS } from "../../testing/invariants/index.ts";
import type { Violation } from "../../testing/invariants/invariant.ts";
import { type Playing, playAsync, played, playNow } from "../../testing/playing.ts";
import { type Replay, type ReplayResult, replaying } from "../../testing/replay.ts";
import { collectRun } from "./collect.ts";
import { escapeHtml } from "./escape.ts";
import { faultMarks, silentFaults } from "./fault-marks.ts";
import { runBody } from "./page.ts";
import { framedPage } from "./page-frame.ts";
import type { ReportData, ReportMark, ReportTransition } from "./report-data.ts";
import { type RecordedTrial, shownRun } from "./violation-run.ts";
import { VIOLATION_STYLE } from "./violation-style.ts";

/** Options of `violationPage`. */
export interface ViolationPageOptions extends Pick<CheckOptions, "invariants" | "controllers" | "kinds"> {
  /** By default the violated invariant. */
  readonly title?: string;
}

/** The page, and what happened to the replay that it shows. */
export interface ViolationPage {
  readonly html: string;
  readonly result: ReplayResult;
}

/**
 * Plays a replay file and writes the page of its violation: what must hold, the story, and the run with its rules, its
 * faults and the moment of the violation marked. The same file gives the same bytes.
 *
 * @param recorded what `parseReplay` read
 * @example
 * const parsed = parseReplay(readFileSync("jobsim-violation.json", "utf8"));
 * if ("trial" in parsed) writeFileSync("violation.html", violationPage(parsed).html);
 */
export function violationPage(recorded: Replay, options: ViolationPageOptions = {}): ViolationPage {
  return playNow(writing(recorded, options));
}

/** As `violationPage`, for controllers written as async functions. */
export function violationPageAsync(recorded: Replay, options: ViolationPageOptions = {}): Promise<ViolationPage> {
  return playAsync(writing(recorded, options));
}

function* writing(recorded: Replay, options: ViolationPageOptions): Playing<ViolationPage> {
  const result = yield* replaying(recorded, options);
  const violation = violationOf(recorded, result);
  const { left, decisions, ...run } = shownRun(
    recorded.trial,
    yield* recordingOf(recorded, options),
    violation?.timeMs,
  );
  const atMs = violation === undefined ? undefined : Math.min(violation.timeMs, run.endMs);
  const faults = faultMarks(recorded.trial, run.entries).filter((fault) => fault.atMs <= run.endMs);
  const violated = violation === undefined || atMs === undefined ? [] : [markOf(violation, atMs)];
  const marks = [...faults, ...violated];
  const id = violation?.invariant ?? recorded.expected.invariant;
  const title = options.title ?? (violation === undefined ? `${id} holds` : `${id} is violated`);
  const collected = collectRun(run, { title, description: descriptionOf(recorded, left), decisions, marks });
  const listed = [...silentFaults(recorded.trial).filter((fault) => fault.atMs <= run.endMs), ...violated];
  const data = { ...collected, transitions: withMarks(collected, listed, violation) };
  const { invariants = INVARIANTS } = options;
  const sentence = invariants.find((one) => one.id === id);
  const head = headOf({ recorded, result, violation, atMs, faults, sentence });
  const body = `<div${violation === undefined ? "" : ' class="violated"'}>${runBody(head)}</div>`;
  return { html: framedPage({ title, body, style: VIOLATION_STYLE, data, script: PAGE_SCRIPT }), result };
}

/** The violation that the file was written for, or else the nearest to it. */
function violationOf({ expected }: Replay, { violations }: ReplayResult): Violation | undefined {
  const alike = violations.filter(({ invariant }) => invariant === expected.invariant);
  const same = alike.find(({ message, timeMs }) => message === expected.message && timeMs === expected.timeMs);
  return same ?? alike[0] ?? violations[0];
}

/** The whole run; nothing if it ends with an exception, which then is the violation. */
function* recordingOf({ trial }: Replay, { controllers, kinds }: ViolationPageOptions): Playing<RecordedTrial> {
  const decisions: Decision[] = [];
  const onDecision = (decision: Decision) => decisions.push(decision);
  try {
    const { entries } = yield* played(trial, { invariants: [], controllers, kinds, record: true, onDecision });
    return { entries, decisions };
  } catch {
    return { entries: [], decisions: [] };
  }
}

function markOf({ invariant, message }: Violation, atMs: number): ReportMark {
  return { kind: "violation", atMs, text: `${invariant} is violated: ${message}` };
}

function descriptionOf({ seed }: Replay, left: number): string {
  const origin = seed === undefined ? "" : `Found by jobsim check with seed ${seed}. `;
  return `${origin}${left === 0 ? "" : `The run goes on behind what is shown: ${left} more entries of its log.`}`.trim();
}

/** Puts marks into the list: faults before what happens at their instant, the violation after it. */
function withMarks(
  { jobs, transitions }: ReportData,
  marks: readonly ReportMark[],
  violation: Violation | undefined,
): ReportTransition[] {
  // A Job that was recreated under its name is another one: take the latest that existed.
  const job = jobs.findLastIndex(
    ({ namespace, name, versions }) =>
      `${namespace}/${name}` === violation?.job && (versions[0]?.atMs ?? 0) <= violation.timeMs,
  );
  const lines = marks.map(({ kind, atMs, untilMs, text }): ReportTransition => {
    const until = untilMs === undefined ? "" : `, until +${formatSpan(untilMs)}`;
    if (kind !== "violation") return { what: kind, atMs, text: `${text}${until}`, tone: "warn" };
    return { what: kind, atMs, text, tone: "bad", stands: true, ...(job === -1 ? {} : { job }) };
  });
  const rank = ({ what }: ReportTransition) => (what === "fault" ? 0 : what === "violation" ? 2 : 1);
  return [...transitions, ...lines].sort((a, b) => a.atMs - b.atMs || rank(a) - rank(b));
}

interface Head {
  readonly recorded: Replay;
  readonly result: ReplayResult;
  readonly violation: Violation | undefined;
  /** Where the page shows the violation. */
  readonly atMs: number | undefined;
  readonly faults: readonly ReportMark[];
  readonly sentence: { readonly sentence: string; readonly source: string } | undefined;
}

function headOf({ recorded, result, violation, atMs, faults, sentence }: Head): string {
  const { expected } = recorded;
  const must =
    sentence === undefined
      ? ""
      : `<p>It must hold: <strong>${escapeHtml(sentence.sentence)}</strong> <span class="hint">(${escapeHtml(sentence.source)})</span></p>`;
  const verdicts = {
    same: "",
    other: `<p>The file was written for another violation: ${escapeHtml(`${expected.invariant} at +${formatShortSpan(expected.timeMs)}: ${expected.message}`)}</p>`,
    none: `<p>Nothing is violated any more. The file was written for ${escapeHtml(`${expected.invariant} at +${formatShortSpan(expected.timeMs)}: ${expected.message}`)}</p>`,
  };
  return `<section id="violation" aria-label="Violation">
${violation === undefined ? "" : violationParts(violation, atMs ?? 0)}
${must}${verdicts[result.verdict]}${othersPart(result, violation)}
<div class="pair">
${
  result.story.length === 0
    ? ""
    : `<div><h2>What leads to it</h2>\
<pre id="story" class="scroll" tabindex="0" role="group" aria-label="What leads to it">${escapeHtml(result.story.join("\n"))}</pre></div>`
}
<div><h2>Faults</h2>${faultList(faults, throughoutOf(recorded.trial))}</div>
</div>
</section>
`;
}

function violationParts({ message, timeMs, job, numbers, known }: Violation, atMs: number): string {
  const facts = [
    ...(job === undefined ? [] : [["job", job] as const]),
    ...Object.entries(numbers).map(numberText),
    ...(known === undefined ? [] : [["known in Kubernetes as", known] as const]),
  ];
  const when = timeMs > atMs ? `in the end, at +${formatShortSpan(timeMs)}` : `at +${formatShortSpan(timeMs)}`;
  return `<p class="message">${escapeHtml(message)}, ${when} <button type="button" data-at="${atMs}">go there</button></p>
<dl id="numbers">${facts.map(([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`).join("")}</dl>`;
}

/** Numbers in milliseconds are shown as times. */
function numberText([name, value]: [string, number | string]): readonly [string, string] {
  const [, time] = /^(.+)Ms$/.exec(name) ?? [];
  return time === undefined || typeof value !== "number" ? [name, String(value)] : [time, formatShortSpan(value)];
}

/** The other invariants that the run violates, each once. */
function othersPart({ violations }: ReplayResult, violation: Violation | undefined): string {
  const others = [...new Set(violations.map(({ invariant }) => invariant))].filter((id) => id !== violation?.invariant);
  return others.length === 0 ? "" : `<p>The run also violates ${escapeHtml(others.join(", "))}.</p>`;
}

/** What slows the controllers down throughout the run. */
function throughoutOf({ apiLatencyMs = 0, watchLagMs: { jobs = 0, pods = 0 } = {} }: SimulationPlan): string[] {
  return [
    ...(apiLatencyMs > 0 ? [`each write of the Job controller takes ${formatShortSpan(apiLatencyMs)}`] : []),
    ...(jobs > 0 ? [`changes of Jobs are seen ${formatShortSpan(jobs)} late`] : []),
    ...(pods > 0 ? [`changes of pods are seen ${formatShortSpan(pods)} late`] : []),
  ];
}

function faultList(faults: readonly ReportMark[], throughout: readonly string[]): string {
  const always = throughout.length === 0 ? "" : `<p class="hint">Throughout, ${throughout.join(", ")}.</p>`;
  if (faults.length === 0)
    return always === "" ? '<p class="hint">None: nothing is disturbed in this run.</p>' : always;
  const entries = faults.map(({ atMs, untilMs, text }) => {
    const until = untilMs === undefined ? "" : ` <span class="hint">until +${formatSpan(untilMs)}</span>`;
    return `<li><button type="button" data-at="${atMs}">+${formatSpan(atMs)}</button> ${escapeHtml(text)}${until}</li>`;
  });
  return `${always}<ul id="faults" class="scroll" tabindex="0" aria-label="Faults">${entries.join("\n")}</ul>`;
}
