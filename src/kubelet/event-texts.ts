/** The Events about the start and stop of a container (semantics 11, sections 6 and 11). */

import { formatGoDuration } from "../api/go-duration.ts";
import type { PodEvent } from "./machine.ts";
import type { ContainerPlan } from "./plan/container-plan.ts";
import type { KubeletSwitches } from "./switches.ts";

const IMAGE_SIZE_BYTES = 1000;

/** For an image that the node already has; with pull policy Always it is pulled anyway. */
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

/** @param message why the container is killed, if not just stopped */
export function killing({ name, fieldPath }: ContainerPlan, message = `Stopping container ${name}`): PodEvent {
  return { type: "Normal", reason: "Killing", message, fieldPath };
}
