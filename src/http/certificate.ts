/** The certificate of a server that asks for tokens: clients send a token over TLS only. */

import { isIP } from "node:net";
import { generate } from "selfsigned";

export interface Certificate {
  /** The certificate, which is its own authority, as PEM. */
  readonly cert: string;
  readonly key: string;
}

/** Names under which clients reach an API server, on this machine and inside a cluster. */
const NAMES = ["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"];
const ADDRESSES = ["127.0.0.1", "::1"];
const DNS_NAME = 2;
const IP_ADDRESS = 7;

/**
 * Makes a certificate for one server, valid for a year.
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
