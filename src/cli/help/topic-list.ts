/** The topics of `jobsim help`, as its list shows them. */

import { TOPIC_GROUPS, type Topic, type TopicGroup } from "./topics.ts";

/** Groups with many short pages, which a page of their own lists. */
const FOLDED: Readonly<Partial<Record<TopicGroup, string>>> = {
  Rules: "rules",
  "What Kubernetes does": "semantics",
};

const LAST = `Examples named sim-scenarios/… are read from the package in a folder that has none of its own.
Also: the name of a rule, a finding or a switch (backoff-of-job, JS101, errorRetry), a page by its path
(docs/semantics/04-accounting.md), and a section of it (releases#errorretry).`;

/** Each topic in a line. */
export function topicList(topics: readonly Topic[]): string {
  const shown = topics.filter(({ name, group }) => FOLDED[group] === undefined || FOLDED[group] === name);
  const width = Math.max(...shown.map(({ name }) => name.length));
  const groups = TOPIC_GROUPS.map((group) => {
    const lines = shown.filter((topic) => topic.group === group);
    return [`${group}`, ...lines.map(({ name, title }) => `  ${name.padEnd(width)}  ${title}`)].join("\n");
  });
  return `Topics, jobsim help TOPIC:\n\n${groups.join("\n\n")}\n\n${LAST}\n`;
}
