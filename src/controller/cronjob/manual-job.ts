/** The Job that `kubectl create job NAME --from=cronjob/X` makes. */

import type { ApiSwitches } from "../../api/switches.ts";
import type { CronJob, Job } from "../../api/types.ts";
import type { Draft } from "../calls.ts";

const MANUAL_ANNOTATION = "cronjob.kubernetes.io/instantiate";

/**
 * The manifest that kubectl posts: unlike a scheduled Job, it does not block the deletion of its CronJob.
 *
 * @param switches whether the CronJob becomes its controller or only an owner
 */
export function manualJob(
  cronJob: CronJob,
  name: string,
  { manualJobControlled }: Pick<ApiSwitches, "manualJobControlled">,
): Draft<Job> {
  const { namespace, name: owner, uid } = cronJob.metadata;
  const { metadata: template = {}, spec } = cronJob.spec.jobTemplate;
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name,
      namespace,
      ...(template.labels === undefined ? {} : { labels: template.labels }),
      annotations: { [MANUAL_ANNOTATION]: "manual", ...template.annotations },
      ownerReferences: [
        {
          apiVersion: "batch/v1",
          kind: "CronJob",
          name: owner,
          uid,
          ...(manualJobControlled ? { controller: true } : {}),
        },
      ],
    },
    spec,
  };
}
