/** A controller that sees Jobs or pods other than they are. */

import { isOfKind } from "../../src/api/kinds/kind.ts";
import { JOB, POD } from "../../src/api/kinds/workloads.ts";
import type { Job, JobSpec, KubeObject, Pod } from "../../src/api/types.ts";
import type { Commit } from "../../src/apiserver/log.ts";
import { Informer } from "../../src/controller/informer.ts";
import { replaceMethod } from "./install.ts";

function change<C extends Commit>(commit: C, job: (job: Job) => Job, pod: (pod: Pod) => Pod): C {
  const { object, previous } = commit;
  const see = (seen: KubeObject | undefined) => {
    if (seen === undefined) return undefined;
    if (isOfKind(JOB, seen)) return job(seen);
    return isOfKind(POD, seen) ? pod(seen) : seen;
  };
  return { ...commit, object: see(object), previous: see(previous) };
}

/** The watch shows every Job as changed. */
export function misreadJobs(read: (job: Job) => Job): () => () => void {
  return () =>
    replaceMethod(
      Informer.prototype,
      "committed",
      (original) =>
        function (this: Informer<Commit>, commit: Commit) {
          original.call(
            this,
            change(commit, read, (pod) => pod),
          );
        },
    );
}

/** The watch shows every Job with a changed spec. */
export function misreadSpec(read: (spec: JobSpec) => Partial<JobSpec>): () => () => void {
  return misreadJobs((job) => ({ ...job, spec: { ...job.spec, ...read(job.spec) } }));
}

/** The watch loses some changes. */
export function loseEvents(loses: (commit: Commit) => boolean): () => () => void {
  return () =>
    replaceMethod(
      Informer.prototype,
      "committed",
      (original) =>
        function (this: Informer<Commit>, commit: Commit) {
          if (!loses(commit)) original.call(this, commit);
        },
    );
}
