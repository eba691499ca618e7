import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import type { InstanceConfig } from '../core/platform/config.ts';

/** With a certificate in the configuration: https, TLS 1.2 and up. */
export function createWebServer(app: Express, web: InstanceConfig['web']): Server {
  // Node looks every 30 s by itself, which triples the time a silent socket may stay.
  const limits = { connectionsCheckingInterval: 5_000 };
  const server =
    web.tlsCertFile && web.tlsKeyFile
      ? createTlsServer(
          {
            ...limits,
            cert: readFileSync(web.tlsCertFile),
            key: readFileSync(web.tlsKeyFile),
            minVersion: 'TLSv1.2',
          },
          app,
        )
      : createServer(limits, app);
  // A slow header or body must not hold a socket; uploads of a whole city need minutes.
  server.headersTimeout = 15_000;
  server.requestTimeout = 600_000;
  server.keepAliveTimeout = 10_000;
  server.maxHeadersCount = 100;
  return server;
}

/** @returns the port, also when 0 was asked for. @throws EADDRINUSE and friends */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Answers in hand get two seconds; then the sockets are cut. */
export async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), 2_000);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
