/** Pulls the image of a container if necessary (EnsureImageExists; semantics 11, section 6). */

import { imagePresent, pulled, pulling } from "../event-texts.ts";
import type { PodMachine } from "../machine.ts";
import type { ContainerPlan } from "../plan/container-plan.ts";
import { pullSucceeds } from "../runtime/behaviour.ts";
import type { StartFailure } from "../status/container-statuses.ts";
import type { Task } from "../tasks.ts";

/** The error of the runtime for an image that it cannot find. */
const NOT_FOUND = "not found";

/** The images of a pod. */
export class PodImages {
  readonly #present = new Set<string>();
  readonly #attempts = new Map<string, number>();

  isPresent(image: string): boolean {
    return this.#present.has(image);
  }

  arrived(image: string): void {
    this.#present.add(image);
  }

  /** Counts a pull of the image; returns the number of earlier ones. */
  takeAttempt(image: string): number {
    const attempt = this.#attempts.get(image) ?? 0;
    this.#attempts.set(image, attempt + 1);
    return attempt;
  }
}

/** Waits for the image; returns why it is missing, or `undefined`. */
export function* ensureImage(
  machine: PodMachine,
  images: PodImages,
  container: ContainerPlan,
): Task<StartFailure | undefined> {
  const { image, isPullable, pullPolicy, fieldPath } = container;
  const behaviour = machine.behaviour(container.name).image;
  const record = (type: "Normal" | "Warning", reason: string, message: string) =>
    machine.record({ type, reason, message, fieldPath });
  if (!isPullable) {
    const message = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format`;
    record("Warning", "InspectFailed", message);
    return refuse(record, { reason: "InvalidImageName", message });
  }
  const present = behaviour === "present" || images.isPresent(image);
  if (present && (pullPolicy !== "Always" || behaviour === "present")) {
    for (const event of imagePresent(container, machine.switches)) machine.record(event);
    return undefined;
  }
  if (pullPolicy === "Never") {
    const message = `Container image "${image}" is not present with pull policy of Never`;
    record("Warning", "ErrImageNeverPull", message);
    return refuse(record, { reason: "ErrImageNeverPull", message });
  }
  return yield* pull(machine, images, container, record);
}

type Recorder = (type: "Normal" | "Warning", reason: string, message: string) => void;

function* pull(
  machine: PodMachine,
  images: PodImages,
  container: ContainerPlan,
  record: Recorder,
): Task<StartFailure | undefined> {
  const { name, image } = container;
  const { tasks, imageBackOff } = machine;
  if (imageBackOff.remainingSinceLastMs(image, tasks.nowMs) > 0) {
    const text = `Back-off pulling image "${image}"`;
    record("Normal", "BackOff", text);
    const message = machine.switches.imagePullBackOffError ? `${text}: ErrImagePull: ${NOT_FOUND}` : text;
    return refuse(record, { reason: "ImagePullBackOff", message });
  }
  machine.record(pulling(container));
  const behaviour = machine.behaviour(name).image;
  const pullMs = behaviour === "present" ? 0 : behaviour.pullMs;
  const attempt = images.takeAttempt(image);
  const succeeds = pullSucceeds(behaviour, attempt, tasks.nowMs - machine.arrivedMs);
  yield tasks.sleep(pullMs);
  if (succeeds) {
    images.arrived(image);
    machine.record(pulled(container, pullMs, machine.switches));
    return undefined;
  }
  record("Warning", "Failed", `Failed to pull image "${image}": ${NOT_FOUND}`);
  imageBackOff.next(image, tasks.nowMs, tasks.nowMs);
  return refuse(record, { reason: "ErrImagePull", message: NOT_FOUND });
}

function refuse(record: Recorder, failure: StartFailure): StartFailure {
  record("Warning", "Failed", `Error: ${failure.reason}`);
  return failure;
}
