import { z } from 'zod';
import { DomainError } from '../../core/platform/errors.ts';
import { mayShow } from '../../core/rules/shield.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { selectUnprovenOnLine } from '../persons/queries.ts';
import { selectOfPerson } from './board-queries.ts';
import { handOverRow } from './hand-over-view.ts';
import { handOverReach } from './reach.ts';
import { rowSchema } from './schemas.ts';

/** For the page of a person: what waits for the city about them, and what it said. */
export function personHandOverRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'get',
    path: '/api/persons/:id/hand-overs',
    summary: 'Hand-overs about a person of the viewer’s lines: open ones by deadline, then the newest',
    permission: 'follow_hand_overs',
    params: z.object({ id: z.coerce.number().int().positive() }),
    response: z.array(rowSchema),
    async handler({ params, caller, audit }) {
      // The reason tells of the person's means.
      if ((await selectUnprovenOnLine(sql, caller.staffId)).includes(params.id))
        throw new DomainError('identity/required', 403, '本人確認が終わるまで表示できません。');
      const rows = await selectOfPerson(sql, await handOverReach(sql, caller), params.id);
      const shown = rows.filter(({ shielded }) => mayShow(shielded, caller));
      await audit('list', { personId: params.id, detail: { what: 'hand_overs' } });
      return shown.map((row) => handOverRow(row, { caller, unproven: [], now: clock.now() }));
    },
  });
}
