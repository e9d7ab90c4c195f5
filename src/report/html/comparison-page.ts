/** Two runs on one axis of time, as one HTML file. */

import { COMPARISON_SCRIPT } from "#generated/comparison-script.js";
import type { Transition } from "../../analysis/changes/transition.ts";
import { type ComparedRun, comparePlayed, type PlayedVariant } from "../../analysis/compare/compare.ts";
import { isOfCourse, type Parting } from "../../analysis/compare/parting.ts";
import { formatShortSpan } from "../../analysis/times.ts";
import { partedMs, partingReasons, partingSide } from "../compare-text.ts";
import { comparedFigures } from "../compared-figures.ts";
import { collectWithin } from "./collect.ts";
import type { ComparisonData } from "./comparison-data.ts";
import { COMPARISON_STYLE } from "./comparison-style.ts";
import { escapeHtml } from "./escape.ts";
import { UNBOUNDED } from "./page-bounds.ts";
import { chartParts, EVENTS_CHOICE, FOOTER, framedPage, nowParts, TIME_BAR, transitionParts } from "./page-frame.ts";
import type { ReportData, ReportMark } from "./report-data.ts";

const LETTERS = ["A", "B"] as const;

/**
 * Writes the page of two runs with the same seed: their charts on one axis, the
 * figures side by side, and where they diverge. The same runs give the same bytes.
 *
 * @param first what the second is compared with
 * @example
 * const [first, second] = playVariants([{ name: "A", loaded: a }, { name: "B", loaded: b }], "1");
 * if (first !== undefined && second !== undefined) writeFileSync("compared.html", comparisonPage(first, second));
 */
export function comparisonPage(first: PlayedVariant, second: PlayedVariant): string {
  const compared = comparePlayed([first, second]);
  const parting = compared[1]?.parting;
  const marks: ReportMark[] =
    parting === undefined ? [] : [{ kind: "parting", atMs: partedMs(parting), text: "the runs part here" }];
  const runs = [runOf(first, parting, parting?.first), runOf(second, parting, parting?.second)] as const;
  const endMs = Math.max(...runs.map((run) => run.endMs));
  const data: ComparisonData = { runs, endMs, marks };
  const title = `${first.name} and ${second.name}`;
  const body = bodyOf(compared, first.simulation.plan.seed, parting, runs);
  return framedPage({ title, body, style: COMPARISON_STYLE, data, script: COMPARISON_SCRIPT });
}

/** @param own what this run did where the two diverge; absent if it had ended */
function runOf(
  { name, simulation, decisions }: PlayedVariant,
  parting: Parting | undefined,
  own: Transition | undefined,
): ReportData {
  let before = own === undefined ? Number.POSITIVE_INFINITY : (parting?.shared ?? 0);
  const isOutstanding = (transition: Transition) => isOfCourse(transition) && before-- === 0;
  // What is beside each other must be whole, or be chosen alike.
  return collectWithin(simulation, { title: name, decisions, isOutstanding }, UNBOUNDED);
}

function bodyOf(
  compared: readonly ComparedRun[],
  seed: string,
  parting: Parting | undefined,
  runs: readonly [ReportData, ReportData],
): string {
  const names = compared.map(({ name }, i) => `${LETTERS[i]} · ${name}`);
  const [a, b] = runs.map(({ title }, i) => sideParts(i === 0 ? "-a" : "-b", names[i] ?? title, i === 0));
  const [nameA = "", nameB = ""] = names;
  return `<header>
<h1>${escapeHtml(compared.map(({ name }) => name).join(" and "))}</h1>
<p>Two runs with the same seed, ${escapeHtml(seed)}.</p>
${figuresTable(compared, names)}
</header>
${partingSection(names, parting, runs)}
${TIME_BAR}
<main class="compared">
${a?.charts}
${b?.charts}
${a?.now}
${b?.now}
<section id="history" aria-label="Transitions">
<h2>Transitions <span class="hint">arrow keys or a click travel to one</span> ${EVENTS_CHOICE}</h2>
<div class="columns">
<div><h3>${escapeHtml(nameA)}</h3>${transitionParts("-a", ` of ${nameA}`)}</div>
<div><h3>${escapeHtml(nameB)}</h3>${transitionParts("-b", ` of ${nameB}`)}</div>
</div>
<h2>Status at this moment <span class="hint" id="difference-hint"></span></h2>
<pre id="difference" class="difference scroll" tabindex="0" role="group" aria-label="How the status of the two runs differs"></pre>
</section>
</main>
${FOOTER}`;
}

