/** Defaults of a pod's spec, in pods and in pod templates. */

import { oncePerObject } from "../once-per-object.ts";
import type { PodSpec } from "../types.ts";
import { defaultContainer, defaultResourceList } from "./container.ts";
import { fill, mapKept, within, withinEach } from "./fill.ts";
import { defaultVolume } from "./volume.ts";

/** Fills in the defaults of pod templates, which pods get as well. */
export const defaultTemplateSpec = oncePerObject(fillTemplateSpec);

function fillTemplateSpec(given: PodSpec): PodSpec {
  const filled = fill(given, {
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    dnsPolicy: "ClusterFirst",
    securityContext: {},
    schedulerName: "default-scheduler",
    ...serviceAccount(given),
  });
  const containers = mapKept(filled.containers, defaultContainer);
  const withContainers = containers === filled.containers ? filled : { ...filled, containers };
  const withInit = withinEach(withContainers, "initContainers", defaultContainer);
  const withEphemeral = withinEach(withInit, "ephemeralContainers", defaultContainer);
  return withinEach(within(withEphemeral, "overhead", defaultResourceList), "volumes", defaultVolume);
}

/** The field has an old and a new name; the server always writes both. */
function serviceAccount(given: PodSpec): { serviceAccountName?: unknown; serviceAccount?: unknown } {
  const name = given.serviceAccountName || given.serviceAccount;
  return name === undefined ? {} : { serviceAccountName: name, serviceAccount: name };
}
