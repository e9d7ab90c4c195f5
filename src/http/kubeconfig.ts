/** The kubeconfig for a server. */

import { stringify } from "yaml";

const NAME = "jobsim";

/**
 * Returns a kubeconfig as YAML.
 *
 * @param url of the server, without a path
 * @param access the token and the certificate of the server, if it has them
 */
export function kubeconfigText(url: string, access: { readonly token?: string; readonly cert?: string } = {}): string {
  const { token, cert } = access;
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: NAME, cluster: { server: url, ...trustIn(cert) } }],
    users: [{ name: NAME, user: token === undefined ? {} : { token } }],
    contexts: [{ name: NAME, context: { cluster: NAME, user: NAME, namespace: "default" } }],
    "current-context": NAME,
  });
}

function trustIn(cert: string | undefined) {
  // Plain HTTP has no TLS to verify, but the JavaScript client refuses it without this setting.
  if (cert === undefined) return { "insecure-skip-tls-verify": true };
  return { "certificate-authority-data": Buffer.from(cert).toString("base64") };
}
