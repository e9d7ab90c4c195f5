/** What both charts need: a canvas in the size of its place, the colours of the page, the axis of time. */

import { humanDuration } from "../../../api/human-duration.ts";

/** Width of the labels left of the axis. */
export const LABEL_WIDTH = 58;
export const AXIS_HEIGHT = 20;
const RIGHT_MARGIN = 12;

export interface Frame {
  readonly pen: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly xOf: (atMs: number) => number;
  readonly colour: (name: string) => string;
  readonly endMs: number;
}

/** Sizes a canvas in device pixels and clears it. */
export function openFrame(canvas: HTMLCanvasElement, width: number, height: number, endMs: number): Frame | undefined {
  const pen = canvas.getContext("2d");
  if (pen === null || width <= 0) return undefined;
  const scale = window.devicePixelRatio || 1;
  const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, width, height);
  pen.font = "11px ui-monospace, Menlo, Consolas, monospace";
  pen.textBaseline = "middle";
  const style = getComputedStyle(document.documentElement);
  const span = Math.max(1, width - LABEL_WIDTH - RIGHT_MARGIN);
  const whole = Math.max(1, endMs);
  return {
    pen,
    width,
    height,
    xOf: (atMs) => LABEL_WIDTH + (span * Math.min(atMs, whole)) / whole,
    colour: (name) => style.getPropertyValue(`--${name}`).trim(),
    endMs,
  };
}

/** The moment under a pointer position. */
export function momentAt(x: number, width: number, endMs: number): number {
  const share = (x - LABEL_WIDTH) / Math.max(1, width - LABEL_WIDTH - RIGHT_MARGIN);
  return Math.round(Math.max(0, Math.min(1, share)) * endMs);
}

const STEPS_S = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400, 172_800];
const TICK_WIDTH = 84;

/** Lines and times along the top or bottom. */
export function drawAxis({ pen, width, height, xOf, colour, endMs }: Frame, atTop: boolean): void {
  const most = Math.max(1, Math.floor((width - LABEL_WIDTH) / TICK_WIDTH));
  const stepMs =
    1000 * (STEPS_S.find((step) => endMs / 1000 / step <= most) ?? Math.ceil(endMs / 86_400_000 / most) * 86_400);
  pen.textAlign = "center";
  for (let atMs = 0; atMs <= endMs; atMs += stepMs) {
    const x = Math.round(xOf(atMs)) + 0.5;
    pen.strokeStyle = colour("line");
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(x, atTop ? AXIS_HEIGHT : 0);
    pen.lineTo(x, atTop ? height : height - AXIS_HEIGHT);
    pen.stroke();
    pen.fillStyle = colour("quiet");
    const isLast = xOf(atMs) > width - TICK_WIDTH / 2;
    pen.textAlign = isLast ? "right" : "center";
    pen.fillText(humanDuration(atMs), isLast ? width - 3 : x, atTop ? AXIS_HEIGHT / 2 : height - AXIS_HEIGHT / 2);
  }
}

/** The line of the chosen moment. */
export function drawCursor({ pen, height, xOf, colour }: Frame, atMs: number): void {
  const x = Math.round(xOf(atMs)) + 0.5;
  pen.strokeStyle = colour("accent");
  pen.lineWidth = 1.5;
  pen.beginPath();
  pen.moveTo(x, 0);
  pen.lineTo(x, height);
  pen.stroke();
}
