/** Runs as pages: one with its pods over time, or two on one axis. */

import { comparePlayed } from "../../src/analysis/compare/compare.ts";
import { comparedRunsText } from "../../src/report/compare-text.ts";
import { collectReport } from "../../src/report/html/collect.ts";
import { comparisonPage } from "../../src/report/html/comparison-page.ts";
import { reportPage } from "../../src/report/html/page.ts";
import { PLAIN } from "../../src/report/style.ts";
import { type Played, play } from "./playing.ts";
import type { Answer, Source } from "./protocol.ts";

export function pageAnswer({ simulation, name, decisions, notes }: Played): Answer {
  return { kind: "page", html: reportPage(collectReport(simulation, { title: name, decisions, notes })) };
}

export function comparedAnswer(source: Source, other: Source): Answer {
  const first = play(source, "A");
  const second = play(other, "B");
  const { seed } = first.simulation.plan;
  return {
    kind: "compared",
    page: comparisonPage(first, second),
    text: comparedRunsText(comparePlayed([first, second]), seed, PLAIN).join("\n"),
  };
}
