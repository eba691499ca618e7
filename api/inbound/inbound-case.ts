import type { DebtView } from '../../core/contracts/http/desk.ts';
import type { InboundCase } from '../../core/contracts/http/inbound.ts';
import { DomainError } from '../../core/platform/errors.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { type IdentitySpeaker, unlocksDebt } from '../../core/rules/identity.ts';
import { maySee } from '../../core/rules/sharing.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { debtView } from '../desk/debt-view.ts';
import type { Caller } from '../http/caller.ts';
import { personCard, visibleToViewer } from '../persons/person-card.ts';
import { selectViewerSubjects } from '../persons/queries.ts';
import { assertOwnInbound } from './inbound-pop.ts';
import type { InboundCallRow } from './queries.ts';

/** @throws DomainError 409 `inbound/nobody` while no person was chosen */
async function withPerson(
  db: Queryable,
  caller: Caller,
  callId: string,
): Promise<{ call: InboundCallRow; personId: number }> {
  const call = await assertOwnInbound(db, caller, callId);
  if (call.personId === null)
    throw new DomainError('inbound/nobody', 409, '先に、どなたからの電話かを選んでください。');
  return { call, personId: call.personId };
}

const unlocked = ({ identityPassed, speaker }: InboundCallRow) =>
  unlocksDebt(identityPassed, speaker as IdentitySpeaker | null);

/** The person whom the agent chose, as far as the check can be made with it. */
export async function inboundCase(db: Queryable, caller: Caller, callId: string, now: Date): Promise<InboundCase> {
  const { call, personId } = await withPerson(db, caller, callId);
  const { line } = call;
  return {
    callId,
    subject: line && {
      id: line.subjectId,
      name: line.name,
      shortName: line.shortName,
      colour: line.colour,
      callerId: line.callerId,
    },
    card: await personCard(db, caller, personId, tokyoTime(now).date, { line, unlocked: unlocked(call) }),
    identityPassed: unlocked(call),
  };
}

/** The same refusal as for a call of ours. On a line's call its sharing group decides what is shown, else the account. */
export async function inboundDebt(
  db: Queryable,
  caller: Caller,
  callId: string,
  now: Date,
  on: string | undefined,
): Promise<{ personId: number; view: DebtView }> {
  const { call, personId } = await withPerson(db, caller, callId);
  if (!unlocked(call)) throw new DomainError('identity/required', 403, '本人確認が終わるまで金額は表示できません。');
  const visible = visibleToViewer(await selectViewerSubjects(db, caller));
  const { line } = call;
  const mayShow = (source: Parameters<typeof visible>[0]) => visible(source) && (line === null || maySee(line, source));
  return { personId, view: await debtView(db, { personId, mayShow, now, on }) };
}
