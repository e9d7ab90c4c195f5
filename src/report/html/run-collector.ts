/** Reads the log of a run, one entry at a time, into what a page shows over time: Jobs, pods and lines. */

import { describe } from "../../analysis/changes/describe.ts";
import { jobOfRefused, type Transition } from "../../analysis/changes/transition.ts";
import { TransitionReader } from "../../analysis/changes/transitions.ts";
import type { ProbeKill } from "../../analysis/pod-life.ts";
import type { RunAccount } from "../../analysis/read-run.ts";
import type { JobCommit, LogEntry, PodCommit } from "../../apiserver/log.ts";
import type { JobRef } from "../../simulation/plan.ts";
import type { PodIdentities } from "../../simulation/pod-identities.ts";
import { isOfController } from "../explain/beside-transitions.ts";
import { killText } from "../probe-kills.ts";
import { type HeldMoment, type HeldVersion, JobHistory, joinedLine, versionChanges } from "./job-history.ts";
import { LookTable } from "./look-table.ts";
import type { PageBounds } from "./page-bounds.ts";
import { partText, roomOfJob, type ShownPods, shownPods } from "./pod-sample.ts";
import { PodTracks } from "./pod-tracks.ts";
import type { PodLook, ReportJob, ReportPod, ReportTransition } from "./report-data.ts";

/** What was collected of a run. */
export interface CollectedRun {
  readonly jobs: readonly ReportJob[];
  readonly looks: readonly PodLook[];
  readonly lines: readonly ReportTransition[];
  /** Which of the lines are the work of a controller. */
  readonly deeds: ReadonlySet<ReportTransition>;
  /** Which pods are shown, for each Job. */
  readonly shown: readonly ShownPods[];
  /** Of Jobs whose writes are joined: how many entries of the log are how many lines. */
  readonly joined: { readonly entries: number; readonly lines: number } | undefined;
}

export class RunCollector {
  readonly #bounds: PageBounds;
  readonly #isOutstanding: (transition: Transition) => boolean;
  readonly #reader: TransitionReader;
  readonly #looks = new LookTable();
  readonly #tracks: PodTracks;
  /** Numbers of Jobs by UID, in the order of their creation. */
  readonly #numbers = new Map<string, number>();
  readonly #names = new Map<string, number>();
  readonly #histories: JobHistory[] = [];
  /** What concerns no Job. */
  readonly #common = new JobHistory();
  #entries = 0;

  /** @param isOutstanding which transition is highlighted: called with each one, in order */
  constructor(identities: PodIdentities, bounds: PageBounds, isOutstanding: (transition: Transition) => boolean) {
    this.#bounds = bounds;
    this.#isOutstanding = isOutstanding;
    this.#reader = new TransitionReader({ identities });
    this.#tracks = new PodTracks(bounds.pods);
  }

