/** Defaults that a LimitRange adds to the containers of a new pod (LimitRanger, `mergePodResourceRequirements`). */

import { copyWith } from "../../../api/copy-with.ts";
import type { ResourceList } from "../../../api/scheduling-types.ts";
import type { Container, PodSpec } from "../../../api/types.ts";
import type { LimitRangeFacts } from "./facts.ts";

/** The annotation that lists what was added. */
export const LIMIT_RANGER_ANNOTATION = "kubernetes.io/limit-ranger";

export interface Defaulted {
  readonly spec: PodSpec;
  /** The text of the annotation; empty if nothing was added. */
  readonly annotation: string;
}

/** Gives containers the limits and requests that they lack. */
export function withLimitRangeDefaults(spec: PodSpec, { spec: range }: LimitRangeFacts): Defaulted {
  const items = (range?.limits ?? []).filter(({ type }) => type === "Container");
  const limits = Object.assign({}, ...items.map((item) => item.default ?? {}));
  const requests = Object.assign({}, ...items.map((item) => item.defaultRequest ?? {}));
  const said: string[] = [];
  const fill = (container: Container, kind: string) => {
    const own = container.resources ?? {};
    const [newLimits, addedLimits] = fillList(own.limits, limits);
    const [newRequests, addedRequests] = fillList(own.requests, requests);
    if (addedRequests.length > 0) said.push(`${addedRequests.join(", ")} request for ${kind} ${container.name}`);
    if (addedLimits.length > 0) said.push(`${addedLimits.join(", ")} limit for ${kind} ${container.name}`);
    if (addedLimits.length + addedRequests.length === 0) return container;
    const resources = {
      ...own,
      ...(newLimits === undefined ? {} : { limits: newLimits }),
      ...(newRequests === undefined ? {} : { requests: newRequests }),
    };
    return copyWith(container, { resources });
  };
  const containers = spec.containers.map((container) => fill(container, "container"));
  const initContainers = spec.initContainers?.map((container) => fill(container, "init container"));
  if (said.length === 0) return { spec, annotation: "" };
  const filled = { ...spec, containers, ...(initContainers === undefined ? {} : { initContainers }) };
  return { spec: filled, annotation: `LimitRanger plugin set: ${said.join("; ")}` };
}

function fillList(own: ResourceList | undefined, defaults: ResourceList): [ResourceList | undefined, string[]] {
  const added = Object.keys(defaults)
    .filter((name) => own?.[name] === undefined)
    .sort();
  return added.length === 0 ? [own, added] : [{ ...defaults, ...own }, added];
}
