/** The reference page of the switches, made from their table: `docs/releases.md`. */

import type { SwitchId } from "../switches.ts";
import { historyOf, SWITCH_DOCS, SWITCH_IDS, valueText } from "./catalog.ts";
import { startName } from "./release-words.ts";

const INTRODUCTION = `# Releases

jobsim plays every minor release of Kubernetes from 1.25 to 1.36, each as its newest patch release with default feature
gates, and 1.36.0 to 1.36.2. A release is a set of switches; what each does, and since when, stands below. The newest
patch of the newest release is played where none is named:

\`\`\`
jobsim run job.yaml --kubernetes 1.28
jobsim upgrade job.yaml --from 1.28 --to 1.36
\`\`\`
`;

/** The page as Markdown. */
export function releasesPage(): string {
  return [INTRODUCTION, ...SWITCH_IDS.map(section)].join("\n");
}

function section(id: SwitchId): string {
  const { title, does, upstream } = SWITCH_DOCS[id];
  const rows = historyOf(id).map(({ since, value }) => `| ${startName(since)} | ${valueText(value)} |`);
  const source = upstream === undefined ? "" : `Upstream: [${upstream}](${upstreamUrl(upstream)}).\n\n`;
  return `## ${id}\n\n**${title}.** ${does}\n\n${source}| since | value |\n|---|---|\n${rows.join("\n")}\n`;
}

/** Where an upstream number is found. */
export function upstreamUrl(upstream: string): string {
  const [repository, number] = upstream.split("#");
  return `https://github.com/${repository}/issues/${number}`;
}
