import fc from "fast-check";
import { expect, test } from "vitest";
import { fixed } from "../../../src/engine/distribution.ts";
import type { NumberSpan, PodMatch } from "../../../src/kubelet/behaviour/rules.ts";
import { scriptsFrom } from "../../../src/kubelet/behaviour/scripts.ts";

const small = fc.nat({ max: 2 });
const jobName = fc.constantFrom("a", "b");
const spans = fc.oneof(
  small.map((only): NumberSpan[] => [{ first: only, last: only }]),
  fc.tuple(small, small).map(([first, more]): NumberSpan[] => [{ first, last: first + more }, { first: 7 }]),
);
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const refs = fc.array(
  jobName.map((name) => ({ namespace: "default", name })),
  { minLength: 1, maxLength: 3 },
);

const aMatch = fc
  .record({ jobs: optional(refs), index: optional(spans), attempt: optional(spans), ordinal: optional(spans) })
  .map((fields): PodMatch => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)));
const aPod = fc.record({ jobName, index: optional(small), attempt: small, ordinal: small });

/** Rules one after the other, as the documentation has it. */
function firstFor(
  matches: readonly PodMatch[],
  pod: { jobName: string; index?: number | undefined; attempt: number; ordinal: number },
) {
  const holds = (among: readonly NumberSpan[] | undefined, value: number | undefined): boolean =>
    among === undefined ||
    (value !== undefined &&
      among.some(({ first, last = Number.POSITIVE_INFINITY }) => first <= value && value <= last));
  return matches.findIndex(
    ({ jobs, index, attempt, ordinal }) =>
      (jobs === undefined || jobs.some(({ name }) => name === pod.jobName)) &&
      holds(index, pod.index) &&
      holds(attempt, pod.attempt) &&
      holds(ordinal, pod.ordinal),
  );
}

test("the first rule that matches a pod decides, however rules are found", () => {
  fc.assert(
    fc.property(fc.array(aMatch, { maxLength: 8 }), fc.array(aPod, { minLength: 1, maxLength: 8 }), (matches, pods) => {
      const rules = matches.map((match, place) => ({ match, traits: { run: fixed(1_000 + place) } }));
      const scriptFor = scriptsFrom("1", { default: { run: fixed(999) }, rules });
      for (const { index, ...pod } of pods) {
        const identity = { namespace: "default", ...pod, ...(index === undefined ? {} : { index }) };
        expect(scriptFor(identity).runMs).toBe(1_000 + firstFor(matches, identity));
      }
    }),
  );
});
