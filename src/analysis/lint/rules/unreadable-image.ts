/** JS128: an image that no kubelet can pull. */

import { isImageReference } from "../../../api/defaults/image.ts";
import { inSpec, type LintRule } from "../rule.ts";

export const unreadableImage: LintRule = {
  id: "JS128",
  severity: "danger",
  title: "an image that is not a valid reference",
  why:
    "The API server accepts any text as an image. A kubelet that cannot parse it (capitals or spaces in the name, an empty tag) " +
    "leaves the pod Pending with InvalidImageName, which is not a failure: the Job waits forever. Often it is left over from a " +
    "template that was not filled in.",
  advice: "Write the image as [registry/]name[:tag][@digest], with the name in lower case.",
  validity: {},
  check({ spec }) {
    const { containers, initContainers = [] } = spec.template.spec;
    const lists = { initContainers, containers };
    return Object.entries(lists).flatMap(([list, members]) =>
      members.flatMap(({ name, image = "" }, i) => {
        // An empty one, and one with spaces around it, are refused by the API server.
        if (image.trim() === "" || image.trim() !== image || isImageReference(image)) return [];
        const message = `container ${name} never starts, because no kubelet can parse ${JSON.stringify(image)}: its pod stays Pending (InvalidImageName)`;
        return [{ path: inSpec("template", "spec", list, i, "image"), message }];
      }),
    );
  },
};
