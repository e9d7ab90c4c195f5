/** A controller that sees Jobs or pods other than they are. */

import { CRON_JOB } from "../../src/api/kinds/cron-job.ts";
import { isOfKind, type Kind } from "../../src/api/kinds/kind.ts";
import { JOB, POD } from "../../src/api/kinds/workloads.ts";
import type { CronJob, Job, JobSpec, KubeObject, Pod } from "../../src/api/types.ts";
import type { Commit } from "../../src/apiserver/log.ts";
import { Informer } from "../../src/controller/informer.ts";
import type { ListWatch } from "../../src/controller/list-watch.ts";
import { builtInControllers, type StartControllers } from "../../src/testing/index.ts";
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

/** The controllers are shown every CronJob as changed, in lists and by the watch. */
export function misreadCronJobs(read: (cronJob: CronJob) => CronJob): StartControllers {
  const see = <T extends KubeObject>(object: T): KubeObject => (isOfKind(CRON_JOB, object) ? read(object) : object);
  return (host) => {
    const { listWatch } = host;
    const list: ListWatch["list"] = function* <T extends KubeObject>(of: Kind<T>) {
      for (const object of listWatch.list(of)) {
        const seen = see(object);
        if (isOfKind(of, seen)) yield seen;
      }
    };
    const follow: ListWatch["follow"] = (listener, listed) =>
      listWatch.follow((entry) => listener(entry.kind === "commit" ? seenCommit(entry, see) : entry), listed);
    return builtInControllers({ ...host, listWatch: changedListWatch(listWatch, { list, follow }) });
  };
}

function seenCommit<C extends Commit>(commit: C, see: (object: KubeObject) => KubeObject): C {
  const { object, previous } = commit;
  return { ...commit, object: see(object), previous: previous && see(previous) };
}

/** The lists of a process, of which some are answered otherwise. */
function changedListWatch(inner: ListWatch, { list, follow }: Pick<ListWatch, "list" | "follow">): ListWatch {
  return {
    get jobs() {
      return inner.jobs;
    },
    get pods() {
      return inner.pods;
    },
    get resourceVersion() {
      return inner.resourceVersion;
    },
    isComplete: false,
    list,
    follow,
  };
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
