import type { PutBack } from '../../core/contracts/commands.ts';
import type { PromiseNext, PromiseNextDone } from '../../core/contracts/http/promises.ts';
import { DomainError } from '../../core/platform/errors.ts';
import { addDays, tokyoInstant, tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { CommandRunner } from '../desk/run-command.ts';
import type { Caller } from '../http/caller.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type BoardRow, selectByIds } from './board-queries.ts';
import { ownLines } from './lines.ts';

/** A reservation for longer is a date nobody keeps. */
const CALLBACK_DAYS = 30;
const BREATH_MS = 5 * 60_000;

/**
 * What comes next for the chosen promises. The dialler decides for each of them; a person who is in no running campaign, or whom the
 * gate keeps back, is named with the reason and nothing happens.
 *
 * @throws DomainError promise/not-found when one of them is not the caller's to follow; promise/callback-time
 */
export async function nextStep(
  { sql, clock }: ApiDeps,
  commands: CommandRunner,
  caller: Caller,
  next: PromiseNext,
): Promise<PromiseNextDone & { persons: { personId: number; subjectId: string }[] }> {
  const now = clock.now();
  const { date: today } = tokyoTime(now);
  const callback = next.action === 'callback' ? callbackOf(next, caller, now) : null;
  const scope = {
    lines: await ownLines(sql, caller),
    staffId: caller.permissions.has('follow_promises') ? null : caller.staffId,
    today,
    privileged: caller.privileged,
  };
  const rows = (await selectByIds(sql, scope, next.ids)).filter(({ shielded }) => !shielded || caller.privileged);
  if (rows.length !== new Set(next.ids).size)
    throw new DomainError('promise/not-found', 404, '約束が見つかりません。一覧を開き直してください。');
  const targetIds = [...new Set(rows.flatMap(({ targetId }) => targetId ?? []))];
  const told = targetIds.length === 0 ? [] : await putBack(commands, caller, targetIds, callback);
  return {
    results: rows.map((row) => resultOf(row, told)),
    persons: rows.map(({ personId, subjectId }) => ({ personId, subjectId })),
  };
}

function callbackOf(
  { at, owner }: Extract<PromiseNext, { action: 'callback' }>,
  caller: Caller,
  now: Date,
): { at: string; agentId: string | null } {
  const latest = tokyoInstant(addDays(tokyoTime(now).date, CALLBACK_DAYS), 0);
  // Now is a time too: the page's clock may be behind ours by a breath.
  if (new Date(at).getTime() < now.getTime() - BREATH_MS || new Date(at) > latest)
    throw new DomainError('promise/callback-time', 422, `予約の日時は今から${CALLBACK_DAYS}日以内にしてください。`);
  return { at, agentId: owner === 'me' && caller.permissions.has('desk') ? caller.staffId : null };
}

async function putBack(
  commands: CommandRunner,
  caller: Caller,
  targetIds: number[],
  callback: { at: string; agentId: string | null } | null,
): Promise<PutBack[]> {
  const { targets } = await commands.run('put_back', caller.staffId, { targetIds, callback });
  return Array.isArray(targets) ? (targets as PutBack[]) : [];
}

function resultOf({ id, targetId }: BoardRow, told: readonly PutBack[]): PromiseNextDone['results'][number] {
  const answer = told.find((one) => one.targetId === targetId);
  if (!answer) return { id, ok: false, code: 'no_target', message: '実施中の架電業務の対象ではありません。' };
  const { ok, code, message } = answer;
  return { id, ok, code, message };
}
