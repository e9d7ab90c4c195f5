/** The runs of CronJobs as calendars: a row a day or a week, with cells, drawn when the page is written. */

import { type CalendarRow, CELL_KINDS, type CellKind, type CronCalendar } from "../../analysis/cron-jobs/calendar.ts";
import { formatCount } from "../numbers.ts";
import { escapeHtml } from "./escape.ts";

const WIDTH = 1000;
const LABEL = 92;
const ROW = 16;
const GAP = 3;
const AXIS = 16;
/** How many CronJobs get their own calendar. */
const MOST = 12;

const WORDS: Readonly<Record<CellKind, string>> = {
  complete: "complete",
  failed: "failed",
  skipped: "skipped by Forbid",
  replaced: "replaced or deleted",
  missed: "missed",
  late: "complete, late",
  running: "still running",
  suspended: "suspended",
};

/** A section of the page; nothing if no scheduled time came. */
export function calendarSection(calendars: readonly CronCalendar[]): string {
  if (calendars.length === 0) return "";
  const more = calendars.length - MOST;
  return `<section id="calendar" aria-label="Runs of CronJobs">
${calendars.slice(0, MOST).map(calendarHtml).join("\n")}
${more > 0 ? `<p class="hint">… and ${formatCount(more)} more CronJobs</p>` : ""}
</section>
`;
}

function calendarHtml({ name, schedule, timeZone, unit, columns, rows, counts }: CronCalendar): string {
  const height = AXIS + rows.length * (ROW + GAP);
  const kinds = CELL_KINDS.filter((kind) => counts[kind] !== undefined).reverse();
  const figures = kinds.map((kind) => `${formatCount(counts[kind] ?? 0)} ${WORDS[kind]}`).join(", ");
  const legend = kinds.map((kind) => `<li class="cell-${kind}">${formatCount(counts[kind] ?? 0)} ${WORDS[kind]}</li>`);
  return `<h2>Runs of ${escapeHtml(name)} <span class="hint">${escapeHtml(schedule)}, times in ${escapeHtml(timeZone)}, \
a row a ${unit}</span></h2>
<ul class="legend">${legend.join("")}</ul>
<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Calendar of ${escapeHtml(name)}: ${figures}">
${axisSvg(unit)}
${rows.map((row, at) => rowSvg(row, AXIS + at * (ROW + GAP), columns)).join("\n")}
</svg>`;
}

function axisSvg(unit: CronCalendar["unit"]): string {
  const texts =
    unit === "day" ? ["00:00", "06:00", "12:00", "18:00"] : ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
  return texts
    .map((text, i) => `<text class="quiet" x="${xOf(i / texts.length)}" y="${AXIS - 5}">${text}</text>`)
    .join("");
}

function rowSvg({ label, cells }: CalendarRow, y: number, columns: number): string {
  const width = ((WIDTH - LABEL) / columns - 0.6).toFixed(1);
  const drawn = cells.map(
    ({ from, kind, text }) =>
      `<rect class="cell-${kind}" x="${xOf(from)}" y="${y}" width="${width}" height="${ROW}"><title>${escapeHtml(text)}</title></rect>`,
  );
  return `<text x="0" y="${y + ROW - 4}">${label}</text>\
<rect class="lane" x="${LABEL}" y="${y}" width="${WIDTH - LABEL}" height="${ROW}"/>${drawn.join("")}`;
}

function xOf(share: number): string {
  return (LABEL + share * (WIDTH - LABEL)).toFixed(1);
}

export const CALENDAR_STYLE = `
#calendar { padding: 0 18px; }
#calendar svg { display: block; width: 100%; height: auto; font: 11px ui-monospace, Menlo, Consolas, monospace; }
#calendar text { fill: var(--text); } #calendar .quiet { fill: var(--quiet); }
#calendar .lane { fill: var(--panel); }
.cell-complete { fill: var(--succeeded); --swatch: var(--succeeded); } .cell-failed { fill: var(--failed); --swatch: var(--failed); }
.cell-skipped { fill: var(--waiting); --swatch: var(--waiting); } .cell-missed { fill: var(--violation); --swatch: var(--violation); }
.cell-replaced { fill: var(--terminating); --swatch: var(--terminating); } .cell-running { fill: var(--running); --swatch: var(--running); }
.cell-late { fill: var(--parting); --swatch: var(--parting); } .cell-suspended { fill: var(--pending); --swatch: var(--pending); }
`;
