/**
 * `npm run conformance -- FILE...`: plays vector files, prints the first difference of each vector that fails, and ends
 * with `N passed, N failed`. Exits with 1 if any failed, with 2 if a file cannot be read.
 */

import { isFlow, runFlows } from "./flow-vector.ts";
import { runVector } from "./run-vector.ts";
import { type RecordedJson, readVectorFile } from "./vectors.ts";

async function main(files: readonly string[]): Promise<number> {
  if (files.length === 0) {
    process.stderr.write("usage: npm run conformance -- FILE... (.jsonl.gz, .json.gz, .jsonl or .json)\n");
    return 2;
  }
  let passed = 0;
  let failed = 0;
  for (const file of files) {
    for (const { name, difference } of await runAll(readVectorFile(file))) {
      if (difference === undefined) passed++;
      else {
        failed++;
        process.stdout.write(`${file}: ${name}: ${difference}\n`);
      }
    }
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

async function runAll(vectors: readonly RecordedJson[]) {
  const flows = vectors.filter(isFlow);
  const others = vectors.filter((vector) => !isFlow(vector)).map((vector) => runVector(vector));
  return flows.length === 0 ? others : [...others, ...(await runFlows(flows))];
}

process.exitCode = await main(process.argv.slice(2));
