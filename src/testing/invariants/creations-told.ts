/** What controllers create is told in Events (semantics 03, section 6; 14, section 5). */

import type { Invariant } from "./invariant.ts";
import { isController } from "./ledger.ts";
import { controllerOf } from "./pod-reading.ts";
import { isUndisturbed } from "./undisturbed.ts";

/** Of more Events that are alike client-go makes one, whose message names none of them. */
const LIKE_EVENTS = 10;

/** Of so many Events about one object client-go drops the next, and lets one through every five minutes. */
const BURST = 25;

const TOLD_BY: ReadonlySet<string> = new Set(["Job", "CronJob"]);

/** Judged in runs in which nothing went wrong: a process that dies after its write says nothing. */
export const creationsTold: Invariant = {
  id: "creations-told",
  sentence:
    "Each pod that a Job's controller creates, and each Job of a CronJob, has an Event SuccessfulCreate with its name.",
  source: "docs/semantics/03-sync-loop.md, section 6; docs/semantics/14-cronjob.md, section 5",
  watch(ledger) {
    /** Names of what was created, by UID of the owner; an owner without any leaves no trace. */
    const created = new Map<string, string[]>();
    const told = new Map<string, { events: number; creations: string }>();
    return {
      entry(entry) {
        if (entry.kind === "event" && !entry.onDemand) {
          const { uid } = entry.regarding;
          const said = told.get(uid) ?? { events: 0, creations: "" };
          said.events++;
          if (entry.reason === "SuccessfulCreate") said.creations += ` ${entry.message} `;
          told.set(uid, said);
        }
        if (entry.kind !== "commit" || entry.type !== "ADDED" || !isController(entry.actor)) return;
        const owner = controllerOf(entry.object);
        if (owner === undefined || !TOLD_BY.has(owner.kind)) return;
        const names = created.get(owner.uid) ?? [];
        names.push(entry.object.metadata.name);
        created.set(owner.uid, names);
      },
      end(report) {
        for (const [uid, names] of created) {
          if (!isUndisturbed(ledger)) {
            report.excused();
            continue;
          }
          report.armed();
          const { events = 0, creations = "" } = told.get(uid) ?? {};
          if (names.length > LIKE_EVENTS || events >= BURST) continue;
          const silent = names.find((name) => !creations.includes(` ${name} `));
          if (silent !== undefined)
            report({ job: ledger.jobs.get(uid), message: `no Event says that ${silent} was created` });
        }
      },
    };
  },
};