  read(entry: LogEntry): void {
    const number = this.#entries++;
    const written = entry.kind === "commit" && entry.resource === "jobs" ? this.#readJob(entry) : undefined;
    if (entry.kind === "commit" && entry.resource === "pods") this.#readPod(entry);
    this.#reader.read(entry);
    const found = this.#reader.found.splice(0);
    if (found.length === 0 && written?.version === undefined) return;
    const transitions = found.map((transition) => ({ transition, stands: this.#isOutstanding(transition) }));
    const [first] = found;
    const job = written?.job ?? (first === undefined ? undefined : this.#jobOf(first));
    const moment: HeldMoment = {
      number,
      atMs: entry.timeMs,
      transitions,
      ...(written?.version === undefined ? {} : { version: written.version }),
    };
    this.#historyOf(job).add(moment);
  }

  /** Number of a Job; nothing if there is none of that name. */
  numberOf({ namespace, name }: JobRef): number | undefined {
    return this.#names.get(`${namespace}/${name}`);
  }

  /** Whether a Job has so many pods that lines about it are joined. */
  isCondensed(job: number): boolean {
    return this.#histories[job]?.isCondensed === true;
  }

  /**
   * @param outcomes of the Jobs, as texts
   * @param pods room for the pods of all Jobs
   */
  collected({ jobs }: RunAccount, outcomes: readonly string[], pods: number): CollectedRun {
    const room = roomOfJob(
      jobs.map((job) => job.pods.length),
      pods,
      this.#bounds.pods,
    );
    const shown = jobs.map(({ uid, pods: { length } }) => shownPods(this.#tracks.of(uid), length, room));
    const moments = [...this.#histories, this.#common].map((history) => history.moments);
    return {
      jobs: jobs.map((job, i): ReportJob => {
        const part = shown[i];
        const outcome = outcomes[i] ?? "";
        return {
          namespace: job.namespace,
          name: job.name,
          creationTimestamp: job.last.metadata.creationTimestamp,
          ...(job.goneMs === undefined ? {} : { goneMs: job.goneMs }),
          outcome: jobs.length === 1 || part === undefined ? outcome : `${outcome}${partText(part)}`,
          versions: versionChanges((moments[i] ?? []).flatMap(({ version }) => version ?? [])),
          pods: part === undefined ? [] : reportPods(job.pods, part),
        };
      }),
      looks: this.#looks.all,
      ...this.#lines(moments),
      shown,
      joined: this.#joined(moments),
    };
  }

  #lines(moments: readonly (readonly HeldMoment[])[]): Pick<CollectedRun, "lines" | "deeds"> {
    const deeds = new Set<ReportTransition>();
    const listed = moments.flatMap((own, job) => {
      let version = -1;
      return own.map((moment) => {
        if (moment.version !== undefined) version++;
        const place = {
          ...(job < this.#histories.length ? { job } : {}),
          ...(moment.version === undefined ? {} : { version }),
        };
        return { number: moment.number, lines: linesOf(moment, place, deeds) };
      });
    });
    return { lines: listed.sort((a, b) => a.number - b.number).flatMap(({ lines }) => lines), deeds };
  }

  #joined(moments: readonly (readonly HeldMoment[])[]): CollectedRun["joined"] {
    const condensed = this.#histories.flatMap((history, i) =>
      history.isCondensed ? [{ entries: history.entries, lines: moments[i]?.length ?? 0 }] : [],
    );
    const entries = condensed.reduce((sum, one) => sum + one.entries, 0);
    const lines = condensed.reduce((sum, one) => sum + one.lines, 0);
    return entries === lines ? undefined : { entries, lines };
  }

  #readJob({ object, timeMs, type }: JobCommit): { readonly job: number; readonly version?: HeldVersion } {
    const { namespace, name, uid, deletionTimestamp } = object.metadata;
    const job = this.#numbers.get(uid) ?? this.#numbers.size;
    this.#numbers.set(uid, job);
    this.#names.set(`${namespace}/${name}`, job);
    if (type === "DELETED") return { job };
    const { spec, status } = object;
    return { job, version: { atMs: timeMs, spec, status, deleted: deletionTimestamp !== undefined } };
  }

  #readPod(commit: PodCommit): void {
    const grown = this.#tracks.read(commit, this.#looks.see(commit.object));
    if (grown === undefined || grown.pods <= this.#bounds.pods) return;
    const job = this.#numbers.get(grown.uid);
    if (job !== undefined) this.#historyOf(job).condense(this.#bounds.lines);
  }

  #historyOf(job: number | undefined): JobHistory {
    if (job === undefined) return this.#common;
    const history = this.#histories[job] ?? new JobHistory();
    this.#histories[job] = history;
    return history;
  }

  #jobOf(transition: Transition): number | undefined {
    if (transition.kind === "controllers" || transition.kind === "program") return undefined;
    const ref = transition.kind === "refused" ? jobOfRefused(transition) : transition.job;
    return ref === undefined ? undefined : this.numberOf(ref);
  }
}

/** @param deeds receives the lines that are the work of a controller */
function linesOf(
  moment: HeldMoment,
  place: Pick<ReportTransition, "job" | "version">,
  deeds: Set<ReportTransition>,
): ReportTransition[] {
  const joined = joinedLine(moment);
  if (joined !== undefined) {
    const line: ReportTransition = { atMs: moment.atMs, ...joined, ...place };
    deeds.add(line);
    return [line];
  }
  return moment.transitions.flatMap(({ transition, stands }) =>
    describe(transition).map((line): ReportTransition => {
      const listed = { atMs: transition.atMs, ...line, ...place, ...(stands ? { stands } : {}) };
      if (isOfController(transition)) deeds.add(listed);
      return listed;
    }),
  );
}

function killOf({ atMs, container, probe }: ProbeKill): NonNullable<ReportPod["kills"]>[number] {
  return { atMs, text: killText(probe, container) };
}

function reportPods(pods: RunAccount["jobs"][number]["pods"], { tracks, isSample }: ShownPods): ReportPod[] {
  const shown = isSample ? pods.filter(({ uid }) => tracks.has(uid)) : pods;
  return shown.map((pod): ReportPod => {
    const { name, label, uid, index, createdMs, runningMs, endedMs, goneMs, exitCode, countedAs = "" } = pod;
    return {
      name,
      label,
      uid,
      createdMs,
      // With an index each would have the row of its index, among a million empty ones.
      ...(index === undefined || isSample ? {} : { index }),
      ...(runningMs === undefined ? {} : { runningMs }),
      ...(endedMs === undefined ? {} : { endedMs }),
      ...(goneMs === undefined ? {} : { goneMs }),
      ...(exitCode === undefined ? {} : { exitCode }),
      counted: countedAs,
      ...(pod.probeKills.length === 0 ? {} : { kills: pod.probeKills.map(killOf) }),
      steps: tracks.get(uid)?.steps ?? [],
    };
  });
}
