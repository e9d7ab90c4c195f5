/** The page of all lint rules, written from the rules themselves. */

import { ALL_RULES } from "../../analysis/lint/registry.ts";
import type { RuleFacts } from "../../analysis/lint/rule.ts";
import { formersOf, sinceText } from "../../simulation/releases/validity.ts";
import type { SwitchId } from "../../simulation/switches.ts";

const INTRODUCTION = `# What \`jobsim lint\` finds

\`jobsim lint FILE...\` reads Job manifests, or a scenario, and says what will surprise you before anything runs.
An *error* is refused, or cannot work; a *danger* will bite in production; *advice* is folded into one line a file, and
\`--advice\` shows it. \`-o json\` and \`-o sarif\` are for machines. The exit code is 1 where something was found that is at least as grave as
\`--fail-on\` (\`danger\` where not given), and 2 where a file cannot be read.

A Job is looked at as the newest release has it, or the one that the scenario names. \`--kubernetes 1.28\` asks for another
release, and \`--kubernetes 1.28..1.36\` for all from one to another: what holds in some of them only says in which
(\`advice JS190 (until 1.28)\`), fields that one of them takes away are found, and so is what changes between them.
Since when a finding holds follows from the [switches](releases.md) behind it; nothing older than 1.25 is known here.

A finding is switched off where it stands:

- by a comment behind the line, or on a line of its own above it: \`# jobsim-disable JS110\`;
- for a whole file: \`# jobsim-disable-file JS110, JS120\`, or \`# jobsim-ignore: JS120\` at the start of a line;
- for a Job: the annotation \`jobsim.dev/lint-disable: JS110,JS120\`, which also works in JSON.

For a whole project, \`.jobsim.yaml\` in the working directory (or \`--config FILE\`) says
\`lint: {ignore: [JS171], levels: {JS120: danger}}\`. \`--baseline FILE\`, the output of an earlier \`-o json\`, leaves out
what was found then. \`--against OLD\` adds what the API server would refuse as a change of the Jobs in another file.

Where a rule claims a bound, a property test holds simulations of random Jobs against it.

`;

/** The Markdown of \`docs/lint.md\`. */
export function lintPage(): string {
  const rows = ALL_RULES.map(
    ({ id, severity, title, validity }) =>
      `| [${id}](#${id.toLowerCase()}) | ${severity} | ${title} | ${sinceText(validity)} |`,
  );
  const table = ["| id | severity | finding | since |", "|---|---|---|---|", ...rows].join("\n");
  return `${INTRODUCTION}${table}\n\n${ALL_RULES.map(sectionOf).join("\n\n")}\n`;
}

function sectionOf({ id, severity, title, why, advice, source, validity }: RuleFacts): string {
  const before = formersOf(validity).map(
    ({ span, text, switches }) => `${capital(span)}: ${text} (${links(switches)}).`,
  );
  return [
    `## ${id}`,
    `**${capital(title)}** (${severity}). ${why}`,
    `*What to do:* ${advice}`,
    `*Since:* Kubernetes ${sinceText(validity)}.${before.map((text) => ` ${text}`).join("")}`,
    ...(source === undefined ? [] : [`*See:* ${source}.`]),
  ].join("\n\n");
}

function links(switches: readonly SwitchId[]): string {
  return switches.map((id) => `[${id}](releases.md#${id.toLowerCase()})`).join(", ");
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
