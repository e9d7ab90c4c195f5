/** The kubeconfig with which kubectl finds a server. */

import { stringify } from "yaml";

const NAME = "jobsim";

/**
 * A kubeconfig as YAML.
 *
 * @param url of the server, without a path
 * @param token that the server asks for, if it does
 */
export function kubeconfigText(url: string, token?: string): string {
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    // There is no TLS to verify; the JavaScript client wants that said before it speaks plain HTTP.
    clusters: [{ name: NAME, cluster: { server: url, "insecure-skip-tls-verify": true } }],
    users: [{ name: NAME, user: token === undefined ? {} : { token } }],
    contexts: [{ name: NAME, context: { cluster: NAME, user: NAME, namespace: "default" } }],
    "current-context": NAME,
  });
}