function sideParts(side: "-a" | "-b", name: string, isFirst: boolean) {
  const { gantt, counters } = chartParts(side, ` of ${name}`);
  const label = escapeHtml(name);
  const legends = [
    isFirst ? '<ul class="legend" id="legend"></ul>' : "",
    isFirst ? '<ul class="legend" id="counter-legend"></ul>' : "",
  ];
  return {
    charts: `<section id="charts${side}" class="charts charts${side}" aria-label="Charts of ${label}">
<h2>${label} <span class="hint" id="outcome${side}"></span></h2>
<p class="hint" id="rows-hint${side}"></p>
${legends[0]}
${gantt}
${legends[1]}
${counters}
</section>`,
    now: `<section class="now${side}" aria-label="${label} at this moment">
<h2 class="of">${label}</h2>
${nowParts(side, ` of ${name}`)}
</section>`,
  };
}

function figuresTable(compared: readonly ComparedRun[], names: readonly string[]): string {
  const rows = comparedFigures(compared).map(
    ({ title, cells, difference = "" }) =>
      `<tr><th scope="row">${title}</th>${[...cells, difference].map((cell) => `<td>${escapeHtml(cell)}</td>`).join("")}</tr>`,
  );
  const titles = [...names, "difference"].map((name) => `<th scope="col">${escapeHtml(name)}</th>`);
  return `<div class="wide-table" tabindex="0" role="group" aria-label="Figures of both runs"><table id="figures"><thead><tr><td></td>${titles.join("")}</tr></thead><tbody>
${rows.join("\n")}
</tbody></table></div>`;
}

function partingSection(
  names: readonly string[],
  parting: Parting | undefined,
  runs: readonly [ReportData, ReportData],
): string {
  const head = '<section id="parting" aria-label="Where they part">';
  if (parting === undefined) return `${head}<p>The two runs are the same, to the millisecond.</p></section>`;
  const atMs = partedMs(parting);
  const at = formatShortSpan(atMs);
  const count = `${parting.shared} ${parting.shared === 1 ? "transition" : "transitions"}`;
  const sides = [parting.first, parting.second].map((transition, i) => {
    const rules = becauseOf(runs[i] ?? runs[0]).map((text) => `<li>${escapeHtml(text)}</li>`);
    const why = rules.length === 0 ? "" : `<ul>${rules.join("")}</ul>`;
    return `<dt>${escapeHtml(names[i] ?? "")}</dt><dd><code>${escapeHtml(partingSide(transition))}</code>${why}</dd>`;
  });
  const reasons = partingReasons(parting).map((line) => `<li>${escapeHtml(line)}</li>`);
  return `${head}
<h2>They part at +${at} <button type="button" data-at="${atMs}">go to +${at}</button></h2>
<p>${count} before that are the same in both.</p>
<dl>${sides.join("")}</dl>
${reasons.length === 0 ? "" : `<ul>${reasons.join("")}</ul>`}
</section>`;
}

/** Rules that one side of the divergence shows; the list has the others. */
const MOST_RULES = 4;

/** The rules that the controller named before the highlighted write, in the same instant. */
function becauseOf({ transitions }: ReportData): readonly string[] {
  const stands = transitions.findIndex(({ stands }) => stands === true);
  const { atMs } = transitions[stands] ?? {};
  const found: string[] = [];
  for (const { what, atMs: at, text } of transitions.slice(0, Math.max(0, stands)).reverse()) {
    if (at !== atMs || what === "status" || what === "condition") break;
    if (what === "because") found.unshift(text);
  }
  const left = found.length - MOST_RULES;
  return left > 0 ? [...found.slice(0, MOST_RULES), `and ${left} more`] : found;
}
