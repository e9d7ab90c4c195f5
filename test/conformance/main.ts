/**
 * `npm run conformance -- FILE...`: plays vector files, prints the first difference of each vector that fails, and ends
 * with `N passed, N failed`. Exits with 1 if any failed, with 2 if a file cannot be read.
 */

import { runVector } from "./run-vector.ts";
import { readVectorFile } from "./vectors.ts";

function main(files: readonly string[]): number {
  if (files.length === 0) {
    process.stderr.write("usage: npm run conformance -- FILE... (.jsonl.gz, .json.gz, .jsonl or .json)\n");
    return 2;
  }
  let passed = 0;
  let failed = 0;
  for (const file of files) {
    for (const vector of readVectorFile(file)) {
      const { name, difference } = runVector(vector);
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

process.exitCode = main(process.argv.slice(2));
