/** Prefers nodes that have the images of the pod, weighted by size and spread over nodes (ImageLocality). */

import { isJsonList, isJsonObject } from "../../api/json.ts";
import type { NodeFacts } from "../../api/scheduling-types.ts";
import type { PodSpec } from "../../api/types.ts";
import type { ScorePlugin } from "../framework/plugin.ts";
import { MAX_SCORE } from "./normalise.ts";

const MIB = 1024 * 1024;
/** Images below this total size score 0. */
const LEAST_BYTES = 23 * MIB;
/** Total size per container at which the score reaches its maximum. */
const MOST_BYTES_PER_CONTAINER = 1000 * MIB;

export const imageLocality: ScorePlugin = {
  name: "ImageLocality",
  weight: 1,
  preScore: ({ shape }, _feasible, { nodes }) => {
    const holders = new Map<string, number>();
    for (const { node } of nodes)
      for (const name of imagesOf(node).keys()) holders.set(name, (holders.get(name) ?? 0) + 1);
    if (holders.size === 0) return { score: () => 0, readsObjectOnly: true };
    const images = imageNamesOf(shape.spec);
    return {
      readsObjectOnly: true,
      score: ({ node }) => {
        const here = imagesOf(node);
        const sum = images.reduce((total, name) => {
          const spread = (holders.get(name) ?? 0) / nodes.length;
          return total + Math.trunc((here.get(name) ?? 0) * spread);
        }, 0);
        const most = MOST_BYTES_PER_CONTAINER * containerCount(shape.spec);
        const counted = Math.min(Math.max(sum, LEAST_BYTES), most);
        return Math.trunc((MAX_SCORE * (counted - LEAST_BYTES)) / (most - LEAST_BYTES));
      },
    };
  },
};

function imagesOf({ status }: NodeFacts): ReadonlyMap<string, number> {
  const images = new Map<string, number>();
  for (const { names = [], sizeBytes = 0 } of status?.images ?? [])
    for (const name of names) images.set(name, sizeBytes);
  return images;
}

/** The images of containers and of image volumes. */
function imageNamesOf({ containers, initContainers = [], volumes }: PodSpec): string[] {
  const mounted = (isJsonList(volumes) ? volumes : []).filter(isJsonObject).map(({ image }) => image);
  const references = mounted.filter(isJsonObject).map(({ reference }) => String(reference));
  return [...[...initContainers, ...containers].map(({ image = "" }) => image), ...references].map(withTag);
}

function containerCount({ containers, initContainers = [] }: PodSpec): number {
  return containers.length + initContainers.length;
}

/** Adds `latest` to a name without a tag; a colon before the last slash belongs to the port of a registry. */
function withTag(image: string): string {
  return image.lastIndexOf(":") <= image.lastIndexOf("/") ? `${image}:latest` : image;
}
