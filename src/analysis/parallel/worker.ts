/** What a worker thread can do; inputs and results are plain data. */

export { playChunk } from "../sweep/chunk.ts";
export { testFile } from "../test-file.ts";
