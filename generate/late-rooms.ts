/**
 * Rooms that few runs enter, such as the scheduler or the schema of scenario files, load when one of their functions is
 * first called. They are a third of what `jobsim run` would otherwise read before it plays five pods.
 *
 * In the sources these are plain imports. In the bundle, such an import finds a module of stand-ins: functions of the
 * same names that load the room synchronously and pass the call on, with `new` or without.
 */

import { relative, resolve } from "node:path";
import type { Plugin } from "rolldown";

/** Files through which other rooms enter one of these, and the functions and classes by which they do. */
export const DOORS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  scenario: {
    "src/scenario/schema-problems.ts": ["checkScenario", "checkPart"],
    "src/scenario/compile-cluster.ts": ["compileCluster", "outagesUnder"],
    "src/scenario/compile-pods.ts": ["compilePods"],
    "src/scenario/compile-expect.ts": ["compileExpect"],
    "src/scenario/compile-switches.ts": ["compileSwitches"],
    "src/scenario/events/compile-events.ts": ["compileEvents"],
  },
  plans: {
    "src/kubelet/behaviour/rules-check.ts": ["problemsOfRules"],
  },
  pods: {
    "src/kubelet/full-pod.ts": ["FullPod"],
    "src/kubelet/pod-events.ts": ["PodEvents"],
    "src/kubelet/lives/life.ts": ["Life"],
    "src/kubelet/behaviour/container-scripts.ts": ["drawContainers"],
    "src/api/validation/pod/file-volumes.ts": [
      "validateSecret",
      "validateConfigMap",
      "validateDownwardApi",
      "validateProjected",
    ],
    "src/api/validation/pod/network-volumes.ts": [
      "validateIscsi",
      "validateFibreChannel",
      "validateQuobyte",
      "validateAzureDisk",
    ],
    "src/api/validation/pod/claim-template.ts": ["validateClaimTemplate"],
  },
  cluster: {
    "src/kubelet/cluster.ts": ["Cluster"],
    "src/simulation/nodes/nodes.ts": ["Nodes"],
    "src/simulation/checkpoints/works.ts": ["Works"],
    "src/simulation/autoscaler/scale-pools.ts": ["scalePools"],
    "src/simulation/queues/queue-controller.ts": ["queueController"],
    "src/controller/node-lifecycle/node-lifecycle-controller.ts": ["NodeLifecycleController"],
    "src/controller/taint-eviction/taint-eviction-controller.ts": ["TaintEvictionController"],
    "src/controller/pod-gc/pod-gc-controller.ts": ["PodGcController"],
    "src/apiserver/admission/quota/check-quota.ts": ["podQuotaRequest", "checkQuotas"],
    "src/apiserver/admission/limit-range/check-limits.ts": ["limitRangeProblems", "limitRangeMessage"],
  },
  faults: {
    "src/simulation/faults/disturbances.ts": ["Disturbances"],
    "src/simulation/choices/chosen-client.ts": ["ChosenClient"],
    "src/simulation/choices/chosen-program.ts": ["ChosenProgram"],
    "src/simulation/choices/chosen-watch.ts": ["ChosenWatches"],
    "src/simulation/reviews/reviews.ts": ["BatchReviews"],
    "src/simulation/reviews/held-deletions.ts": ["HeldDeletions"],
  },
  schedules: {
    "src/controller/cronjob/sync.ts": ["syncCronJob"],
    "src/analysis/repeats/repetition.ts": ["Repetition"],
    "src/analysis/cron-jobs/cron-record.ts": ["CronRecord"],
    "src/report/cron-jobs/runs-text.ts": ["runsText"],
    "src/api/schedule/parse-schedule.ts": ["parseSchedule"],
  },
};

const PREFIX = "late-room:";

const doors = Object.entries(DOORS).flatMap(([room, files]) =>
  Object.entries(files).map(([file, names]) => ({
    room,
    file,
    names,
    entry: `late-${file.replace(/^.*\/|\.ts$/g, "")}`,
  })),
);

/** An entry for each door, so that a stand-in knows the file to load. */
export const LATE_ENTRIES: Readonly<Record<string, string>> = Object.fromEntries(
  doors.map(({ entry, file }) => [entry, file]),
);

/** A chunk for each room: what only its doors lead to. */
export const LATE_GROUPS = Object.keys(DOORS).map((name) => ({
  name,
  test: (id: string) => doors.some(({ room, file }) => room === name && relative(".", id) === file),
}));

export const lateRooms: Plugin = {
  name: "late-rooms",
  resolveId(id, importer) {
    if (importer === undefined || !id.startsWith(".")) return undefined;
    const file = relative(".", resolve(importer, "..", id));
    return doors.some((door) => door.file === file) ? `${PREFIX}${file}` : undefined;
  },
  load(id) {
    const door = id.startsWith(PREFIX) ? doors.find(({ file }) => file === id.slice(PREFIX.length)) : undefined;
    if (door === undefined) return undefined;
    const { entry, names } = door;
    return `import { createRequire } from "node:module";
      let room;
      const load = () => (room ??= createRequire(import.meta.url)("./${entry}.js"));
      ${names.map(standIn).join("\n")}`;
  },
};

function standIn(name: string): string {
  return `export function ${name}(...given) {
    return new.target === undefined ? load().${name}(...given) : new (load().${name})(...given);
  }`;
}
