/** JSON as Go decodes it: 64-bit integers stay in range. */

import { expect, test } from "vitest";
import { describeJson } from "../../src/api/json.ts";
import { jsonText, numberText } from "../../src/api/json-text.ts";
import { printValue } from "../../src/api/validation/values.ts";

const MOST = Number("9223372036854775807");
const LEAST = Number("-9223372036854775808");

test("the limits of 64-bit integers are exact, and everything else is as usual", () => {
  const value = { most: MOST, list: [LEAST, MOST * 10, 1.5], text: `is ${MOST}, "${MOST}"` };
  const text = `{"most":9223372036854775807,"list":[-9223372036854775808,${MOST * 10},1.5],`;
  expect(jsonText(value)).toBe(`${text}"text":"is ${MOST}, \\"${MOST}\\""}`);
  expect(JSON.parse(jsonText(value, 2))).toEqual(value);
});

test("messages have them exactly", () => {
  expect([numberText(MOST), numberText(7), describeJson(MOST), printValue(MOST), printValue({ a: MOST })]).toEqual([
    "9223372036854775807",
    "7",
    "9223372036854775807",
    "9223372036854775807",
    '{"a":9223372036854775807}',
  ]);
});
