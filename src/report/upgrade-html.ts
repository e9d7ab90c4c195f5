/** What an upgrade changes, as a page that needs nothing else. */

import type { Upgrade } from "../analysis/upgrade/upgrade.ts";
import { verdictOf } from "../analysis/upgrade/verdict.ts";
import { upstreamUrl } from "../simulation/releases/reference-page.ts";
import { escapeHtml } from "./html/escape.ts";
import {
  effectRows,
  numberTable,
  objectLines,
  partingLines,
  seenSentences,
  unseenSentence,
  verdictSentence,
} from "./upgrade-lines.ts";

const STYLE = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { padding: .25rem .75rem; text-align: right; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
th:first-child, td:first-child { text-align: left; }
summary { font-weight: 600; cursor: pointer; margin: .5rem 0; }
code { font-size: .9em; overflow-wrap: anywhere; }
`;

/**
 * The page: the verdict, then each manifest, folded if it is unchanged.
 *
 * @example
 * const upgrade = compareReleases({ ...loaded, from: "1.28", to: "1.36", seeds: 2, each: false });
 * writeFileSync("upgrade.html", upgradePage([upgrade]));
 */
export function upgradePage(upgrades: readonly Upgrade[]): string {
  const [only] = upgrades;
  const name = only !== undefined && upgrades.length === 1 ? `${only.name}: ` : "";
  const title = escapeHtml(`${name}${verdictSentence(upgrades)}`);
  const sorted = [...upgrades].sort((a, b) => Number(verdictOf(b).isChanged) - Number(verdictOf(a).isChanged));
  return [
    `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<title>${title}</title>\n<style>${STYLE}</style>\n</head>\n<body>\n<h1>${title}</h1>`,
    ...sorted.flatMap((upgrade) => story(upgrade, upgrades.length === 1)),
    "</body>\n</html>\n",
  ].join("\n");
}

function story(upgrade: Upgrade, isOnly: boolean): string[] {
  const { isChanged } = verdictOf(upgrade);
  const objects = objectLines(upgrade);
  const effects = effectRows(upgrade).map(({ head, does, page, upstream }) => {
    const link = upstream === "" ? "" : ` · <a href="${escapeHtml(upstreamUrl(upstream))}">${escapeHtml(upstream)}</a>`;
    return `<li><strong>${escapeHtml(head)}</strong><br>${escapeHtml(does)}<br><small>${escapeHtml(page)}${link}</small></li>`;
  });
  const seen = seenSentences(upgrade);
  const said = seen.length === 0 ? [unseenSentence(upgrade)] : seen;
  const [head = [], ...rows] = numberTable(upgrade);
  return [
    `<details${isChanged || isOnly ? " open" : ""}><summary>${escapeHtml(upgrade.name)}: ${isChanged ? "changes" : "unchanged"}</summary>`,
    list(said),
    "<h2>First difference, with the same seed</h2>",
    list(partingLines(upgrade)),
    ...(objects.length === 0 ? [] : ["<h2>Objects, warnings and tables</h2>", list(objects)]),
    ...(effects.length === 0 ? [] : ["<h2>Behind it</h2>", `<ul>${effects.join("")}</ul>`]),
    "<h2>Numbers over many seeds</h2>",
    `<table><thead>${cells(head, "th")}</thead><tbody>${rows.map((row) => cells(row, "td")).join("")}</tbody></table>`,
    "</details>",
  ];
}

function list(lines: readonly string[]): string {
  return `<ul>${lines.map((line) => `<li><code>${escapeHtml(line)}</code></li>`).join("")}</ul>`;
}

function cells(row: readonly string[], tag: "th" | "td"): string {
  return `<tr>${row.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join("")}</tr>`;
}
