/** The certificate of a server with a token, since clients send tokens over TLS only. */

import { isIP } from "node:net";
import { generate } from "selfsigned";

/** A TLS certificate with its key, as PEM. */
export interface Certificate {
  /** The self-signed certificate, as PEM. */
  readonly cert: string;
  readonly key: string;
}

/** Names of an API server, on this machine and inside a cluster. */
const NAMES = ["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"];
const ADDRESSES = ["127.0.0.1", "::1"];
const DNS_NAME = 2;
const IP_ADDRESS = 7;

/**
 * Creates a certificate for one server, valid for a year.
 *
 * @param host the name or address that the server listens on
 */
export async function makeCertificate(host: string): Promise<Certificate> {
  const hosts = new Set([...NAMES, ...ADDRESSES, host]);
  const altNames = [...hosts].map((each) =>
    isIP(each) === 0 ? ({ type: DNS_NAME, value: each } as const) : ({ type: IP_ADDRESS, ip: each } as const),
  );
  const { cert, private: key } = await generate([{ name: "commonName", value: "jobsim" }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", digitalSignature: true, keyCertSign: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames },
    ],
  });
  return { cert, key };
}
