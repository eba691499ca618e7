import { DomainError } from '../../core/platform/errors.ts';
import type { ApiDeps } from '../http/deps.ts';
import { publicRoute, type Route } from '../http/route.ts';
import { healthReport, healthSchema } from './health-report.ts';
import type { Metrics } from './metrics.ts';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

export function healthRoutes(deps: ApiDeps, metrics: Metrics): Route[] {
  return [
    publicRoute({
      method: 'get',
      path: '/api/health',
      summary: 'Per part: well or not, and how old its last sign of life is; 503 when the database is away',
      response: healthSchema,
      async handler({ response }) {
        const health = await healthReport(deps);
        response.status(health.parts.database.ok ? 200 : 503).set('cache-control', 'no-store');
        return health;
      },
    }),
    publicRoute({
      method: 'get',
      path: '/metrics',
      summary: 'Prometheus text; from this machine, or with the permission view_metrics',
      response: 'stream',
      async handler({ caller, request, response }) {
        // The socket's own address: a forwarded header must never open this door.
        const local = LOOPBACK.has(request.socket.remoteAddress ?? '') && request.get('x-forwarded-for') === undefined;
        if (!local && !caller?.permissions.has('view_metrics'))
          throw new DomainError('permission/denied', 403, 'この操作の権限がありません。');
        response.type(metrics.contentType).send(await metrics.text());
      },
    }),
  ];
}
