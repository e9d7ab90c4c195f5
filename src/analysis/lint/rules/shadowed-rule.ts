/** JS140: a rule of the pod failure policy that earlier rules fully cover. */

import type { Job, PodFailurePolicyOnExitCodes, PodFailurePolicyRule } from "../../../api/types.ts";
import { inSpec, type LintRule, type Remark } from "../rule.ts";

export const shadowedRule: LintRule = {
  id: "JS140",
  severity: "danger",
  title: "a failure policy rule that never decides",
  why:
    "Rules are tried in order, and the first that matches a failed pod decides. A rule whose exit codes or conditions are " +
    "all covered by earlier rules is never reached.",
  advice: "Move the narrower rule before the wider one, or remove it.",
  validity: { holds: { podFailurePolicy: "on" } },
  check(job) {
    const rules = job.spec.podFailurePolicy?.rules ?? [];
    return rules.flatMap((rule, i): Remark[] => {
      const earlier = rules.slice(0, i);
      if (!isCovered(rule, earlier, job)) return [];
      const message = `rule ${i} never decides: earlier rules match every pod that it matches`;
      return [{ path: inSpec("podFailurePolicy", "rules", i), message }];
    });
  },
};

function isCovered(rule: PodFailurePolicyRule, earlier: readonly PodFailurePolicyRule[], job: Job): boolean {
  const { onExitCodes, onPodConditions = [] } = rule;
  if (onExitCodes !== undefined) return areCodesCovered(onExitCodes, earlier, job);
  const known = earlier
    .filter((other) => other.onExitCodes === undefined)
    .flatMap((other) => other.onPodConditions ?? []);
  return (
    onPodConditions.length > 0 &&
    onPodConditions.every(({ type, status }) => known.some((other) => other.type === type && other.status === status))
  );
}

function areCodesCovered(
  wanted: PodFailurePolicyOnExitCodes,
  earlier: readonly PodFailurePolicyRule[],
  { spec }: Job,
): boolean {
  const { containers, initContainers = [] } = spec.template.spec;
  const all = [...containers, ...initContainers].map(({ name }) => name);
  const names = wanted.containerName === undefined ? all : [wanted.containerName];
  const others = earlier.flatMap(({ onExitCodes }) => onExitCodes ?? []);
  return names.every((name) => {
    const relevant = others.filter(({ containerName = name }) => containerName === name);
    return (
      relevant.length > 0 && codesOf(wanted, relevant).every((code) => relevant.some((other) => matches(other, code)))
    );
  });
}

/** Codes that represent all that a requirement matches: the named ones, and one that is not named. */
function codesOf(wanted: PodFailurePolicyOnExitCodes, others: readonly PodFailurePolicyOnExitCodes[]): number[] {
  const named = [wanted, ...others].flatMap(({ values }) => values);
  const unnamed = Math.max(0, ...named) + 1;
  return [...new Set([...named, unnamed])].filter((code) => code !== 0 && matches(wanted, code));
}

function matches({ operator, values }: PodFailurePolicyOnExitCodes, code: number): boolean {
  return (operator === "In") === values.includes(code);
}
