import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { runVector } from "./run-vector.ts";
import { readVectorFile } from "./vectors.ts";

const FOLDER = new URL("vectors/", import.meta.url).pathname;
const FILES = readdirSync(FOLDER).filter((name) => name.startsWith("throttle-"));

describe("bursts under a client-side rate limit take the recorded time", () => {
  test.each(FILES)("%s", (file) => {
    for (const vector of readVectorFile(`${FOLDER}${file}`)) expect(runVector(vector).difference).toBeUndefined();
  });
});
