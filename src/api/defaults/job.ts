/** Defaults that the API server adds to a submitted Job. */

import { copyWith } from "../copy-with.ts";
import { oncePerObject } from "../once-per-object.ts";
import { type ApiSwitches, CURRENT_API } from "../switches.ts";
import type { Job, JobSpec, PodFailurePolicy } from "../types.ts";
import { fill, mapKept } from "./fill.ts";
import { defaultTemplateSpec } from "./pod-spec.ts";

const DEFAULT_BACKOFF_LIMIT = 6;
/** With a limit per index, the limit of the whole Job never applies. */
const NO_BACKOFF_LIMIT = 2 ** 31 - 1;

/**
 * Fills in the defaults of a Job and of its pod template; unchanged parts are shared with the given Job.
 *
 * A Job without labels gets those of its template: the same map, by which creation recognizes inherited labels (see
 * `prepareJobForCreate`).
 *
 * @param switches what the release fills in
 */
export function defaultJob(job: Job, switches: ApiSwitches = CURRENT_API): Job {
  const spec = defaultJobSpec(job.spec, switches);
  const metadata = defaultLabels(job.metadata, spec);
  return spec === job.spec && metadata === job.metadata ? job : { ...job, metadata, spec };
}

/** Adds the default labels, which a Job gets when it is read from storage. */
export function withLabelsOfTemplate(job: Job): Job {
  const metadata = defaultLabels(job.metadata, job.spec);
  return metadata === job.metadata ? job : { ...job, metadata };
}

function defaultLabels(metadata: Job["metadata"], spec: JobSpec): Job["metadata"] {
  const templateLabels = spec.template.metadata?.labels;
  if (templateLabels === undefined || Object.keys(metadata.labels ?? {}).length > 0) return metadata;
  return copyWith(metadata, { labels: templateLabels });
}

/** Jobs from one template share their decoded spec. */
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
