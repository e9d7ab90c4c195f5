/** Image pulls of nodes: the first pod waits for the whole pull, pods that arrive during the pull for the rest. */

import type { PodSpec } from "../api/types.ts";

export class ImagePulls {
  readonly #pullMs: number;
  /** When each image is present, by node. */
  readonly #readyMs = new Map<string, Map<string, number>>();

  constructor(pullMs: number) {
    this.#pullMs = pullMs;
  }

  /** How long a pod that arrives now waits for its images. */
  delayMs(node: string, { containers }: PodSpec, nowMs: number): number {
    if (this.#pullMs === 0) return 0;
    const images = this.#readyMs.get(node) ?? new Map<string, number>();
    this.#readyMs.set(node, images);
    let readyMs = nowMs;
    for (const { image = "" } of containers) {
      const pulledMs = images.get(image) ?? nowMs + this.#pullMs;
      images.set(image, pulledMs);
      readyMs = Math.max(readyMs, pulledMs);
    }
    return readyMs - nowMs;
  }

  /** Called when a node comes back as another machine, without images. */
  forget(node: string): void {
    this.#readyMs.delete(node);
  }
}
