/** `npx tsx test/defects/write-gallery.ts`: finds every defect, and writes the replay files and the table. */

import { writeFileSync } from "node:fs";
import { formatReplay } from "../../src/testing/index.ts";
import { GALLERY } from "./gallery.ts";
import { search } from "./search.ts";
import { formatTable, type Row } from "./table.ts";

const rows: Row[] = [];
for (const defect of GALLERY) {
  const { result, runs, events, invariant } = search(defect);
  const [failure] = result.failures;
  process.stderr.write(`${defect.id}: ${runs ?? "not found"} runs, ${events ?? "-"} events, ${invariant ?? "-"}\n`);
  if (failure === undefined || runs === undefined || events === undefined || invariant === undefined) continue;
  writeFileSync(new URL(`./replays/${defect.id}.json`, import.meta.url), formatReplay(failure));
  rows.push({ defect, runs, events, invariant });
}
writeFileSync(new URL("./gallery.md", import.meta.url), formatTable(rows));
