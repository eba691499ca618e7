import { z } from 'zod';
import type { PersonCard } from '../../core/contracts/http/records.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { contactPreferenceSchema, contactRoleSchema, personPhoneSchema } from '../desk/case-parts-schema.ts';
import { caseViewSchema, historyItemSchema } from '../desk/case-schema.ts';
import { debtQuerySchema, debtViewSchema } from '../desk/debt-schema.ts';
import { debtView } from '../desk/debt-view.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { contactRoutes } from './contact-routes.ts';
import { debtAccess } from './debt-access.ts';
import { findRoute } from './find-route.ts';
import { labelRoutes } from './label-routes.ts';
import { personCard } from './person-card.ts';

export const personCardSchema = z.object({
  person: caseViewSchema.shape.person,
  masked: z.boolean(),
  household: caseViewSchema.shape.household,
  phones: z.array(personPhoneSchema.omit({ preferred: true, manualOnlyReason: true, lastResult: true })),
  roles: z.array(contactRoleSchema),
  preferences: z.array(contactPreferenceSchema),
  history: z.array(historyItemSchema),
}) satisfies z.ZodType<PersonCard>;

/** Persons are numbered one after another: ten a minute are more than anybody reads, and no way through a city. */
const OPENED_LIMIT = { most: 600, inSec: 3_600 };
const byId = z.object({ id: z.coerce.number().int().positive() });

export function personRoutes(deps: ApiDeps): Route[] {
  const { sql, clock } = deps;
  return [
    ...labelRoutes(deps),
    findRoute(deps),
    ...contactRoutes(deps),
    route({
      method: 'get',
      path: '/api/persons/:id',
      summary: 'A person, without amounts',
      permission: 'view_person',
      limit: OPENED_LIMIT,
      params: byId,
      response: personCardSchema,
      async handler({ params, caller, audit }) {
        const card = await personCard(sql, caller, params.id, tokyoTime(clock.now()).date);
        await audit('view_person', { personId: params.id, detail: { masked: card.masked } });
        return card;
      },
    }),
    route({
      method: 'get',
      path: '/api/persons/:id/debt',
      summary: 'Amounts, periods and charges for desk work; never in a live call before the identity check',
      permission: 'view_debt',
      limit: OPENED_LIMIT,
      params: byId,
      query: debtQuerySchema,
      response: debtViewSchema,
      async handler({ params, query, caller, audit }) {
        const mayShow = await debtAccess(sql, caller, params.id);
        const view = await debtView(sql, { personId: params.id, mayShow, now: clock.now(), on: query.on });
        await audit('view_debt', { personId: params.id });
        return view;
      },
    }),
  ];
}
