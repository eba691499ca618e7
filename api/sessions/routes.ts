import { z } from 'zod';
import { DomainError } from '../../core/platform/errors.ts';
import type { ApiDeps } from '../http/deps.ts';
import { publicRoute, type Route, route } from '../http/route.ts';
import { authenticate } from './authenticate.ts';
import type { CookieJar } from './cookies.ts';
import { endSession } from './end-session.ts';
import { logIn } from './log-in.ts';
import type { LoginLimits } from './login-limits.ts';
import { sessionView, sessionViewSchema } from './session-view.ts';
import type { SessionWatch } from './session-watch.ts';

export function sessionRoutes(deps: ApiDeps, cookies: CookieJar, limits: LoginLimits, watch: SessionWatch): Route[] {
  return [
    publicRoute({
      method: 'post',
      path: '/api/session',
      summary: 'Log in; sets the session cookie',
      body: z.object({ login: z.string().min(1).max(64), password: z.string().min(1).max(256) }),
      response: sessionViewSchema,
      async handler({ body, caller, request, response }) {
        const ip = request.ip ?? '';
        const token = await logIn(deps, limits, {
          ...body,
          ip,
          userAgent: request.get('user-agent')?.slice(0, 300) ?? null,
          device: cookies.readDevice(request),
          previousSessionId: caller?.sessionId ?? null,
        });
        watch.poke();
        response.append('set-cookie', cookies.session(token));
        response.append('set-cookie', cookies.device(limits.deviceCookie(body.login)));
        request.headers.cookie = `${cookies.sessionName}=${token}`;
        const fresh = await authenticate(deps.sql, cookies, request, ip);
        if (!fresh) throw new DomainError('session/required', 401, 'ログインしてください。');
        return sessionView(deps, fresh);
      },
    }),
    route({
      method: 'get',
      path: '/api/session',
      summary: 'Who is logged in',
      permission: 'session',
      response: sessionViewSchema,
      handler: ({ caller }) => sessionView(deps, caller),
    }),
    publicRoute({
      method: 'delete',
      path: '/api/session',
      summary: 'Log out; every socket of the session closes within a second',
      response: 'none',
      async handler({ caller, request, response }) {
        if (caller) await endSession(deps.sql, caller.sessionId, 'logout', request.ip ?? null);
        watch.poke();
        response.append('set-cookie', cookies.clearSession());
      },
    }),
  ];
}
