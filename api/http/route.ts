import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { AuditAction } from '../../core/rules/audit-actions.ts';
import type { Permission } from '../../core/rules/permissions.ts';
import type { AuditFacts } from '../audit/write-audit.ts';
import type { Caller } from './caller.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

export interface RouteContext<P, Q, B, C> {
  params: P;
  query: Q;
  body: B;
  caller: C;
  request: Request;
  response: Response;
  /** Writes the audit row. Await it before the data leaves: no row, no answer. */
  audit(action: AuditAction, facts?: AuditFacts): Promise<void>;
}

/** A route with its types erased: what the list of all routes, the OpenAPI document and the permission test see. */
export interface Route {
  readonly method: Method;
  /** Express path from the root, e.g. `/api/persons/:id`. */
  readonly path: string;
  readonly summary: string;
  /** `session`: anybody logged in. `public`: nobody needs to be. */
  readonly permission: Permission | 'session' | 'public';
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  /** `raw`: the handler reads the request's stream itself (uploads). */
  readonly body?: z.ZodType | 'raw';
  /** `none`: 204. `stream`: the handler writes the response itself. */
  readonly response: z.ZodType | 'none' | 'stream';
  /** Of success; 200 (204 for `none`) when left out. */
  readonly status?: number;
  /** Asked by a timer of the page, not by a person: does not keep the session from running idle. */
  readonly background?: boolean;
  /** How often one account may ask: far above what anybody at work needs, far below what it takes to read out a city. */
  readonly limit?: { most: number; inSec: number };
  // Method syntax on purpose: parameters are then bivariant and typed handlers fit the erased type.
  handler(context: RouteContext<unknown, unknown, unknown, unknown>): Promise<unknown>;
}

type Nothing = z.ZodType<Record<string, never>>;

interface Definition<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType | 'raw',
  R extends z.ZodType | 'none' | 'stream',
  C,
> {
  method: Method;
  path: string;
  summary: string;
  params?: P;
  query?: Q;
  body?: B;
  response: R;
  status?: number;
  limit?: Route['limit'];
  handler(
    context: RouteContext<z.output<P>, z.output<Q>, B extends z.ZodType ? z.output<B> : unknown, C>,
  ): Promise<R extends z.ZodType ? z.input<R> : void>;
}

/** One endpoint for people who are logged in. The same schemas validate, type the handler and become OpenAPI. */
export function route<
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType | 'raw' = Nothing,
  R extends z.ZodType | 'none' | 'stream' = 'none',
>(definition: Definition<P, Q, B, R, Caller> & { permission: Permission | 'session' }): Route {
  return definition as Route;
}

/** One endpoint that needs no log-in. `caller` is there when somebody is logged in anyway. */
export function publicRoute<
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType | 'raw' = Nothing,
  R extends z.ZodType | 'none' | 'stream' = 'none',
>(definition: Definition<P, Q, B, R, Caller | null>): Route {
  return { ...definition, permission: 'public' } as Route;
}
