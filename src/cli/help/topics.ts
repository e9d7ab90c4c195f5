/** The pages that `jobsim help TOPIC` prints: the Markdown files that the package ships, by short names. */

import { readdirSync, readFileSync } from "node:fs";
import { shippedPath } from "../package-folder.ts";

export const TOPIC_GROUPS = ["Guides", "Reference", "How do I …", "Rules", "What Kubernetes does"] as const;

export type TopicGroup = (typeof TOPIC_GROUPS)[number];

export interface Topic {
  /** What people write after `jobsim help`. */
  readonly name: string;
  /** Its path in the package: `docs/releases.md`. */
  readonly file: string;
  readonly title: string;
  readonly group: TopicGroup;
}

/** In the order of the list. A page of `docs` that is not named here is a guide. */
const FOLDERS: readonly (readonly [folder: string, group: TopicGroup])[] = [
  ["docs", "Guides"],
  ["docs/reference", "Reference"],
  ["docs/how-to", "How do I …"],
  ["docs/rules", "Rules"],
  ["docs/semantics", "What Kubernetes does"],
];

const REFERENCE: ReadonlySet<string> = new Set(["docs/lint.md", "docs/releases.md", "docs/versions.md"]);

/** Names of pages whose own are those of commands, or of no meaning without their folder. */
const RENAMED: Readonly<Record<string, string>> = {
  "docs/lint.md": "lint-findings",
  "docs/report.md": "report-pages",
  "docs/rules/README.md": "rules",
  "docs/reference/cli.md": "commands",
  "docs/semantics/00-overview.md": "semantics",
};

/** At the root of the package. */
const TOP: readonly Topic[] = [
  { name: "readme", file: "README.md", title: "What jobsim is for", group: "Guides" },
  { name: "architecture", file: "ARCHITECTURE.md", title: "Architecture", group: "Guides" },
  { name: "changelog", file: "CHANGELOG.md", title: "What is new", group: "Guides" },
];

/** All topics, sorted within their groups. */
export function listTopics(): readonly Topic[] {
  const topics = FOLDERS.flatMap(([folder, group]) =>
    readdirSync(shippedPath(folder))
      .filter((entry) => entry.endsWith(".md"))
      .sort()
      .map((entry) => topicOf(`${folder}/${entry}`, group)),
  );
  return [...topics, ...TOP];
}

/** The Markdown of a page. */
export function readTopic({ file }: Pick<Topic, "file">): string {
  return readFileSync(shippedPath(file), "utf8");
}

function topicOf(file: string, group: TopicGroup): Topic {
  const base = file.slice(file.lastIndexOf("/") + 1, -".md".length);
  const name = RENAMED[file] ?? (group === "What Kubernetes does" ? `semantics/${base}` : base);
  const [, title = name] = /^# (.+)$/m.exec(readTopic({ file })) ?? [];
  return { name, file, title: title.replaceAll("`", ""), group: REFERENCE.has(file) ? "Reference" : group };
}
