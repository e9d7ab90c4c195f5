import { chmodSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { checkWritable, PRIVATE_MODE, writeWhole } from "../../src/cli/write-file.ts";

const folder = mkdtempSync(path.join(tmpdir(), "jobsim-write-"));

describe("a file that a command writes", () => {
  test("replaces the previous one, and leaves no other files", () => {
    const file = path.join(folder, "a.yaml");
    writeWhole(file, "old");
    writeWhole(file, "new");
    expect(readFileSync(file, "utf8")).toBe("new");
    expect(readdirSync(folder)).toEqual(["a.yaml"]);
  });

  test("with a token can only be read by its owner, even if it existed and everyone could", () => {
    const file = path.join(folder, "kube.yaml");
    writeFileSync(file, "old");
    chmodSync(file, 0o644);
    writeWhole(file, "token", PRIVATE_MODE);
    expect(statSync(file).mode & 0o777).toBe(PRIVATE_MODE);
  });

  test("is refused before the work begins if it could not be written at the end", () => {
    expect(() => checkWritable(path.join(folder, "none", "a.yaml"))).toThrow(
      "cannot be written: there is no such folder",
    );
    expect(() => checkWritable(folder)).toThrow("cannot be written: it is a folder");
    expect(() => checkWritable(path.join(folder, "b.yaml"))).not.toThrow();
  });
});
