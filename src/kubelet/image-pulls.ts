/** What an image costs the first pod of a node; those that come meanwhile wait for the rest of it. */

import type { PodSpec } from "../api/types.ts";

export class ImagePulls {
  readonly #pullMs: number;
  /** When each image is there, by node. */
  readonly #readyMs = new Map<string, Map<string, number>>();

  constructor(pullMs: number) {
    this.#pullMs = pullMs;
  }

  /** How long a pod that comes now waits for its images. */
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

  /** A node that comes back is another machine: it has no images. */
  forget(node: string): void {
    this.#readyMs.delete(node);
  }
}
