/** The how-to pages: every command is run, and what it prints is on the page. `UPDATE_EXPECTED=1` writes it again. */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { jobsim } from "../cli/helpers.ts";

const FOLDER = "docs/how-to";
const PAGES = readdirSync(FOLDER).filter((name) => name.endsWith(".md"));
const isUpdating = (process.env.UPDATE_EXPECTED ?? "") !== "";

/** Splits a command as a shell does: what stands in quotes is one word, without them. */
function wordsOf(line: string): string[] {
  return (line.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? []).map((word) =>
    word.replace(/'([^']*)'|"([^"]*)"/g, (_quoted, single?: string, double?: string) => single ?? double ?? ""),
  );
}

async function play(block: string): Promise<string> {
  const commands = block.split("\n").filter((line) => line.startsWith("$ "));
  const played: string[] = [];
  for (const command of commands) {
    const [, ...words] = wordsOf(command.slice(2));
    const { out, err } = await jobsim(words);
    // The end of a report is long, and shows how fast this machine is.
    const shown = out.replace(/\nFINAL STATUS[\s\S]*$/, "\n…\n");
    played.push(`${command}\n${err}${shown}`);
  }
  return played.join("");
}

test.each(PAGES)("%s begins with a question as people ask it", (name) => {
  const [title = ""] = readFileSync(`${FOLDER}/${name}`, "utf8").split("\n");
  expect(title).toMatch(/^# (?:Why|How|What|When|Where|Which|Who|Will|Can|Do|Does|Is|Are) .*\?$/);
});

test.each(PAGES)("%s shows what its commands print", async (name) => {
  const page = readFileSync(`${FOLDER}/${name}`, "utf8");
  const blocks = [...page.matchAll(/```console\n(.*?)```/gs)].map(([, block = ""]) => block);
  expect(blocks.length).toBeGreaterThan(0);
  let written = page;
  for (const block of blocks) {
    const played = await play(block);
    if (isUpdating) written = written.replace(block, () => played);
    else expect(block).toBe(played);
  }
  if (isUpdating) writeFileSync(`${FOLDER}/${name}`, written);
});
