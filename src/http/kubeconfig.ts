/** The kubeconfig with which kubectl finds a server. */

import { stringify } from "yaml";

const NAME = "jobsim";

/**
 * A kubeconfig as YAML.
 *
 * @param url of the server, without a path
 * @param access the token that the server asks for, if it does, and the certificate by which clients know the server
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
  // Without a certificate there is no TLS to verify; the JavaScript client wants that said before it speaks plain HTTP.
  if (cert === undefined) return { "insecure-skip-tls-verify": true };
  return { "certificate-authority-data": Buffer.from(cert).toString("base64") };
}
