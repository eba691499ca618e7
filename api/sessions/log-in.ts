import { DomainError } from '../../core/platform/errors.ts';
import { newId, newSecret } from '../../core/platform/ids.ts';
import { writeAudit } from '../audit/write-audit.ts';
import type { ApiDeps } from '../http/deps.ts';
import { endSession } from './end-session.ts';
import { LoginLimitedError, type LoginLimits } from './login-limits.ts';
import { verifyPassword } from './password.ts';
import { type AccountRow, insertSession, selectAccount } from './queries.ts';
import { hashToken } from './token.ts';

export interface LogInRequest {
  login: string;
  password: string;
  ip: string;
  userAgent: string | null;
  device: string | undefined;
  /** The session this browser had before: a log-in always gets a new token, and the old one ends. */
  previousSessionId: string | null;
}

/** @returns the token for the cookie. @throws DomainError 401 `session/wrong-login`, 429 `session/too-many-attempts` */
export async function logIn(deps: ApiDeps, limits: LoginLimits, request: LogInRequest): Promise<string> {
  const { sql } = deps;
  const ticket = await limits.take(request).catch(async (refused: unknown) => {
    if (refused instanceof LoginLimitedError && refused.first)
      await writeAudit(
        sql,
        triedBy(await selectAccount(sql, request.login), request.ip),
        'login.limited',
        {},
        deps.clock.now(),
      );
    throw refused;
  });
  const account = await selectAccount(sql, request.login);
  const right = await verifyPassword(account?.password_hash, request.password);
  if (!account || !right || account.disabled) {
    const reason = account === undefined ? 'unknown' : right ? 'disabled' : 'password';
    await writeAudit(sql, triedBy(account, request.ip), 'login.failure', { detail: { reason } }, deps.clock.now());
    throw new DomainError('session/wrong-login', 401, 'ユーザー名またはパスワードが違います。');
  }
  await ticket.giveBack();
  if (request.previousSessionId) await endSession(sql, request.previousSessionId, 'replaced', request.ip);
  const token = newSecret(256);
  await sql.begin(async (tx) => {
    await insertSession(tx, {
      id: newId(),
      tokenHash: hashToken(token),
      csrfToken: newSecret(256),
      staffId: account.id,
      ip: request.ip,
      userAgent: request.userAgent,
    });
    const actor = { staffId: account.id, login: account.login, role: account.role, ip: request.ip };
    await writeAudit(tx, actor, 'login.success', {}, deps.clock.now());
  });
  return token;
}

/** A name that nobody has is not written down: people type their password, or their own name, into the wrong field. */
function triedBy(account: AccountRow | undefined, ip: string) {
  return { staffId: account?.id ?? null, login: account?.login ?? null, role: account?.role ?? null, ip };
}
