/** Rejects all nodes other than the one in `spec.nodeName`; rarely matters, as such pods are already bound. */

import { type FilterPlugin, objectFilter, SKIP } from "../framework/plugin.ts";
import { unresolvable } from "../framework/verdict.ts";

const NAME = "NodeName";
const REFUSED = unresolvable(NAME, "node(s) didn't match the requested node name");

export const nodeName: FilterPlugin = {
  name: NAME,
  preFilter: (pod) => {
    const { nodeName: wanted = "" } = pod.object.spec;
    if (wanted === "") return SKIP;
    return { kind: "filter", filter: objectFilter(({ metadata }) => (metadata.name === wanted ? undefined : REFUSED)) };
  },
};
