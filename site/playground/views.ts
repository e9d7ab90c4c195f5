/** Shows what the engine answers, in the views of the page. */

import type { Editor } from "./editor-place.ts";
import type { EngineClient } from "./engine-client.ts";
import { element } from "./page.ts";
import type { Mark, PlayedAnswer, ReviewedAnswer, SweepAnswer } from "./protocol.ts";

const results = element("results", HTMLElement);
const state = element("state", HTMLElement);

/** Says something about the page as a whole. */
export function say(sentence: string): void {
  state.textContent = sentence;
}

/** What is shown is of an earlier text. */
export function markStale(isStale: boolean): void {
  results.classList.toggle("stale", isStale);
}

/** What the answers are about. */
export interface Asked {
  readonly editor: Editor;
  /** When the engine was asked last, on the clock of the page. */
  readonly askedMs: number;
}

export function showAnswers(engine: EngineClient, asked: Asked): void {
  const { editor } = asked;
  engine.on("played", (answer) => showRun(answer, performance.now() - asked.askedMs));
  engine.on("reviewed", (answer) => showReview(answer, editor));
  engine.on("problems", ({ marks }) => showProblems(marks, editor));
  engine.on("page", ({ html }) => {
    element("lanes", HTMLIFrameElement).srcdoc = html;
  });
  engine.on("compared", ({ page, text }) => showComparison(page, text));
  engine.on("swept", (answer) => void showSweep(answer));
}

function showRun({ timeline, digest }: PlayedAnswer, ms: number): void {
  markStale(false);
  say(`Played in ${Math.round(ms)} ms. Digest ${digest}; the same text and seed always give the same run.`);
  element("timeline", HTMLElement).textContent = timeline;
  element("problems", HTMLElement).replaceChildren();
}

function showReview({ why, lint, marks }: ReviewedAnswer, editor: Editor): void {
  element("why", HTMLElement).textContent = why;
  element("lint", HTMLElement).textContent = lint;
  editor.mark(marks);
}

function showProblems(marks: readonly Mark[], editor: Editor): void {
  const count = marks.length === 1 ? "1 problem" : `${marks.length} problems`;
  say(`${count}; the last run that could be played is shown below.`);
  markStale(true);
  editor.mark(marks);
  element("problems", HTMLElement).replaceChildren(
    ...marks.map(({ line, message }) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = line === undefined ? message : `Line ${line}: ${message}`;
      button.addEventListener("click", () => editor.goTo(line ?? 1));
      item.append(button);
      return item;
    }),
  );
}

function showComparison(page: string, text: string): void {
  markStale(false);
  element("compared", HTMLElement).textContent = text;
  const frame = element("comparison", HTMLIFrameElement);
  frame.hidden = false;
  frame.srcdoc = page;
  say("A is the text with the settings above the editor, B with those below.");
}

async function showSweep(answer: SweepAnswer): Promise<void> {
  markStale(false);
  const { histogram, sweepSentence, VIEW_BOX } = await import("./histogram.ts");
  const sentence = sweepSentence(answer);
  element("swept", HTMLElement).textContent = sentence;
  const chart = document.querySelector("#chart");
  if (!(chart instanceof SVGElement)) return;
  chart.toggleAttribute("hidden", false);
  chart.setAttribute("viewBox", VIEW_BOX);
  chart.setAttribute("aria-label", `Makespans of the runs. ${sentence}`);
  chart.innerHTML = histogram(answer);
}
