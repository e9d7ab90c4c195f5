/** The choice between the Jobs of a run; hidden if there is one. */

import type { ReportJob } from "../report-data.ts";
import { byId, part } from "./page-parts.ts";

/** @param choose is called with the number of the Job that was chosen */
export function fillJobChoice(jobs: readonly ReportJob[], choose: (number: number) => void): void {
  byId("job").replaceChildren(
    ...jobs.map(({ name, namespace }, i) => {
      const before = jobs.slice(0, i).filter((job) => job.name === name && job.namespace === namespace).length;
      const option = part("option", "", before === 0 ? name : `${name} (${before + 1}, created again)`);
      option.setAttribute("value", String(i));
      return option;
    }),
  );
  byId("job-choice").classList.toggle("shown", jobs.length > 1);
  byId("job").addEventListener("change", ({ target }) => {
    if (target instanceof HTMLSelectElement) choose(Number(target.value));
  });
}

/** Shows which Job is chosen. */
export function showJobChoice(number: number): void {
  const choice = byId("job");
  if (choice instanceof HTMLSelectElement) choice.value = String(number);
}
