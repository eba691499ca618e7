import { z } from 'zod';
import { mayShow } from '../../core/rules/shield.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { personNotFound } from '../persons/person-card.ts';
import { selectPerson, selectViewerSubjects } from '../persons/queries.ts';
import { identifyCaller } from './identify-caller.ts';
import { lockOwn, personShielded } from './lock-own.ts';

export function identifyRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'post',
    path: '/api/hand-overs/:id/person',
    summary: 'Who the caller nobody knew was: the matter, its call and its stop are that person’s from now on',
    permission: 'follow_hand_overs',
    params: z.object({ id: z.uuid() }),
    body: z.strictObject({ personId: z.number().int().positive() }),
    response: 'none',
    async handler({ params: { id }, body: { personId }, caller, audit }) {
      const subjects = await selectViewerSubjects(sql, caller);
      const person = await selectPerson(sql, personId, subjects?.map(({ subjectId }) => subjectId) ?? null);
      if (!person) throw personNotFound();
      if (!mayShow(person.shielded, caller)) throw personShielded();
      const { subjectId, callId } = await sql.begin(async (tx) => {
        const row = await lockOwn(tx, caller, id);
        await identifyCaller(tx, row, { personId, staffId: caller.staffId, now: clock.now() });
        return row;
      });
      await audit('hand_over.act', { personId, subjectId, callId, detail: { handOver: id, what: 'identify' } });
    },
  });
}
