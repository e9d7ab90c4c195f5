/** Marks on the axis of time: in the charts, and below the slider. */

import type { ReportMark } from "../report-data.ts";
import type { Frame } from "./canvas.ts";
import { byId, part } from "./page-parts.ts";

const BAND = 0.16;
const DASH = [4, 3];

/** Draws marks as lines from `top` to `bottom`, and as bands if they last; their head says of which kind they are. */
export function drawMarks(
  { pen, xOf, colour }: Frame,
  marks: readonly ReportMark[],
  top: number,
  bottom: number,
): void {
  for (const { kind, atMs, untilMs } of marks) {
    const x = xOf(atMs);
    pen.fillStyle = colour(kind);
    pen.strokeStyle = colour(kind);
    if (untilMs !== undefined) {
      pen.globalAlpha = BAND;
      pen.fillRect(x, top, Math.max(1.5, xOf(untilMs) - x), bottom - top);
      pen.globalAlpha = 1;
    }
    pen.lineWidth = kind === "violation" ? 2 : 1;
    pen.setLineDash(kind === "violation" ? [] : DASH);
    pen.beginPath();
    pen.moveTo(x, top);
    pen.lineTo(x, bottom);
    pen.stroke();
    pen.setLineDash([]);
    pen.beginPath();
    pen.moveTo(x - 5, top);
    pen.lineTo(x + 5, top);
    pen.lineTo(x, top + 7);
    pen.fill();
  }
}

/** Puts marks below the slider; the page also lists them, for people who cannot see them. */
export function fillMarkStrip(marks: readonly ReportMark[], endMs: number): void {
  const shareOf = (atMs: number) => `${(100 * Math.min(atMs, endMs)) / Math.max(1, endMs)}%`;
  byId("marks").replaceChildren(
    ...marks.map(({ kind, atMs, untilMs, text }) => {
      const tick = part("span", `mark mark-${kind}`, "");
      tick.style.left = shareOf(atMs);
      if (untilMs !== undefined) tick.style.width = shareOf(Math.max(0, Math.min(untilMs, endMs) - atMs));
      tick.title = text;
      return tick;
    }),
  );
}
