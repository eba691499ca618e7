import express, { type Express } from 'express';
import { startCommandRunner } from './desk/run-command.ts';
import { createMetrics } from './health/metrics.ts';
import type { ApiDeps } from './http/deps.ts';
import { type Authenticate, mountRoutes } from './http/mount.ts';
import { openApiDocument, openApiRoute } from './http/openapi.ts';
import { problemHandler } from './http/problem.ts';
import type { Route } from './http/route.ts';
import { securityHeaders } from './http/security-headers.ts';
import { type SoftphoneFiles, serveSoftphone } from './http/serve-softphone.ts';
import { allRoutes } from './routes.ts';
import { authenticate } from './sessions/authenticate.ts';
import { type CookieJar, cookieJar } from './sessions/cookies.ts';
import { createLoginLimits } from './sessions/login-limits.ts';
import { type SessionWatch, startSessionWatch } from './sessions/session-watch.ts';

export interface App {
  express: Express;
  routes: readonly Route[];
  cookies: CookieJar;
  watch: SessionWatch;
  /** Stops what runs in the background. The pool of `deps.sql` stays open: it is the caller's. */
  close(): Promise<void>;
}

/** The whole HTTP side without a listening socket: `createServer` of main.ts and of the tests take it from here. */
export async function createApp(deps: ApiDeps, files: SoftphoneFiles = {}): Promise<App> {
  const { config, sql, logger } = deps;
  const app = express();
  app.disable('x-powered-by');
  // Off: with it on, anybody could choose the address that limits and the audit log see.
  app.set('trust proxy', false);
  app.set('etag', false);
  const cookies = cookieJar(config.web.publicUrl);
  const limits = createLoginLimits(config.database.url);
  const watch = startSessionWatch(sql, logger);
  const metrics = createMetrics(deps);
  const commands = await startCommandRunner(sql, logger);
  const routes: Route[] = [
    ...allRoutes(deps, { cookies, limits, watch, metrics, commands }),
    openApiRoute(() => document),
  ];
  const document = openApiDocument(routes);
  const byCookie: Authenticate = (request, touch) => authenticate(sql, cookies, request, request.ip ?? null, touch);

  app.use(...securityHeaders(config.web.publicUrl));
  app.use('/api', (request, response, next) => {
    response.set('cache-control', 'no-store');
    const startedMs = performance.now();
    response.once('finish', () => {
      const path = (request.route as { path?: string } | undefined)?.path ?? 'none';
      metrics.observeRequest(request.method, path, response.statusCode, (performance.now() - startedMs) / 1000);
    });
    next();
  });
  mountRoutes(app, routes, deps, byCookie);
  serveSoftphone(app, files);
  app.use(problemHandler(logger));
  return {
    express: app,
    routes,
    cookies,
    watch,
    async close() {
      await watch.stop();
      await commands.stop();
    },
  };
}
