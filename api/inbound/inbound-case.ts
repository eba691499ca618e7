import type { DebtView } from '../../core/contracts/http/desk.ts';
import type { InboundCase } from '../../core/contracts/http/inbound.ts';
import { DomainError } from '../../core/platform/errors.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { type IdentitySpeaker, unlocksDebt } from '../../core/rules/identity.ts';
import { maySee, type SharingScope } from '../../core/rules/sharing.ts';
import { mayShow } from '../../core/rules/shield.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { debtView } from '../desk/debt-view.ts';
import type { Caller } from '../http/caller.ts';
import { livingLabels } from '../persons/living-labels.ts';
import { personCard, personNotFound, visibleToViewer } from '../persons/person-card.ts';
import { selectPerson, selectViewerSubjects } from '../persons/queries.ts';
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
  const { date: today } = tokyoTime(now);
  const card = await personCard(db, caller, personId, today, { line, unlocked: unlocked(call) });
  const ofAccount = visibleToViewer(await selectViewerSubjects(db, caller));
  const visible = line === null ? ofAccount : (source: SharingScope | null) => maySee(line, source);
  return {
    callId,
    subject: line && {
      id: line.subjectId,
      name: line.name,
      shortName: line.shortName,
      colour: line.colour,
      callerId: line.callerId,
    },
    card,
    labels: card.masked ? [] : await livingLabels(db, personId, { visible, today, unlocked: unlocked(call) }),
    identityPassed: unlocked(call),
  };
}

/**
 * The same refusals as for a call of ours, 支援措置 included: the flag may have come while they spoke. On a line's call its sharing group
 * decides what is shown, else the account.
 */
export async function inboundDebt(
  db: Queryable,
  caller: Caller,
  callId: string,
  now: Date,
  on: string | undefined,
): Promise<{ personId: number; view: DebtView }> {
  const { call, personId } = await withPerson(db, caller, callId);
  const subjects = await selectViewerSubjects(db, caller);
  const person = await selectPerson(db, personId, subjects?.map(({ subjectId }) => subjectId) ?? null);
  if (!person) throw personNotFound();
  if (!mayShow(person.shielded, caller))
    throw new DomainError('person/shielded', 403, '支援措置の対象者のため表示できません。');
  if (!unlocked(call)) throw new DomainError('identity/required', 403, '本人確認が終わるまで金額は表示できません。');
  const visible = visibleToViewer(subjects);
  const { line } = call;
  const ofLine = (source: SharingScope) => visible(source) && (line === null || maySee(line, source));
  return { personId, view: await debtView(db, { personId, mayShow: ofLine, now, on }) };
}
