import { z } from 'zod';
import type { DeskDraft } from '../../core/contracts/http/desk.ts';
import { DomainError } from '../../core/platform/errors.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { selectDraft, upsertDraft } from './draft-queries.ts';
import { assertOwnCall } from './own-work.ts';

/** Far above what the panel can hold; below what would make the row a store of its own. */
const DRAFT_CHARACTERS = 8_000;

const draftSchema = z.object({
  callId: z.uuid(),
  seq: z.number().int().nonnegative(),
  draft: z.record(z.string(), z.unknown()),
}) satisfies z.ZodType<DeskDraft>;

/** What is typed so far outlives the page: a reload, a crash, another seat. */
export function draftRoutes({ sql }: ApiDeps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/desk/draft/:callId',
      summary: 'What was typed so far in my call',
      permission: 'desk',
      params: z.object({ callId: z.uuid() }),
      response: z.object({ draft: draftSchema.nullable() }),
      async handler({ params, caller }) {
        await assertOwnCall(sql, caller.staffId, params.callId);
        return { draft: await selectDraft(sql, params.callId) };
      },
    }),
    route({
      method: 'put',
      path: '/api/desk/draft',
      summary: 'Keep what is typed so far; never over something newer',
      permission: 'desk',
      body: draftSchema,
      response: z.object({ kept: z.boolean() }),
      async handler({ body, caller }) {
        if (JSON.stringify(body.draft).length > DRAFT_CHARACTERS)
          throw new DomainError('desk/draft-size', 413, '入力の途中の内容が長すぎて保存できません。');
        await assertOwnCall(sql, caller.staffId, body.callId);
        return { kept: await upsertDraft(sql, caller.staffId, body) };
      },
    }),
  ];
}
