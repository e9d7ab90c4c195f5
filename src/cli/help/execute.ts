/** `jobsim help TOPIC`: a page of the docs that came with the package, or what a name could have meant. */

import type { Command } from "commander";
import { nearest } from "../../api/nearest.ts";
import { styleFor } from "../../report/style.ts";
import { InputError } from "../../scenario/problem.ts";
import type { Environment } from "../environment.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { reportBadInput } from "../input-error.ts";
import { type FoundTopic, findTopic, linkedTopic } from "./find-topic.ts";
import { pageText } from "./page-text.ts";
import { sectionOf } from "./sections.ts";
import { listTopics, readTopic, TOPIC_GROUPS, type Topic, type TopicGroup } from "./topics.ts";

/**
 * Prints the help of a command, a page, or without a name all that there is.
 *
 * @returns the exit code
 */
export function executeHelp(name: string | undefined, program: Command, environment: Environment): number {
  const { stdout } = environment;
  const topics = listTopics();
  if (name === undefined) {
    program.outputHelp();
    stdout.write(`\n${topicList(topics)}`);
    return EXIT_OK;
  }
  const command = program.commands.find((one) => one.name() === name);
  if (command !== undefined) {
    command.outputHelp();
    return EXIT_OK;
  }
  const found = findTopic(name, topics);
  if (found === undefined) return reportBadInput(unknown(name, program, topics), environment);
  stdout.write(printed(found, topics, environment));
  return EXIT_OK;
}

function printed({ topic, anchor }: FoundTopic, topics: readonly Topic[], { stdout, variables }: Environment): string {
  const page = readTopic(topic);
  return pageText(anchor === undefined ? page : sectionOf(page, anchor), {
    style: styleFor(stdout.isTerminal && !variables.noColor),
    whereTo: (href, label) => whereTo({ href, label, from: topic }, topics),
  });
}

interface Link {
  readonly href: string;
  readonly label: string;
  readonly from: Topic;
}

/** Links that lead nowhere from an installed package are their text alone, and so are names that help takes as is. */
function whereTo({ href, label, from }: Link, topics: readonly Topic[]): string | undefined {
  if (/^https?:/.test(href)) return href;
  const found = linkedTopic(href, from, topics);
  if (found === undefined || href.startsWith("#")) return undefined;
  const byName = findTopic(label.replaceAll("`", ""), topics);
  if (byName?.topic === found.topic && byName.anchor === found.anchor) return undefined;
  return `jobsim help ${found.topic.name}${found.anchor === undefined ? "" : `#${found.anchor}`}`;
}

function unknown(name: string, program: Command, topics: readonly Topic[]): InputError {
  const names = [...program.commands.map((command) => command.name()), ...topics.map((topic) => topic.name)];
  const meant = nearest(name, names);
  const hint = meant === undefined ? "jobsim help lists all" : `did you mean "${meant}"?`;
  return new InputError([{ file: `help ${name}`, message: `there is no such command or topic; ${hint}` }]);
}

/** Groups with many short pages, which a page of their own lists. */
const FOLDED: Readonly<Partial<Record<TopicGroup, string>>> = {
  Rules: "rules",
  "What Kubernetes does": "semantics",
};

const LAST = `Examples named sim-scenarios/… are read from the package in a folder that has none of its own.
Also: the name of a rule, a finding or a switch (backoff-of-job, JS101, errorRetry), a page by its path
(docs/semantics/04-accounting.md), and a section of it (releases#errorretry).`;

/** The list of topics, each in a line. */
function topicList(topics: readonly Topic[]): string {
  const shown = topics.filter(({ name, group }) => FOLDED[group] === undefined || FOLDED[group] === name);
  const width = Math.max(...shown.map(({ name }) => name.length));
  const groups = TOPIC_GROUPS.map((group) => {
    const lines = shown.filter((topic) => topic.group === group);
    return [`${group}`, ...lines.map(({ name, title }) => `  ${name.padEnd(width)}  ${title}`)].join("\n");
  });
  return `Topics, jobsim help TOPIC:\n\n${groups.join("\n\n")}\n\n${LAST}\n`;
}
