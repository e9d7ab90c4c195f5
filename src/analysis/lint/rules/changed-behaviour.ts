/** JS213: what Kubernetes does with the Job differs between releases. */

import { defaultJob } from "../../../api/defaults.ts";
import { pageOf, SWITCH_DOCS, valueText } from "../../../simulation/releases/catalog.ts";
import { spanText } from "../../../simulation/releases/release-words.ts";
import type { SwitchId } from "../../../simulation/switches.ts";
import { CONCERNS } from "../concerns.ts";
import type { JobInRelease, RangeRule, Remark } from "../rule.ts";

export const changedBehaviour: RangeRule = {
  id: "JS213",
  severity: "advice",
  title: "what Kubernetes does with the Job changes",
  why:
    "The Job controller changed in every release. The finding lists what can matter to a Job with these fields; jobsim " +
    "upgrade finds out whether it does in a run.",
  advice: "Compare runs: jobsim upgrade FILE --from the old release --to the new one.",
  validity: {},
  compare(views) {
    const [view] = views;
    if (view === undefined) return [];
    const job = defaultJob(view.written);
    return CONCERNS.filter(({ matters }) => matters(job)).flatMap(({ switchId, field }): Remark[] => {
      const values = valuesOf(switchId, views);
      if (values === undefined) return [];
      const { title, does } = SWITCH_DOCS[switchId];
      return [{ path: field, message: `${title}: ${values}. ${does}`, page: pageOf(switchId) }];
    });
  },
};

/** `no until 1.30, yes since 1.31`; nothing if it is the same in all of them. */
function valuesOf(id: SwitchId, views: readonly JobInRelease[]): string | undefined {
  const values = [...new Set(views.map(({ switches }) => switches[id]))];
  if (values.length < 2) return undefined;
  const among = views.map(({ release }) => release);
  const parts = values.map((value) => {
    const where = views.flatMap(({ switches, release }) => (switches[id] === value ? [release] : []));
    return `${valueText(value)} ${spanText(where, among)}`;
  });
  return parts.join(", ");
}
