/**
 * Follows what commands print: every topic of `jobsim help`, every page and every scenario that help, pages and errors name
 * must be there for somebody who has only the installed package.
 *
 * Usage: follow-links.mjs COMMAND…, for example node node_modules/jobsim/dist/js/jobsim.js, in a folder without docs.
 */

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const [program, ...before] = process.argv.slice(2);
const jobsim = (...args) => spawnSync(program, [...before, ...args], { encoding: "utf8" });

const TOPIC = /jobsim help ([\w/-]+(?:\.md)?(?:#[\w-]+)?)/g;
const PAGE = /\b(docs\/[\w/-]+\.md(?:#[\w-]+)?)/g;
const EXAMPLE = /(?<![\w/])((?:sim-scenarios|docs\/how-to\/files)\/[\w/-]+\.yaml)/g;

/** Words that stand for a name in help texts: `TOPIC`, `RULE`. */
const PLACEHOLDER = /^[A-Z]+$/;

const list = jobsim("help").stdout;
const commands = [...list.matchAll(/^ {2}([a-z]+) (?:\[|<)/gm)].map(([, name]) => name);
const listed = [...list.slice(list.indexOf("\nTopics")).matchAll(/^ {2}([\w/-]+) {2}/gm)].map(([, name]) => name);
if (commands.length < 10 || listed.length < 30) throw new Error("jobsim help lists next to nothing");

const wrong = jobsim("lint", "sim-scenarios/first-run.yaml", "--only", "JS999").stderr;
const lint = jobsim("lint", "sim-scenarios/flaky-pods.yaml", "-o", "json").stdout;
const upgrade = jobsim(
  "upgrade",
  "sim-scenarios/suspend-resume.yaml",
  "--from",
  "1.25",
  "--to",
  "1.36",
  "-o",
  "json",
).stdout;
const texts = [list, wrong, lint, upgrade, ...commands.map((name) => jobsim(name, "--help").stdout)];
const broken = [];
const topics = new Set(listed);
const examples = new Set();

function collect(text) {
  for (const [, name] of text.matchAll(TOPIC)) if (!PLACEHOLDER.test(name)) topics.add(name);
  for (const [, page] of text.matchAll(PAGE)) topics.add(page);
  for (const [, file] of text.matchAll(EXAMPLE)) examples.add(file);
}

for (const text of texts) collect(text);
// A set is walked in the order in which it grows: pages name further pages.
for (const name of topics) {
  const { status, stdout } = jobsim("help", name);
  if (status !== 0 || stdout.length < 100) broken.push(`jobsim help ${name}`);
  collect(stdout);
}
for (const file of examples) if (!existsSync(`node_modules/jobsim/${file}`)) broken.push(file);
if (jobsim("run", "sim-scenarios/first-run.yaml", "--quiet").status !== 0) broken.push("jobsim run of an example");

if (broken.length > 0) {
  console.error(`named by a command, and not in the package:\n${broken.join("\n")}`);
  process.exitCode = 1;
} else console.log(`${topics.size} topics and ${examples.size} scenarios that commands name are in the package`);
