/** JS210 and JS211: fields that a release drops, with a warning or silently. */

import { decodeJob } from "../../../api/decode-object.ts";
import { knownPodFields } from "../../../api/release-fields.ts";
import type { FieldSupport } from "../../../api/switches.ts";
import type { JobSpec } from "../../../api/types.ts";
import { pageOf } from "../../../simulation/releases/catalog.ts";
import { NO_LIMIT } from "../bounds.ts";
import { inSpec, type JobInRelease, type LintRule, type Remark } from "../rule.ts";

/** A field that came with some release: the switch that decides about it, and what happens without it. */
const FIELDS = {
  podFailurePolicy: {
    switchId: "podFailurePolicy",
    without: "every failure counts against backoffLimit, and none ends the Job early",
  },
  backoffLimitPerIndex: {
    switchId: "backoffLimitPerIndex",
    without: "backoffLimit counts the failures of all indexes together, and one bad index fails the Job",
  },
  maxFailedIndexes: { switchId: "backoffLimitPerIndex", without: "no number of failed indexes stops the Job" },
  podReplacementPolicy: {
    switchId: "podReplacementPolicy",
    without: "it does not decide when a terminating pod is replaced",
  },
  successPolicy: { switchId: "successPolicy", without: "the Job completes only when every index has succeeded" },
  managedBy: {
    switchId: "managedBy",
    without: "the built-in controller also runs the Job, next to the one that is named",
  },
} as const;

type Field = keyof typeof FIELDS;
const FIELD_NAMES = Object.keys(FIELDS).filter((name): name is Field => Object.hasOwn(FIELDS, name));

export const unknownFields: LintRule = {
  id: "JS210",
  severity: "danger",
  title: "a field that the release does not know",
  why:
    "An API server removes fields that it does not know and sends a warning; kubectl, which validates strictly by default, " +
    "refuses the file. A client that does not look at warnings gets a Job that behaves differently.",
  advice: "Leave the field out for such releases, or upgrade first.",
  validity: {},
  check: (_job, inRelease) => [
    ...fieldsWith("unknown", inRelease).map((field) =>
      remarkOn(field, `the field is unknown and is removed with a warning: ${FIELDS[field].without}`),
    ),
    ...unknownInTemplate(inRelease),
  ],
};

export const droppedFields: LintRule = {
  id: "JS211",
  severity: "danger",
  title: "a field that is silently dropped",
  why:
    "A field whose feature gate is off by default is removed when the Job is created, after defaults were filled in and " +
    "before anything is validated: there is no warning, and wrong values go unnoticed.",
  advice: "Leave the field out for such releases, or upgrade first.",
  validity: {},
  check: (_job, inRelease) => [
    ...fieldsWith("dropped", inRelease).map((field) =>
      remarkOn(field, `the field is silently dropped: ${withoutIt(field, inRelease)}`),
    ),
    ...droppedRules(inRelease),
  ],
};

function fieldsWith(support: FieldSupport, { written, switches }: JobInRelease): readonly Field[] {
  return FIELD_NAMES.filter(
    (field) => written.spec[field] !== undefined && switches[FIELDS[field].switchId] === support,
  );
}

/** Newer fields of the pod template; one that no release has is refused when the file is read. */
function unknownInTemplate({ manifest, switches }: JobInRelease): Remark[] {
  const message = "the field is unknown and is removed with a warning: pods do not have it";
  const { problems } = decodeJob(manifest, { knows: knownPodFields(switches) });
  return problems.flatMap(({ kind, path }) =>
    kind === "unknownField" ? [{ path, message, page: pageOf("podFields") }] : [],
  );
}

function remarkOn(field: Field, message: string): Remark {
  return { path: inSpec(field), message, page: pageOf(FIELDS[field].switchId) };
}

function withoutIt(field: Field, { job }: JobInRelease): string {
  // The default of backoffLimit was filled in for a limit per index, and stays.
  const isEndless = field === "backoffLimitPerIndex" && job.spec.backoffLimit === NO_LIMIT;
  return isEndless ? `backoffLimit is stored as ${NO_LIMIT}, so that the Job never gives up` : FIELDS[field].without;
}

/** Without a limit per index, a rule cannot fail an index, and is removed. */
function droppedRules({ written, job, switches }: JobInRelease): Remark[] {
  if (switches.backoffLimitPerIndex !== "dropped" || job.spec.podFailurePolicy === undefined) return [];
  return failIndexRules(written.spec).map((i) => ({
    path: inSpec("podFailurePolicy", "rules", i),
    message: "the rule is silently dropped, because its action is FailIndex: what it matches counts as usual",
    page: pageOf("backoffLimitPerIndex"),
  }));
}

function failIndexRules({ podFailurePolicy }: JobSpec): number[] {
  return (podFailurePolicy?.rules ?? []).flatMap(({ action }, i) => (action === "FailIndex" ? [i] : []));
}
