/** What the API server adds to a Job that a user submits. */

import { copyWith } from "../copy-with.ts";
import { oncePerObject } from "../once-per-object.ts";
import { type ApiSwitches, CURRENT_API } from "../switches.ts";
import type { Job, JobSpec, PodFailurePolicy } from "../types.ts";
import { fill, mapKept } from "./fill.ts";
import { defaultTemplateSpec } from "./pod-spec.ts";

const DEFAULT_BACKOFF_LIMIT = 6;
/** With a limit per index the limit for the whole Job is out of the way. */
const NO_BACKOFF_LIMIT = 2 ** 31 - 1;

/**
 * Fills in the defaults of a Job, its pod template included; parts that lack nothing are shared with the given Job.
 *
 * A Job without labels gets those of its template: the same map, which is how creation tells an inherited map from the
 * user's own (see `prepareJobForCreate`).
 *
 * @param switches what the release fills in
 */
export function defaultJob(job: Job, switches: ApiSwitches = CURRENT_API): Job {
  const spec = defaultJobSpec(job.spec, switches);
  const metadata = defaultLabels(job.metadata, spec);
  return spec === job.spec && metadata === job.metadata ? job : { ...job, metadata, spec };
}

/** A Job that has all defaults but the labels, which it gets when it is read back from storage. */
export function withLabelsOfTemplate(job: Job): Job {
  const metadata = defaultLabels(job.metadata, job.spec);
  return metadata === job.metadata ? job : { ...job, metadata };
}

function defaultLabels(metadata: Job["metadata"], spec: JobSpec): Job["metadata"] {
  const templateLabels = spec.template.metadata?.labels;
  if (templateLabels === undefined || Object.keys(metadata.labels ?? {}).length > 0) return metadata;
  return copyWith(metadata, { labels: templateLabels });
}

/** The Jobs of one template share their spec as it was read. */
const defaulted = oncePerObject((switches: ApiSwitches) =>
  oncePerObject((given: JobSpec) => fillJobSpec(given, switches)),
);

function defaultJobSpec(given: JobSpec, switches: ApiSwitches): JobSpec {
  return defaulted(switches)(given);
}

function fillJobSpec(given: JobSpec, switches: ApiSwitches): JobSpec {
  const isSingle = given.completions === undefined && given.parallelism === undefined;
  const policy = given.podFailurePolicy;
  const filled = fill(given, {
    ...(isSingle ? { completions: 1 } : {}),
    parallelism: 1,
    completionMode: "NonIndexed",
    backoffLimit: given.backoffLimitPerIndex === undefined ? DEFAULT_BACKOFF_LIMIT : NO_BACKOFF_LIMIT,
    suspend: false,
    ...(switches.manualSelectorDefaulted ? { manualSelector: false } : {}),
    ...(switches.podReplacementPolicy === "on"
      ? { podReplacementPolicy: policy === undefined ? "TerminatingOrFailed" : "Failed" }
      : {}),
  });
  const template = filled.template;
  const podSpec = defaultTemplateSpec(template.spec);
  const podFailurePolicy = policy && defaultPodFailurePolicy(policy);
  if (podSpec === template.spec && podFailurePolicy === policy) return filled;
  return {
    ...filled,
    ...(podFailurePolicy === undefined ? {} : { podFailurePolicy }),
    template: podSpec === template.spec ? template : { ...template, spec: podSpec },
  };
}

function defaultPodFailurePolicy(policy: PodFailurePolicy): PodFailurePolicy {
  const rules = mapKept(policy.rules, (rule) => {
    if (rule.onPodConditions === undefined) return rule;
    const onPodConditions = mapKept(rule.onPodConditions, (pattern) =>
      pattern.status === "" ? { ...pattern, status: "True" } : pattern,
    );
    return onPodConditions === rule.onPodConditions ? rule : { ...rule, onPodConditions };
  });
  return rules === policy.rules ? policy : { ...policy, rules };
}
