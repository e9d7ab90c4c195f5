/** What a kubelet reports about its machine; added when clients read a node, since runs do not need it. */

import { isOfKind } from "../api/kinds/kind.ts";
import { NODE, type Node } from "../api/kinds/node.ts";
import type { KubeObject } from "../api/types.ts";
import type { Release } from "../simulation/releases/releases.ts";
import { gitVersionOf } from "./version.ts";
import { hostIpOf } from "./whole-pod/identities.ts";

/** A node as clients see it, with versions and addresses unless somebody wrote others; any other object as it is. */
export function withNodeInfo(object: KubeObject, release: Release | undefined): KubeObject {
  if (!isOfKind(NODE, object) || object.status?.nodeInfo !== undefined) return object;
  // What no kubelet has reported on is as its client wrote it.
  if (object.status?.conditions?.some(({ type }) => type === "Ready") !== true) return object;
  const { addresses = addressesOf(object.metadata.name) } = object.status;
  const whole: Node = { ...object, status: { ...object.status, addresses, nodeInfo: nodeInfoOf(release) } };
  return whole;
}

function addressesOf(name: string) {
  return [
    { type: "InternalIP", address: hostIpOf(name) },
    { type: "Hostname", address: name },
  ];
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
