/** Unparsable bodies are refused with the messages of kube-apiserver. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { goJsonError } from "../../src/http/go-json.ts";
import { at, JOBS, manifest, startTestSession, type TestSession } from "./session.ts";

let session: TestSession;
beforeAll(async () => {
  session = await startTestSession();
  await session.send("POST", JOBS, manifest("a", { managedBy: "example.com/me" }));
});
afterAll(() => session.close());

const HEADER =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
const unread = (problem: string) => `the object provided is unrecognized (must be of type Job): ${problem}`;
const header = (problem: string) => unread(`couldn't get version/kind; json parse error: ${problem}`);

test.each([
  ["{", header("unexpected end of JSON input ({)")],
  ["", header("unexpected end of JSON input (<empty>)")],
  ["[]", header(`json: cannot unmarshal array into Go value of type ${HEADER} (5b5d)`)],
  ['"x"', header(`json: cannot unmarshal string into Go value of type ${HEADER} (227822)`)],
  ["5", header(`json: cannot unmarshal number into Go value of type ${HEADER} (35)`)],
  ["true", header(`json: cannot unmarshal bool into Go value of type ${HEADER} (74727565)`)],
  ["nil", header("invalid character 'i' in literal null (expecting 'u') (6e696c)")],
  ['{"kind": 5}', header('json: cannot unmarshal number into Go struct field .kind of type string ({"kind": 5})')],
  [
    '{"apiVersion": {}, "kind": "a kind that is long"}',
    header(
      'json: cannot unmarshal object into Go struct field .apiVersion of type string ({"apiVersion": {}, "kind": "a  ...)',
    ),
  ],
  ["{'kind': 1}", header("invalid character '\\'' looking for beginning of object key string ({'kind': 1})")],
])("a POST of %s", async (body, message) => {
  const { code, body: answer } = await session.send("POST", JOBS, body);
  expect([code, at(answer, "reason"), at(answer, "message")]).toEqual([400, "BadRequest", message]);
});

test("a null is an object without fields", async () => {
  const { body } = await session.send("POST", JOBS, "null");
  expect(at(body, "message")).toMatch(/^Job\.batch "" is invalid: \[metadata\.name: Required value/);
});

const MAP = "map[string]interface {}";

test.each([
  ["strategic-merge-patch+json", "[]", `json: cannot unmarshal array into Go value of type ${MAP}`],
  ["strategic-merge-patch+json", "{", "unexpected end of JSON input"],
  ["merge-patch+json", "[]", `error decoding patch: json: cannot unmarshal array into Go value of type ${MAP}`],
  [
    "merge-patch+json",
    '{"a":1,}',
    "error decoding patch: invalid character '}' looking for beginning of object key string",
  ],
  ["json-patch+json", "[", "unexpected end of JSON input"],
])("a PATCH as %s of %s", async (type, patch, message) => {
  const answer = await session.send("PATCH", `${JOBS}/a`, patch, { "Content-Type": `application/${type}` });
  expect([answer.code, at(answer.body, "message")]).toEqual([400, message]);
});

/** The cases of `json.Valid` in Go's own tests, and Go's messages. */
test.each([
  ['{"a": [1, 2.5e-3, -0, "\\u00e9", true, false, null, {}, []]}', undefined],
  [" 1 ", undefined],
  ["", "unexpected end of JSON input"],
  ['{"a"', "unexpected end of JSON input"],
  ["1 2", "invalid character '2' after top-level value"],
  ["01", "invalid character '1' after top-level value"],
  ["-x", "invalid character 'x' in numeric literal"],
  ["1.x", "invalid character 'x' after decimal point in numeric literal"],
  ["1e+x", "invalid character 'x' in exponent of numeric literal"],
  ["[1 2]", "invalid character '2' after array element"],
  ["[1,]", "invalid character ']' looking for beginning of value"],
  ["{1", "invalid character '1' looking for beginning of object key string"],
  ['{"a" 1', "invalid character '1' after object key"],
  ['{"a": 1 "b"', "invalid character '\"' after object key:value pair"],
  ['"\\x"', "invalid character 'x' in string escape code"],
  ['"\\u00g0"', "invalid character 'g' in \\u hexadecimal character escape"],
  ['"a\nb"', "invalid character '\\n' in string literal"],
  ["trux", "invalid character 'x' in literal true (expecting 'e')"],
  ["falsy", "invalid character 'y' in literal false (expecting 'e')"],
  ["\u00e9", "invalid character '\u00c3' looking for beginning of value"],
  ["\u0001", "invalid character '\\x01' looking for beginning of value"],
  ["}", "invalid character '}' looking for beginning of value"],
])("Go's error for %j: %s", (text, error) => {
  expect(goJsonError(Buffer.from(text))).toBe(error);
});
