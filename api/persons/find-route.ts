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

/** Names and telephone numbers are asked for in the body: addresses of requests are written down by whatever stands in between. */
export function findRoute({ sql }: ApiDeps): Route {
  return route({
    method: 'post',
    path: '/api/person-search',
    summary:
      'Find persons by whatever was typed, or by one of its meanings; at most 50, masked, each search in the audit log',
    permission: 'search_person',
    // A caller is looked for three or four times; a whole city is read out by thousands.
    limit: { most: 300, inSec: 3_600 },
    body: z.strictObject({ q: z.string().trim().min(1).max(100), by: z.enum(SEARCH_KINDS).optional() }),
    response: foundSchema,
    async handler({ body: { q, by }, caller, audit }) {
      const found = await findPersons(sql, caller, q, by);
      await audit('search', { detail: { by: found.by, hits: found.hits.length } });
      return found;
    },
  });
}
