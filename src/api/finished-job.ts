/** Whether and how a Job has finished: the only place that decides it (`IsJobFinished` in Kubernetes). */

/** The types of the conditions that end a Job. */
export type FinishedType = "Complete" | "Failed";

interface Condition {
  readonly type: string;
  readonly status: string;
}

/** A Job, as far as it matters here. */
export interface FinishedState<C extends Condition = Condition> {
  readonly status: { readonly conditions?: readonly C[] | undefined };
}

/** Whether a condition of this type, or a state of this name, ends a Job. */
export function isFinishedType(type: string): type is FinishedType {
  return type === "Complete" || type === "Failed";
}

/** The first condition that ends a Job; `undefined` while it is under way. */
export function finishedCondition<C extends Condition>({ status }: FinishedState<C>): C | undefined {
  const { conditions } = status;
  if (conditions === undefined) return undefined;
  for (const condition of conditions) {
    if (condition.status === "True" && isFinishedType(condition.type)) return condition;
  }
  return undefined;
}

/** How a Job has ended; `undefined` while it is under way. */
export function finishedType(job: FinishedState): FinishedType | undefined {
  const type = finishedCondition(job)?.type;
  return type !== undefined && isFinishedType(type) ? type : undefined;
}

/** Whether a Job is complete or failed: controllers never change it again. */
export function isFinished(job: FinishedState): boolean {
  return finishedCondition(job) !== undefined;
}
