/** Generates the reference page of the switches, `docs/releases.md`. */

import type { SwitchId } from "../switches.ts";
import { historyOf, SWITCH_DOCS, SWITCH_IDS, valueText } from "./catalog.ts";
import { patchReleaseOf } from "./patch-releases.ts";
import { startName } from "./release-words.ts";
import { MINOR_RELEASES } from "./releases.ts";

const PLAYED = MINOR_RELEASES.map(patchReleaseOf).join(", ");

const INTRODUCTION = `# Releases

jobsim plays every minor release of Kubernetes from 1.25 to 1.36, each as a late patch release with default feature gates,
and 1.36.0 to 1.36.2. A release is a set of switches, which are described below with their values by release. The default
is 1.36, as of 1.36.3:

\`\`\`
jobsim run job.yaml --kubernetes 1.28
jobsim upgrade job.yaml --from 1.28 --to 1.36
jobsim lint job.yaml --kubernetes 1.28..1.36
\`\`\`

Minor releases stand for these patch releases: ${PLAYED}. One change was backported later, to 1.33, 1.34 and 1.35:
[activeDuringBackoff](#activeduringbackoff); a scenario with \`switches: { activeDuringBackoff: real }\` plays them with it.
Two changes of the CronJob controller were backported to the late patch releases of 1.25 and 1.26, which are played without
them: [historyCleanUp](#historycleanup) and [missedStartsText](#missedstartstext).

Upstream numbers are pull requests or issues of kubernetes/kubernetes, or enhancement proposals, from changelogs, release
notes and the threads themselves. "Concluded, not confirmed" means that no source names the number; switches without a
number have none that is known.
`;

/** The page as Markdown. */
export function releasesPage(): string {
  return [INTRODUCTION, ...SWITCH_IDS.map(section)].join("\n");
}

function section(id: SwitchId): string {
  const { title, does, upstream, isUnconfirmed = false } = SWITCH_DOCS[id];
  const rows = historyOf(id).map(({ since, value }) => `| ${startName(since)} | ${valueText(value)} |`);
  const source =
    upstream === undefined
      ? ""
      : `Upstream: [${upstream}](${upstreamUrl(upstream)})${isUnconfirmed ? " (concluded, not confirmed)" : ""}.\n\n`;
  return `## ${id}\n\n**${title}.** ${does}\n\n${source}| since | value |\n|---|---|\n${rows.join("\n")}\n`;
}

/** The URL of an upstream number. */
export function upstreamUrl(upstream: string): string {
  const [repository, number] = upstream.split("#");
  return `https://github.com/${repository}/issues/${number}`;
}
