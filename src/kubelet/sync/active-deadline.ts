/** `activeDeadlineSeconds` of a pod, counted from its arrival at the node (semantics 11, section 8). */

import { secondsToDurationMs } from "../../api/go-duration.ts";
import type { PodMachine } from "../machine.ts";

/** Whether the deadline of the pod has passed. */
export function pastActiveDeadline({ plan, writer, tasks }: PodMachine): boolean {
  const { activeDeadlineSeconds } = plan;
  if (activeDeadlineSeconds === undefined || writer.startedMs === undefined) return false;
  return tasks.nowMs - writer.startedMs >= secondsToDurationMs(activeDeadlineSeconds);
}
