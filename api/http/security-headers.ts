import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Everything from this origin only; no inline script. Styles need 'unsafe-inline': Mantine writes its theme variables into a
 * style element at run time, and a style cannot run code. `microphone=(self)` because this page is a telephone.
 */
export function securityHeaders(publicUrl: string): RequestHandler[] {
  const https = publicUrl.startsWith('https:');
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", 'data:', 'blob:'],
          mediaSrc: ["'self'", 'blob:'],
          fontSrc: ["'self'"],
          // Also for browsers whose 'self' does not cover the WebSocket of the same address.
          connectSrc: ["'self'", new URL(publicUrl).origin.replace(/^http/, 'ws')],
          workerSrc: ["'self'", 'blob:'],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
        },
      },
      strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
      referrerPolicy: { policy: 'no-referrer' },
      crossOriginOpenerPolicy: https,
      originAgentCluster: https,
    }),
    (_request, response, next) => {
      response.set('permissions-policy', 'microphone=(self), camera=(), geolocation=(), display-capture=()');
      next();
    },
  ];
}
