/** The pages of the rules: description, validity, and behaviour in earlier releases. */

import type { Rule } from "../../analysis/explain/rules/rule.ts";
import { RULES } from "../../analysis/explain/rules/rules.ts";
import { RULE_IDS, type RuleId } from "../../controller/job/decisions.ts";
import { patchReleaseOf } from "../../simulation/releases/patch-releases.ts";
import { type Release, switchesOf } from "../../simulation/releases/releases.ts";
import { switchesIn } from "../../simulation/releases/switch-pattern.ts";
import { formersIn, formersOf, releasesOf, sinceText } from "../../simulation/releases/validity.ts";
import type { SwitchId } from "../../simulation/switches.ts";

const KINDS: Readonly<Record<Rule["kind"], string>> = {
  acts: "This rule reports an action of the controller.",
  waits: "This rule reports why the controller waited; `jobsim explain --why-not` shows it.",
  decides: "This rule decides the outcome of the Job.",
};

/** The Markdown page of a rule. */
export function rulePage(id: RuleId): string {
  const rule = RULES[id];
  const { title, text, kind, source, more } = rule;
  const shown = text.replaceAll(/\{(\w+)\}/g, (_, name: string) => `*${name}*`);
  const formers = formersOf(rule).map(
    ({ span, text: former, switches }) => `- ${capital(span)}: ${former} (${links(switches)}).`,
  );
  const before = formers.length === 0 ? "" : `## In other releases\n\n${formers.join("\n")}\n\n`;
  const deciding = switchesIn(rule.holds ?? {});
  return `# ${id}

**${title}.**

> ${shown}

${more}

${KINDS[kind]}

- Applies since Kubernetes ${sinceText(rule)}${deciding.length === 0 ? "" : ` (${links(deciding)})`}.
- Source: ${source}.

${before}[All rules](README.md)
`;
}

function links(switches: readonly SwitchId[]): string {
  return switches.map((id) => `[${id}](../releases.md#${id.toLowerCase()})`).join(", ");
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Describes a rule in one release: whether it applies, and what was different. */
export function ruleInRelease(id: RuleId, release: Release): string {
  const rule = RULES[id];
  const holds = releasesOf(rule).includes(release) ? "it applies" : "it does not apply yet";
  const formers = formersIn(rule, switchesOf(release)).map(({ span, text }) => `- ${span}: ${text}`);
  return `In Kubernetes ${release} (${patchReleaseOf(release)}) ${holds}${formers.length === 0 ? "." : ":"}\n${formers.map((line) => `${line}\n`).join("")}`;
}

/** The Markdown page that lists all rules. */
export function ruleIndex(): string {
  const rows = RULE_IDS.map((id) => `| [${id}](${id}.md) | ${RULES[id].title} | ${sinceText(RULES[id])} |`);
  return `# Rules of the Job controller

The controller names the rule with each decision. \`jobsim explain\` shows the decisions of a run with their numbers, and
\`jobsim explain RULE\` prints one of these pages, or with \`--kubernetes 1.28\` the rule in that release. The release since
which a rule applies follows from the [switches](../releases.md) that it depends on; releases before 1.25 are not covered.

| rule | description | since |
|---|---|---|
${rows.join("\n")}
`;
}
