import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { withDeadline } from '../../core/platform/postgres.ts';
import type { ApiDeps } from '../http/deps.ts';
import { selectFigures, selectHeartbeats } from './queries.ts';

export interface Metrics {
  observeRequest(method: string, path: string, status: number, seconds: number): void;
  text(): Promise<string>;
  readonly contentType: string;
}

/** Own registry for every app, so that tests may have several. Labels are routes and states, never people. */
export function createMetrics({ sql }: ApiDeps): Metrics {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  collectDefaultMetrics({ register: registry, prefix: 'toritsugi_api_' });
  const requests = new Histogram({
    name: 'toritsugi_http_request_seconds',
    help: 'Time to answer, by route',
    labelNames: ['method', 'path', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 5],
    registers,
  });
  const figures = new Gauge({
    name: 'toritsugi_open',
    help: 'Calls, commands, log-ins, incidents and recordings not yet finished',
    labelNames: ['what'],
    registers,
  });
  const ages = new Gauge({
    name: 'toritsugi_heartbeat_age_seconds',
    help: 'Time since a process last wrote its heartbeat',
    labelNames: ['process'],
    registers,
  });
  return {
    contentType: registry.contentType,
    observeRequest: (method, path, status, seconds) => requests.observe({ method, path, status }, seconds),
    async text() {
      const row = await withDeadline('figures', selectFigures(sql), 3_000);
      for (const [what, value] of Object.entries(row ?? {})) figures.set({ what }, value);
      for (const beat of await withDeadline('heartbeats', selectHeartbeats(sql), 3_000))
        ages.set({ process: beat.process }, beat.age_sec);
      return registry.metrics();
    },
  };
}
