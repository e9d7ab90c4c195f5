/** What a worker thread can do; inputs and results are plain data. */

export { playChunk } from "../sweep/chunk.ts";
export { checkedFile } from "../test-file.ts";
