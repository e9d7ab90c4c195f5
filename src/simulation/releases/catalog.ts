/** Descriptions of all switches, and their values by release. */

import { DEFAULT_SWITCHES, type Switches, type SwitchId } from "../switches.ts";
import { API_DOCS } from "./catalog-api.ts";
import { CRON_JOB_DOCS } from "./catalog-cron-job.ts";
import { KUBELET_DOCS } from "./catalog-kubelet.ts";
import { QUEUE_DOCS } from "./catalog-queue.ts";
import { SCHEDULER_DOCS } from "./catalog-scheduler.ts";
import { STATUS_DOCS } from "./catalog-status.ts";
import { RELEASES, type Release, switchesOf } from "./releases.ts";
import type { SwitchDoc } from "./switch-doc.ts";

export const SWITCH_DOCS: { readonly [id in SwitchId]: SwitchDoc } = {
  ...QUEUE_DOCS,
  ...STATUS_DOCS,
  ...CRON_JOB_DOCS,
  ...API_DOCS,
  ...KUBELET_DOCS,
  ...SCHEDULER_DOCS,
};

/** Whether a text is the id of a switch. */
export function isSwitchId(text: string): text is SwitchId {
  return Object.hasOwn(DEFAULT_SWITCHES, text);
}

/** The ids of all switches, in the order of the reference page. */
export const SWITCH_IDS: readonly SwitchId[] = Object.keys(SWITCH_DOCS).filter(isSwitchId);

/** A value of a switch, and the release from which it holds. */
export interface SwitchValue {
  readonly since: Release;
  readonly value: Switches[SwitchId];
}

/** The values of a switch over the releases, oldest first. */
export function historyOf(id: SwitchId): readonly SwitchValue[] {
  const history: SwitchValue[] = [];
  for (const release of RELEASES) {
    const value = switchesOf(release)[id];
    if (history.at(-1)?.value !== value) history.push({ since: release, value });
  }
  return history;
}

/** The value of a switch in scenarios and flags. */
export function valueText(value: Switches[SwitchId]): string {
  if (typeof value === "string") return value;
  return value ? "yes" : "no";
}

/** The switches in which two releases differ. */
export function differencesBetween(from: Release, to: Release): readonly SwitchId[] {
  const [old, next] = [switchesOf(from), switchesOf(to)];
  return SWITCH_IDS.filter((id) => old[id] !== next[id]);
}

/** The link to the description of a switch. */
export function pageOf(id: SwitchId): string {
  return `docs/releases.md#${id.toLowerCase()}`;
}
