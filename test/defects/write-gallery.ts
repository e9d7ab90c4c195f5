/**
 * `npx tsx test/defects/write-gallery.ts [ID...]`: finds the defects with the default check, and writes their replay
 * files and the table.
 */

import { writeFileSync } from "node:fs";
import { check, countEvents, formatReplay } from "../../src/testing/index.ts";
import { checkOptionsOf, withDefect } from "./defect.ts";
import { GALLERY } from "./gallery.ts";
import { formatTable } from "./table.ts";

const wanted = process.argv.slice(2);
for (const defect of GALLERY) {
  if (wanted.length > 0 && !wanted.includes(defect.id)) continue;
  const options = { ...checkOptionsOf(defect), seed: 1, runs: defect.withinRuns };
  const [failure] = withDefect(defect, () => check(options).failures);
  if (failure === undefined) process.stderr.write(`${defect.id}: not found\n`);
  else {
    const { seed, shrunk, violation } = failure;
    process.stderr.write(`${defect.id}: ${seed} runs, ${countEvents(shrunk)} events, ${violation.invariant}\n`);
    writeFileSync(new URL(`./replays/${defect.id}.json`, import.meta.url), formatReplay(failure));
  }
}
writeFileSync(new URL("./gallery.md", import.meta.url), formatTable());
