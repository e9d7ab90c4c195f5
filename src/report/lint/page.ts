/** The page of all lint rules, written from the rules themselves. */

import { REFUSED } from "../../analysis/lint/refused.ts";
import { LINT_RULES } from "../../analysis/lint/registry.ts";
import type { LintRule } from "../../analysis/lint/rule.ts";

const INTRODUCTION = `# What \`jobsim lint\` finds

\`jobsim lint FILE...\` reads Job manifests, or a scenario, and says what will surprise you before anything runs.
\`-o json\` and \`-o sarif\` are for machines. The exit code is 1 where something was found that is at least as grave as
\`--fail-on\` (\`warning\` where not given), and 2 where a file cannot be read.

A finding is switched off where it stands:

- by a comment behind the line, or on a line of its own above it: \`# jobsim-disable JS110\`;
- for a whole file: \`# jobsim-disable-file JS110, JS120\`;
- for a Job: the annotation \`jobsim.dev/lint-disable: JS110,JS120\`, which also works in JSON.

Where a rule claims a bound, a property test holds simulations of random Jobs against it.

`;

/** The Markdown of \`docs/lint.md\`. */
export function lintPage(): string {
  const rules = [REFUSED, ...LINT_RULES];
  const rows = rules.map(({ id, severity, title }) => `| [${id}](#${id.toLowerCase()}) | ${severity} | ${title} |`);
  const table = ["| id | severity | finding |", "|---|---|---|", ...rows].join("\n");
  return `${INTRODUCTION}${table}\n\n${rules.map(sectionOf).join("\n\n")}\n`;
}

function sectionOf({ id, severity, title, why, advice, source }: Omit<LintRule, "check">): string {
  return [
    `## ${id}`,
    `**${capital(title)}** (${severity}). ${why}`,
    `*What to do:* ${advice}`,
    ...(source === undefined ? [] : [`*See:* ${source}.`]),
  ].join("\n\n");
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
