/** Words of the Events that tell of a container's start and stop (semantics 11, sections 6 and 11). */

import { formatGoDuration } from "../api/go-duration.ts";
import type { PodEvent } from "./machine.ts";
import type { ContainerPlan } from "./plan/container-plan.ts";
import type { KubeletSwitches } from "./switches.ts";

const IMAGE_SIZE_BYTES = 1000;

/** An image that is on the node before: it is looked for in its registry anyway if that is the policy. */
export function imagePresent(container: ContainerPlan, switches: KubeletSwitches): readonly PodEvent[] {
  if (container.pullPolicy !== "Always") return [present(container, switches)];
  return [pulling(container), pulled(container, 0, switches)];
}

export function pulling({ image, fieldPath }: ContainerPlan): PodEvent {
  return { type: "Normal", reason: "Pulling", message: `Pulling image "${image}"`, fieldPath };
}

export function pulled({ image, fieldPath }: ContainerPlan, tookMs: number, switches: KubeletSwitches): PodEvent {
  const took = formatGoDuration(tookMs);
  const text = `Successfully pulled image "${image}" in ${took} (${took} including waiting)`;
  const message = switches.pulledImageSize ? `${text}. Image size: ${IMAGE_SIZE_BYTES} bytes.` : text;
  return { type: "Normal", reason: "Pulled", message, fieldPath };
}

function present({ image, fieldPath }: ContainerPlan, { presentImageText }: KubeletSwitches): PodEvent {
  const text = `Container image "${image}" already present on machine`;
  const message = presentImageText === "presentAndAllowed" ? `${text} and can be accessed by the pod` : text;
  return { type: "Normal", reason: "Pulled", message, fieldPath };
}

export function containerEvent(
  reason: "Created" | "Started",
  { name, fieldPath }: ContainerPlan,
  { startEventText }: KubeletSwitches,
): PodEvent {
  const message = {
    plain: `${reason} container ${name}`,
    colon: reason === "Created" ? `Created container: ${name}` : `Started container ${name}`,
    short: `Container ${reason.toLowerCase()}`,
  }[startEventText];
  return { type: "Normal", reason, message, fieldPath };
}

/** @param message why, if it is not simply told to stop */
export function killing({ name, fieldPath }: ContainerPlan, message = `Stopping container ${name}`): PodEvent {
  return { type: "Normal", reason: "Killing", message, fieldPath };
}
