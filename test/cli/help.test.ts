import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../src/cli/command-list.ts";
import { findTopic, linkedTopic } from "../../src/cli/help/find-topic.ts";
import { pageText } from "../../src/cli/help/page-text.ts";
import { listTopics, readTopic } from "../../src/cli/help/topics.ts";
import { shippedPath } from "../../src/cli/package-folder.ts";
import { PLAIN } from "../../src/report/style.ts";
import { jobsim } from "./helpers.ts";

const topics = listTopics();
const OPTIONS = { style: PLAIN, whereTo: () => undefined };

test("no two topics have the same name, and none has that of a command", () => {
  const names = [...topics.map(({ name }) => name), ...COMMANDS.map(({ usage }) => usage.split(" ")[0] ?? "")];
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test("help without a name lists all commands and topics", async () => {
  const { code, out } = await jobsim(["help"]);
  expect(code).toBe(0);
  expect(out).toContain("  upgrade [options] <file...> ");
  expect(out).toMatch(/^ {2}how-many-nodes +How many GPUs/m);
});

test("help of a command is what its --help prints", async () => {
  expect(await jobsim(["help", "lint"])).toEqual(await jobsim(["lint", "--help"]));
});

test.each([
  ["lint-findings", "What jobsim lint finds"],
  ["docs/lint.md", "What jobsim lint finds"],
  ["JS101", "JS101"],
  ["docs/releases.md#errorretry", "errorRetry"],
  ["errorRetry", "errorRetry"],
  ["backoff-of-job", "backoff-of-job"],
  ["rules/backoff-of-job", "backoff-of-job"],
  ["docs/semantics/04-accounting.md", "Accounting"],
  ["how-to/how-many-nodes", "How many GPUs"],
])("help %s prints what it names", async (name, beginning) => {
  const { code, out } = await jobsim(["help", name]);
  expect(code).toBe(0);
  expect(out.split("\n")[0]).toContain(beginning);
});

test("a section ends before the next one", async () => {
  const { out } = await jobsim(["help", "JS101"]);
  expect(out).not.toContain("JS102");
});

test("a name that is no topic is bad input, with what it may have meant", async () => {
  expect(await jobsim(["help", "releses"])).toEqual({
    code: 2,
    out: "",
    err: 'help releses: there is no such command or topic; did you mean "releases"?\n',
  });
});

test.each(topics.map((topic) => [topic.name, topic] as const))(
  "the links of %s lead to files, and to sections of topics",
  (_, topic) => {
    const prose = readTopic(topic).replaceAll(/^```.*?^```/gms, "");
    const links = [...prose.matchAll(/\]\(([^)\s]+\.md(?:#[^)]*)?)\)/g)].map(([, href = ""]) => href);
    const broken = links.filter((href) => {
      if (/^https?:/.test(href)) return false;
      const file = path.posix.join(path.posix.dirname(topic.file), href.replace(/#.*/, ""));
      if (!topics.some((one) => one.file === file)) return !existsSync(shippedPath(file));
      return linkedTopic(href, topic, topics) === undefined;
    });
    expect(broken).toEqual([]);
  },
);

test("every page that a message of the sources names is a topic, with its section", () => {
  const sources = ["scenario/compile-switches", "cli/lint/settings", "cli/lint/execute", "cli/commands/explain"];
  const texts = sources.map((name) => readFileSync(shippedPath(`src/${name}.ts`), "utf8"));
  const named = texts.flatMap((text) => [...text.matchAll(/jobsim help ([\w-]+)/g)].map(([, name = ""]) => name));
  expect(named.length).toBeGreaterThanOrEqual(sources.length);
  expect(named.filter((name) => findTopic(name, topics) === undefined)).toEqual([]);
});

describe("a page as text", () => {
  test("has no marks of Markdown in prose, and keeps code as it is", () => {
    const page = "# A `b`\n\nOne **two**\n*three* [four](five.md).\n\n```console\n$ jobsim *run* `x`\n```\n";
    expect(pageText(page, OPTIONS)).toBe("A b\n\nOne two three four.\n\n    $ jobsim *run* `x`\n");
  });

  test("wraps items below their text", () => {
    const [first, second] = pageText(`- ${"word ".repeat(30)}`, OPTIONS).split("\n");
    expect(first).toMatch(/^- word/);
    expect(second).toMatch(/^ {2}word/);
  });

  test("shows a table in columns, or row by row if it is too wide", () => {
    expect(pageText("| a | b |\n|---|---|\n| 1 \\| 2 | x |", OPTIONS)).toBe("a      b\n1 | 2  x\n");
    const wide = "long ".repeat(15).trim();
    const lines = pageText(`| a | b | c |\n|---|---|---|\n| ${wide} | ${wide} | x |`, OPTIONS).split("\n");
    expect(lines).toEqual([wide, `    b: ${wide}`, "    c: x", ""]);
  });
});
