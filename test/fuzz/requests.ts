/** Requests of recorded flows, with their paths, queries, headers and bodies changed. */

import fc from "fast-check";
import { flowSteps } from "./corpus.ts";
import { edited, edits } from "./edits.ts";
import { spitefulJson, spitefulKey, spitefulValue } from "./spite.ts";
import { anyText, editedText, textEdits } from "./text-edits.ts";

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
const TYPES = [
  ...["application/json", "application/yaml", "application/merge-patch+json", "application/strategic-merge-patch+json"],
  ...[
    "application/json-patch+json",
    "application/apply-patch+yaml",
    "application/apply-patch+json",
    "text/plain",
    "a/b;c=d",
    ";",
  ],
];
const ACCEPTS = [
  ...[
    "*/*",
    "application/json",
    "application/yaml",
    "application/json;as=Table;v=v1;g=meta.k8s.io",
    "q=1;;;,,,",
    "a/*;q=x",
  ],
  "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io",
  "application/json;as=PartialObjectMetadataList;v=v1beta1;g=meta.k8s.io",
];
const PARAMETERS = [
  ...[
    "labelSelector",
    "fieldSelector",
    "limit",
    "continue",
    "resourceVersion",
    "resourceVersionMatch",
    "timeoutSeconds",
  ],
  ...[
    "watch",
    "allowWatchBookmarks",
    "sendInitialEvents",
    "dryRun",
    "fieldManager",
    "fieldValidation",
    "force",
    "pretty",
  ],
  ...[
    "gracePeriodSeconds",
    "propagationPolicy",
    "orphanDependents",
    "includeObject",
    "tailLines",
    "sinceSeconds",
    "container",
  ],
];
const SELECTORS = [
  "a=b",
  "a==b,c!=d",
  "a in (b,c),!d",
  "a notin ()",
  "metadata.name=x",
  "status.phase!=Running",
  "((",
  "a in (b",
  "!",
];
const SEGMENTS = [
  ...["api", "apis", "v1", "batch", "v2alpha1", "namespaces", "default", "jobs", "pods", "events", "watch", "status"],
  ...[
    "log",
    "eviction",
    "a",
    "%zz",
    "%00",
    "%2f",
    "..",
    "",
    "openapi",
    "v3",
    "v2",
    "jobsim",
    "clock",
    "scenario",
    "outcome",
    "%ed%a0%80",
  ],
];

const word = spitefulValue.map((value) => (typeof value === "string" ? value : JSON.stringify(value)));

const query = fc
  .array(
    fc.tuple(
      fc.constantFrom(...PARAMETERS),
      fc.oneof(word, fc.constantFrom(...SELECTORS), fc.constantFrom("1", "0", "true")),
    ),
    {
      maxLength: 3,
    },
  )
  .map((pairs) => pairs.map(([key, value]) => `${key}=${encodeURIComponent(wellFormed(value))}`).join("&"));

/** Half a character cannot stand in a URL. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

const step = fc.constantFrom(...flowSteps.map((one) => ({ ...one, path: one.path.replaceAll("{ns}", "default") })));

const headers = fc.record(
  { "Content-Type": fc.constantFrom(...TYPES), Accept: fc.constantFrom(...ACCEPTS) },
  { requiredKeys: [] },
);

function textOf(body: unknown): string {
  return spitefulJson(body).replaceAll("{ns}", "default");
}

/** A recorded request with changes in its body. */
const changedBody: fc.Arbitrary<Sent> = fc
  .tuple(step, edits)
  .map(([{ method, path, contentType, body, readModifyWrite }, changes]) => ({
    method,
    path,
    headers: { "Content-Type": contentType ?? "application/json" },
    body: method === "GET" ? undefined : textOf(edited(body ?? readModifyWrite ?? {}, changes)),
  }));

/** A recorded request whose body is broken as text, or bytes of no meaning. */
const brokenBody: fc.Arbitrary<Sent> = fc
  .tuple(step, headers, fc.oneof(textEdits, anyText, fc.uint8Array({ maxLength: 100 })))
  .map(([{ method, path, contentType, body }, more, broken]) => ({
    method: method === "GET" ? "POST" : method,
    path,
    headers: { "Content-Type": contentType ?? "application/json", ...more },
    body:
      typeof broken === "string"
        ? broken
        : broken instanceof Uint8Array
          ? new Uint8Array(broken)
          : editedText(textOf(body ?? {}), broken),
  }));

/** A recorded body sent elsewhere, in another way, with other options. */
const misdirected: fc.Arbitrary<Sent> = fc
  .tuple(step, step, fc.constantFrom(...METHODS), query, headers)
  .map(([target, { body }, method, options, more]) => ({
    method,
    path: `${target.path.split("?")[0]}?${options}`,
    headers: { "Content-Type": "application/json", ...more },
    body: ["GET", "HEAD"].includes(method) || body === undefined ? undefined : textOf(body),
  }));

/** A path made of pieces. */
const anywhere: fc.Arbitrary<Sent> = fc
  .tuple(
    fc.array(fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...SEGMENTS) }, { weight: 1, arbitrary: spitefulKey }), {
      maxLength: 8,
    }),
    query,
    fc.constantFrom(...METHODS),
    headers,
  )
  .map(([segments, options, method, more]) => ({
    method,
    path: `/${segments.map((segment) => (/^%/.test(segment) ? segment : encodeURIComponent(wellFormed(segment)))).join("/")}?${options}`,
    headers: more,
    body: undefined,
  }));

/** The clock and its neighbours. */
const clock: fc.Arbitrary<Sent> = fc
  .tuple(
    fc.constantFrom("clock", "scenario", "pods/default/a/outcome", "pods/%zz/a/outcome", "nothing"),
    fc.oneof(
      fc
        .constantFrom(
          { pause: true },
          { resume: true, speed: 2 },
          { advance: "5m" },
          { advance: "next" },
          { exitCode: 1 },
        )
        .chain((body) => edits.map((changes) => edited(body, changes))),
      spitefulValue,
    ),
    fc.constantFrom("GET", "POST", "PUT"),
  )
  .map(([path, body, method]) => ({
    method,
    path: `/jobsim/v1/${path}`,
    headers: { "Content-Type": "application/json" },
    body: method === "GET" ? undefined : spitefulJson(body),
  }));

/** Some requests, one after the other. */
export const requests: fc.Arbitrary<readonly Sent[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: changedBody },
    { weight: 2, arbitrary: brokenBody },
    { weight: 3, arbitrary: misdirected },
    { weight: 2, arbitrary: anywhere },
    { weight: 1, arbitrary: clock },
  ),
  { minLength: 1, maxLength: 6 },
);

/** Patches of every kind, for a Job that is there. */
export const patches: fc.Arbitrary<Sent> = fc
  .tuple(
    fc.constantFrom(...flowSteps.filter(({ method, body }) => method === "PATCH" && body !== undefined)),
    edits,
    fc.constantFrom(...TYPES.slice(2, 7)),
    fc.boolean(),
    fc.constantFrom("", "/status"),
  )
  .map(([{ body, contentType }, changes, type, asRecorded, subresource]) => ({
    method: "PATCH",
    path: `/apis/batch/v1/namespaces/default/jobs/a${subresource}?fieldManager=f`,
    headers: { "Content-Type": asRecorded && contentType !== undefined ? contentType : type },
    body: textOf(edited(body, changes)),
  }));
