import express, { type Request, type Response, type Router } from 'express';
import { DomainError } from '../../core/platform/errors.ts';
import type { AuditAction } from '../../core/rules/audit-actions.ts';
import { RepeatedLists } from '../audit/repeated-lists.ts';
import { type AuditFacts, writeAudit } from '../audit/write-audit.ts';
import type { Caller } from './caller.ts';
import { assertSameSite } from './csrf.ts';
import type { ApiDeps } from './deps.ts';
import type { Route } from './route.ts';
import { routeLimit } from './route-limits.ts';

/** `touch`: a person did this, so the session is not idle. */
export type Authenticate = (request: Request, touch: boolean) => Promise<Caller | null>;

/** A page of 500 targets is 20 kB; nothing that people send as JSON comes near this. */
const JSON_LIMIT = '256kb';
/** A body that drips in is cut: it would hold a socket for as long as an upload may take. */
const SLOW_BODY_MS = 30_000;

/** Registers every route with its checks, in this order: session, permission, origin and token, limit, schemas, handler. */
export function mountRoutes(router: Router, routes: readonly Route[], deps: ApiDeps, authenticate: Authenticate): void {
  const json = express.json({ limit: JSON_LIMIT, strict: true });
  const lists = new RepeatedLists();
  for (const route of routes) {
    const takeTurn = routeLimit(route);
    router[route.method](route.path, async (request: Request, response: Response) => {
      const caller = await authenticate(request, route.background !== true);
      assertAllowed(route, caller);
      // Log-in and log-out need no token: a page that lost its own must still be able to start anew.
      assertSameSite(request, route.permission === 'public' ? null : caller, deps.config.web.publicUrl);
      await takeTurn(caller);
      if (route.body !== undefined && route.body !== 'raw') await readJson(json, request, response);
      await answer(route, request, response, caller, auditor(route, request, caller, deps, lists));
    });
  }
}

function assertAllowed(route: Route, caller: Caller | null): void {
  if (route.permission === 'public') return;
  if (caller === null) throw new DomainError('session/required', 401, 'ログインしてください。');
  if (route.permission !== 'session' && !caller.permissions.has(route.permission))
    throw new DomainError('permission/denied', 403, 'この操作の権限がありません。');
}

/** After the permission check: nobody without one makes us parse a body. */
function readJson(parse: express.RequestHandler, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => request.destroy(), SLOW_BODY_MS);
    parse(request, response, (error?: unknown) => {
      clearTimeout(timer);
      return error === undefined ? resolve() : reject(error);
    });
  });
}

/** Writes audit rows in the caller's name; a list that a page refreshes by itself is noted once in a while. */
function auditor(route: Route, request: Request, caller: Caller | null, deps: ApiDeps, lists: RepeatedLists) {
  const actor = {
    staffId: caller?.staffId ?? null,
    login: caller?.login ?? null,
    role: caller?.role ?? null,
    ip: request.ip ?? null,
  };
  return async (action: AuditAction, facts?: AuditFacts) => {
    const refreshed = action === 'list' && route.background === true && caller !== null;
    if (refreshed && lists.isRepeat(caller.sessionId, request.originalUrl, Date.now())) return;
    await writeAudit(deps.sql, actor, action, facts, deps.clock.now());
  };
}

async function answer(
  route: Route,
  request: Request,
  response: Response,
  caller: Caller | null,
  audit: ReturnType<typeof auditor>,
) {
  const result = await route.handler({
    params: route.params ? route.params.parse(request.params) : {},
    query: route.query ? route.query.parse(request.query) : {},
    body: route.body && route.body !== 'raw' ? route.body.parse(request.body ?? {}) : {},
    caller,
    request,
    response,
    audit,
  });
  if (route.response === 'stream') return;
  if (route.response === 'none') {
    response.status(route.status ?? 204).end();
    return;
  }
  // Through the schema on the way out as well: what it does not name never leaves.
  const parsed = route.response.safeParse(result);
  if (!parsed.success) throw new Error(`${route.method} ${route.path} answers outside its schema: ${parsed.error}`);
  if (route.status !== undefined) response.status(route.status);
  response.json(parsed.data);
}
