/** What a kubelet says of its machine, added where clients look: runs need nothing of it. */

import { isOfKind } from "../api/kinds/kind.ts";
import { NODE, type Node } from "../api/kinds/node.ts";
import type { KubeObject } from "../api/types.ts";
import type { Release } from "../simulation/releases/releases.ts";
import { gitVersionOf } from "./version.ts";

/** A node as clients see it, with versions of software unless somebody wrote others; any other object as it is. */
export function withNodeInfo(object: KubeObject, release: Release | undefined): KubeObject {
  if (!isOfKind(NODE, object) || object.status?.nodeInfo !== undefined) return object;
  // What no kubelet has reported on is as its client wrote it.
  if (object.status?.conditions?.some(({ type }) => type === "Ready") !== true) return object;
  const whole: Node = { ...object, status: { ...object.status, nodeInfo: nodeInfoOf(release) } };
  return whole;
}

function nodeInfoOf(release: Release | undefined) {
  return {
    architecture: "amd64",
    bootID: "",
    containerRuntimeVersion: "jobsim://simulated",
    kernelVersion: "",
    kubeProxyVersion: "",
    kubeletVersion: gitVersionOf(release),
    machineID: "",
    operatingSystem: "linux",
    osImage: "jobsim",
    systemUUID: "",
  };
}
