import { z } from 'zod';
import type { FoundPersons } from '../../core/contracts/http/records.ts';
import { SEARCH_KINDS } from '../../core/rules/recognise-search.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { findPersons } from './find-persons.ts';
import { personHitSchema } from './person-hit-schema.ts';

const foundSchema = z.object({
  by: z.enum(SEARCH_KINDS).nullable(),
  hits: z.array(personHitSchema),
  note: z.string().nullable(),
}) satisfies z.ZodType<FoundPersons>;

export function findRoute({ sql }: ApiDeps): Route {
  return route({
    method: 'get',
    path: '/api/person-search',
    summary: 'Find persons by whatever was typed; at most 50, masked, each search in the audit log',
    permission: 'search_person',
    query: z.object({ q: z.string().trim().min(1).max(100) }),
    response: foundSchema,
    async handler({ query, caller, audit }) {
      const found = await findPersons(sql, caller, query.q);
      await audit('search', { detail: { by: found.by, hits: found.hits.length } });
      return found;
    },
  });
}
