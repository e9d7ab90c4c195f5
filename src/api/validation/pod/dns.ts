/** Rules about DNS settings of a pod (core validation, `validatePodDNSConfig` and `ValidateHostAliases`). */
import type { FieldError, FieldPath } from "../../field-path.ts";
import type { PodSpec } from "../../types.ts";
import { invalid, invalidEach, required } from "../errors.ts";
import { checkDnsSubdomain } from "../names.ts";
import { listOf, objectOf, textOf, textsOf } from "../parts.ts";
import { checkIp, checkSearchDomain } from "./value-forms.ts";

/** Limits of Linux resolvers. */
const MAX_NAME_SERVERS = 3;
const MAX_SEARCH_DOMAINS = 32;
const MAX_SEARCH_CHARACTERS = 2048;

/**
 * Validates the DNS configuration, which the policy `None` requires.
 *
 * @param relaxed whether search domains may have underscores
 */
export function validateDnsConfig(spec: PodSpec, path: FieldPath, relaxed: boolean): FieldError[] {
  const config = objectOf(spec, "dnsConfig");
  const isNone = textOf(spec, "dnsPolicy") === "None";
  if (config === undefined) {
    return isNone ? [required(path, "must provide `dnsConfig` when `dnsPolicy` is None")] : [];
  }
  const servers = textsOf(config, "nameservers");
  const serversPath = [...path, "nameservers"];
  if (isNone && servers.length === 0) {
    return [required(serversPath, "must provide at least one DNS nameserver when `dnsPolicy` is None")];
  }
  const errors: FieldError[] = [];
  if (servers.length > MAX_NAME_SERVERS) {
    errors.push(invalid(serversPath, servers, `must not have more than ${MAX_NAME_SERVERS} nameservers`));
  }
  for (const [i, server] of servers.entries()) {
    errors.push(...invalidEach([...serversPath, i], server, checkIp(server)));
  }
  errors.push(...validateSearches(textsOf(config, "searches"), [...path, "searches"], relaxed));
  for (const [i, option] of listOf(config, "options").entries()) {
    if (textOf(option, "name") === "") errors.push(required([...path, "options", i], "must not be empty"));
  }
  return errors;
}

function validateSearches(searches: readonly string[], path: FieldPath, relaxed: boolean): FieldError[] {
  const errors: FieldError[] = [];
  if (searches.length > MAX_SEARCH_DOMAINS) {
    errors.push(invalid(path, searches, `must not have more than ${MAX_SEARCH_DOMAINS} search paths`));
  }
  if (searches.join(" ").length > MAX_SEARCH_CHARACTERS) {
    const detail = `must not have more than ${MAX_SEARCH_CHARACTERS} characters (including spaces) in the search list`;
    errors.push(invalid(path, searches, detail));
  }
  const check = relaxed ? checkSearchDomain : checkDnsSubdomain;
  for (const [i, search] of searches.entries()) {
    if (relaxed && search === ".") continue;
    const domain = search.endsWith(".") ? search.slice(0, -1) : search;
    errors.push(...invalidEach([...path, i], domain, check(domain)));
  }
  return errors;
}

/** Validates entries of the hosts file. */
export function validateHostAliases(spec: PodSpec, path: FieldPath): FieldError[] {
  return listOf(spec, "hostAliases").flatMap((alias, i) => {
    const ip = textOf(alias, "ip");
    return [
      ...invalidEach([...path, i, "ip"], ip, checkIp(ip)),
      ...textsOf(alias, "hostnames").flatMap((name, j) =>
        invalidEach([...path, i, "hostnames", j], name, checkDnsSubdomain(name)),
      ),
    ];
  });
}
