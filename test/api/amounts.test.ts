/** Parsing, rounding and formatting of quantities, at the edges. */

import { describe, expect, test } from "vitest";
import { formatQuantity, parseQuantity, roundUpToThousandths } from "../../src/api/quantity.ts";

const LARGEST = 2n ** 63n - 1n;

describe("a quantity", () => {
  test.each([
    ["1", 1_000_000_000n, "decimal"],
    ["-1", -1_000_000_000n, "decimal"],
    ["0", 0n, "decimal"],
    ["1n", 1n, "decimal"],
    ["1.5n", 2n, "decimal"],
    ["-1.5n", -2n, "decimal"],
    ["0.0000000001", 1n, "decimal"],
    ["1e0", 1_000_000_000n, "exponent"],
    ["1E-9", 1n, "exponent"],
    ["1e-10", 1n, "exponent"],
    ["1Ki", 1024n * 1_000_000_000n, "binary"],
    ["1k", 1_000_000_000_000n, "decimal"],
    ["9223372036854775807", LARGEST * 1_000_000_000n, "decimal"],
    ["9223372036854775808", LARGEST * 1_000_000_000n, "decimal"],
    ["-9223372036854775808", -LARGEST * 1_000_000_000n, "decimal"],
  ])("%s is %s billionths, %s", (text, billionths, notation) => {
    expect(parseQuantity(text)).toEqual({ billionths, notation });
  });

  test.each(["", ".", "1.2.3", "1Zi", "1 k", "e3", "1e", "1e12345", "--1", "1ki", "x1", "1x", "0x1", "1,5", "∞"])(
    "is not %j",
    (text) => {
      expect(parseQuantity(text)).toBeUndefined();
    },
  );

  test.each([
    ["1023", "1023"],
    ["1Ki", "1Ki"],
    ["1023Ki", "1023Ki"],
    ["1024Ki", "1Mi"],
    ["0.999Ki", "1022976m"],
    ["1Ei", "1Ei"],
    ["1024Ei", "9223372036854775807"],
    ["1e1", "10"],
    ["1e4", "10e3"],
    ["1e-2", "10e-3"],
    ["0e3", "0"],
    ["1u", "1u"],
    ["1000u", "1m"],
    ["100n", "100n"],
    ["1000000E", "9223372036854775807"],
    ["1P", "1P"],
    ["1T", "1T"],
    ["-2Gi", "-2Gi"],
    ["-0", "0"],
  ])("%s is formatted as %s", (text, written) => {
    const quantity = parseQuantity(text);
    expect(quantity && formatQuantity(quantity)).toBe(written);
  });

  test.each([
    ["1n", 1_000_000n],
    ["-1n", -1_000_000n],
    ["0", 0n],
    ["1m", 1_000_000n],
    ["1001u", 2_000_000n],
    ["-1001u", -2_000_000n],
  ])("%s is rounded up to %s billionths", (text, billionths) => {
    const quantity = parseQuantity(text);
    expect(quantity && roundUpToThousandths(quantity).billionths).toBe(billionths);
  });
});
