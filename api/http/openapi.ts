import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { publicRoute, type Route } from './route.ts';

const problemSchema = z.object({
  type: z.string(),
  code: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.record(z.string(), z.unknown()).optional(),
});

/** OpenAPI 3.1 from the very schemas that validate. `x-permission` says who may call. */
export function openApiDocument(routes: readonly Route[]): Record<string, unknown> {
  const registry = new OpenAPIRegistry();
  for (const route of routes) {
    registry.registerPath({
      method: route.method,
      path: route.path.replaceAll(/:(\w+)/g, '{$1}'),
      summary: route.summary,
      tags: [route.path.split('/')[2] ?? 'api'],
      operationId: `${route.method}${route.path.replaceAll(/[^a-zA-Z0-9]+(\w)/g, (_, next: string) => next.toUpperCase())}`,
      'x-permission': route.permission,
      ...(route.permission === 'public' ? {} : { security: [{ session: [] }] }),
      request: {
        ...(route.params ? { params: route.params as z.ZodObject } : {}),
        ...(route.query ? { query: route.query as z.ZodObject } : {}),
        ...requestBody(route),
      },
      responses: { ...success(route), default: problemResponse },
    });
  }
  registry.registerComponent('securitySchemes', 'session', { type: 'apiKey', in: 'cookie', name: 'toritsugi_session' });
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Toritsugi',
      version: '0.1.0',
      description: 'Requests that change something need the header x-csrf-token of GET /api/session.',
    },
  }) as unknown as Record<string, unknown>;
}

const problemResponse = {
  description: 'RFC 9457 problem',
  content: { 'application/problem+json': { schema: problemSchema } },
};

function requestBody(route: Route) {
  if (route.body === undefined) return {};
  if (route.body === 'raw') {
    return { body: { content: { 'multipart/form-data': { schema: z.object({ file: z.string() }) } } } };
  }
  return { body: { content: { 'application/json': { schema: route.body } } } };
}

function success(route: Route) {
  if (route.response === 'none') return { [route.status ?? 204]: { description: 'Done' } };
  if (route.response === 'stream') return { [route.status ?? 200]: { description: 'Stream' } };
  return {
    [route.status ?? 200]: { description: 'OK', content: { 'application/json': { schema: route.response } } },
  };
}

export function openApiRoute(document: () => Record<string, unknown>): Route {
  return publicRoute({
    method: 'get',
    path: '/api/openapi.json',
    summary: 'This document',
    response: z.record(z.string(), z.unknown()),
    handler: async () => document(),
  });
}
