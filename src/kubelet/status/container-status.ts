/** Builds the status of one container, always with the same keys, as adding keys to a copy is slow. */

import { equalJson } from "../../api/json.ts";
import type { ContainerState, ContainerStatus } from "../../api/types.ts";

/** A container status without the results of probes. */
export interface StatusParts {
  readonly name: string;
  readonly image: string | undefined;
  readonly imageID: string | undefined;
  readonly containerID: string | undefined;
  restartCount: number;
  state: ContainerState | undefined;
  lastState: ContainerState | undefined;
}

/** The complete status; the old one if nothing has changed. */
export function finishStatus(
  parts: StatusParts,
  ready: boolean,
  started: boolean,
  old: ContainerStatus | undefined,
): ContainerStatus {
  return old !== undefined && saysTheSame(old, parts, ready, started) ? old : make(parts, ready, started);
}

function saysTheSame(old: ContainerStatus, parts: StatusParts, ready: boolean, started: boolean): boolean {
  return (
    old.ready === ready &&
    old.started === started &&
    old.containerID === parts.containerID &&
    old.imageID === parts.imageID &&
    old.image === parts.image &&
    old.restartCount === parts.restartCount &&
    equalJson(old.state, parts.state) &&
    equalJson(old.lastState, parts.lastState)
  );
}

function make(parts: StatusParts, ready: boolean, started: boolean): ContainerStatus {
  const { name, image = "", imageID = "", containerID, restartCount, state = {}, lastState } = parts;
  if (containerID === undefined) {
    return lastState === undefined
      ? { name, image, imageID, ready, restartCount, state, started }
      : { name, image, imageID, ready, restartCount, state, lastState, started };
  }
  return lastState === undefined
    ? { name, image, imageID, containerID, ready, restartCount, state, started }
    : { name, image, imageID, containerID, ready, restartCount, state, lastState, started };
}
