/**
 * The syntax of values that only pods have. Each check returns what is wrong; nothing if the value is valid
 * (apimachinery, `util/validation`).
 */
import { anchored, byteLength, patternDetail } from "../names.ts";

const CONFIG_KEY = "[-._a-zA-Z0-9]+";
const ENV_NAME = "[-._a-zA-Z][-._a-zA-Z0-9]*";
const HEADER_NAME = "[-A-Za-z0-9]+";
const SEARCH_DOMAIN = "[a-z0-9_]([-_a-z0-9]*[a-z0-9])?(\\.[a-z0-9_]([-_a-z0-9]*[a-z0-9])?)*";
const SYSCTL_PART = "[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
const SYSCTL = `^(${SYSCTL_PART}[\\./])*${SYSCTL_PART}$`;
const MAX_SUBDOMAIN_BYTES = 253;
const MAX_SYSCTL_BYTES = 253;
const MAX_PORT = 65_535;
const MAX_PORT_NAME_CHARACTERS = 15;
const MAX_ID = 2 ** 31 - 1;

/** The detail for a number out of range. */
export function rangeDetail(low: number, high: number): string {
  return `must be between ${low} and ${high}, inclusive`;
}

/** `IsValidPortNum`. */
export function checkPortNumber(port: number): string[] {
  return port < 1 || port > MAX_PORT ? [rangeDetail(1, MAX_PORT)] : [];
}

/** `IsValidPortName`. */
export function checkPortName(name: string): string[] {
  const details: string[] = [];
  if (name.length > MAX_PORT_NAME_CHARACTERS) {
    details.push(`must be no more than ${MAX_PORT_NAME_CHARACTERS} characters`);
  }
  if (!/^[-a-z0-9]+$/.test(name)) {
    details.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
  }
  if (!/[a-z]/.test(name)) details.push("must contain at least one letter (a-z)");
  if (name.includes("--")) details.push("must not contain consecutive hyphens");
  if (name.startsWith("-") || name.endsWith("-")) details.push("must not begin or end with a hyphen");
  return details;
}

/** `IsRelaxedEnvVarName`, or `IsEnvVarName` for earlier releases. */
export function checkEnvName(name: string, relaxed: boolean): string[] {
  if (relaxed) {
    const detail = "a valid environment variable name must consist only of printable ASCII characters other than '='";
    return /^[ -<>-~]+$/.test(name) ? [] : [detail];
  }
  const text =
    "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit";
  const details = anchored(ENV_NAME).test(name)
    ? []
    : [patternDetail(text, ENV_NAME, "my.env-name", "MY_ENV.NAME", "MyEnvName1")];
  return [...details, ...checkNoFolder(name)];
}

/** `IsConfigMapKey`: a key in a ConfigMap or Secret. */
export function checkConfigKey(key: string): string[] {
  const details: string[] = [];
  if (byteLength(key) > MAX_SUBDOMAIN_BYTES) details.push(`must be no more than ${MAX_SUBDOMAIN_BYTES} characters`);
  if (!anchored(CONFIG_KEY).test(key)) {
    const text = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
    details.push(patternDetail(text, CONFIG_KEY, "key.name", "KEY_NAME", "key-name"));
  }
  return [...details, ...checkNoFolder(key)];
}

/** A key that becomes a file name must not lead to another directory. */
function checkNoFolder(name: string): string[] {
  if (name === "." || name === "..") return [`must not be '${name}'`];
  return name.startsWith("..") ? ["must not start with '..'"] : [];
}

/** `IsHTTPHeaderName`. */
export function checkHeaderName(name: string): string[] {
  if (anchored(HEADER_NAME).test(name)) return [];
  return [
    patternDetail("a valid HTTP header must consist of alphanumeric characters or '-'", HEADER_NAME, "X-Header-Name"),
  ];
}

/** `IsDNS1123SubdomainWithUnderscore`: a search domain, which may have underscores. */
export function checkSearchDomain(domain: string): string[] {
  const details: string[] = [];
  if (byteLength(domain) > MAX_SUBDOMAIN_BYTES) details.push(`must be no more than ${MAX_SUBDOMAIN_BYTES} characters`);
  if (!anchored(SEARCH_DOMAIN).test(domain)) {
    const text =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
    details.push(patternDetail(text, SEARCH_DOMAIN, "example.com"));
  }
  return details;
}

/** `IsValidUserID` and `IsValidGroupID`. */
export function checkId(id: number): string[] {
  return id < 0 || id > MAX_ID ? [rangeDetail(0, MAX_ID)] : [];
}

/** `IsValidSysctlName`, with the message of `validateSysctls`. */
export function checkSysctlName(name: string): string[] {
  if (byteLength(name) <= MAX_SYSCTL_BYTES && new RegExp(SYSCTL).test(name)) return [];
  return [`must have at most ${MAX_SYSCTL_BYTES} characters and match regex ${SYSCTL}`];
}

/** `IsValidIP`: an IPv4 or IPv6 address; leading zeros in IPv4 have always been accepted. */
export function checkIp(text: string): string[] {
  return isIpv4(text) || isIpv6(text) ? [] : ["must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"];
}

function isIpv4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^[0-9]+$/.test(part) && Number(part) <= 255);
}

function isIpv6(text: string): boolean {
  const sides = text.split("::");
  if (sides.length > 2) return false;
  const groups = sides.map((side) => (side === "" ? [] : side.split(":")));
  const all = groups.flat();
  const last = all.at(-1) ?? "";
  const endsInIpv4 = last.includes(".");
  if (endsInIpv4 && !isIpv4(last)) return false;
  const hex = endsInIpv4 ? all.slice(0, -1) : all;
  const size = hex.length + (endsInIpv4 ? 2 : 0);
  return hex.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) && (sides.length === 2 ? size < 8 : size === 8);
}
