/** Who sends a request: one user for all, or a service account whose token comes with it. */

import { bearerToken } from "./bearer-token.ts";
import type { World } from "./context.ts";
import type { AskedHeaders } from "./reply.ts";
import { isIssued, type TokenClaims, verifiedAccount } from "./service-account-tokens.ts";
import { HttpError } from "./status.ts";
import { accountUser, EVERYBODY, type UserInfo } from "./user-info.ts";

/**
 * The sender of a request. Tokens that the server has not issued are not looked at: it has no users.
 *
 * @throws HttpError 401 for a token that the server has issued, and that is not valid any more
 */
export function callerOf(world: World, headers: AskedHeaders): UserInfo {
  const token = bearerToken(headers);
  if (token === undefined || !isIssued(world, token)) return EVERYBODY;
  const verified = verifiedAccount(world, token);
  if ("problem" in verified) throw new HttpError(401, "Unauthorized", "Unauthorized");
  return userOf(verified);
}

/** The user that a valid token stands for. */
export function userOf({ namespace, account, bound }: TokenClaims): UserInfo {
  const user = accountUser(namespace, account.name, account.uid);
  if (bound?.kind !== "Pod") return user;
  const [name, uid] = ["pod-name", "pod-uid"].map((field) => `authentication.kubernetes.io/${field}`);
  return { ...user, extra: { [name ?? ""]: [bound.name], [uid ?? ""]: [bound.uid] } };
}
