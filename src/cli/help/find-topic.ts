/** From what people write after `jobsim help`, and from links in pages, to a page and a section of it. */

import path from "node:path";
import { headingsOf } from "./sections.ts";
import { readTopic, type Topic } from "./topics.ts";

export interface FoundTopic {
  readonly topic: Topic;
  /** The anchor of a heading; the whole page if absent. */
  readonly anchor?: string;
}

/** Pages whose sections are found by their heading alone: findings of lint, switches of releases. */
const BY_HEADING: ReadonlySet<string> = new Set(["docs/lint.md", "docs/releases.md"]);

/**
 * Finds a topic by its name, by the path of its page as messages print it, or by a heading: `releases`,
 * `docs/releases.md#errorretry`, `JS101`.
 */
export function findTopic(wanted: string, topics: readonly Topic[]): FoundTopic | undefined {
  const [name = "", anchor] = wanted.split("#");
  const base = name.replace(/^.*\//, "").replace(/\.md$/, "");
  const topic =
    topics.find((one) => one.name === name || one.file === name) ??
    topics.find(({ file }) => file === `docs/${name}` || file === `docs/${name}.md`) ??
    topics.find((one) => one.name === base);
  if (topic !== undefined) return anchor === undefined ? { topic } : withAnchor(topic, anchor);
  for (const one of topics) {
    const found = BY_HEADING.has(one.file) ? withAnchor(one, name.toLowerCase()) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The topic that a link in a page leads to; `undefined` for all that is not shipped as a page. */
export function linkedTopic(href: string, from: Topic, topics: readonly Topic[]): FoundTopic | undefined {
  const [target = "", anchor] = href.split("#");
  const file = path.posix.join(path.posix.dirname(from.file), target);
  const topic = topics.find((one) => one.file === file);
  if (topic === undefined) return undefined;
  return anchor === undefined ? { topic } : withAnchor(topic, anchor);
}

function withAnchor(topic: Topic, anchor: string): FoundTopic | undefined {
  const isThere = headingsOf(readTopic(topic)).some((heading) => heading.anchor === anchor);
  return isThere ? { topic, anchor } : undefined;
}
