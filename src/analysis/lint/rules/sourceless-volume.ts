/** JS124: a volume without a source is a new, empty folder. */

import { isJsonList, isJsonObject } from "../../../api/json.ts";
import { inSpec, type LintRule } from "../rule.ts";

export const sourcelessVolume: LintRule = {
  id: "JS124",
  severity: "danger",
  title: "a volume names no source",
  why:
    "A volume that names no source becomes an empty directory by default, before anything is checked. If a claim, a Secret " +
    "or a ConfigMap was meant, the program finds an empty folder, and what it writes there is lost with the pod.",
  advice: "Name the source, or write emptyDir: {} if an empty folder is meant.",
  validity: {},
  check(_job, { written }) {
    const { volumes } = written.spec.template.spec;
    return (isJsonList(volumes) ? volumes : []).flatMap((volume, i) => {
      if (!isJsonObject(volume) || Object.keys(volume).some((key) => key !== "name")) return [];
      const name = typeof volume.name === "string" ? volume.name : "";
      const message = `must specify a volume type: ${name} becomes an empty directory, new in each pod`;
      return [{ path: inSpec("template", "spec", "volumes", i), message, change: "emptyDir: {}" }];
    });
  },
};
