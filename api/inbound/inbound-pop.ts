import type { InboundCandidate, InboundPop } from '../../core/contracts/http/inbound.ts';
import { DomainError } from '../../core/platform/errors.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { callerKnown, callerNumber } from '../../core/rules/inbound/caller-number.ts';
import { rankCandidates } from '../../core/rules/inbound/rank-candidates.ts';
import { maySee, type SharingScope } from '../../core/rules/sharing.ts';
import { hideDebtFigures } from '../desk/hide-debt-figures.ts';
import type { Caller } from '../http/caller.ts';
import { visibleToViewer } from '../persons/person-card.ts';
import { selectViewerSubjects } from '../persons/queries.ts';
import { ownLines } from '../promises/lines.ts';
import { causeOf } from './cause-of.ts';
import {
  type EvidenceRow,
  type InboundCallRow,
  selectCandidates,
  selectEarlier,
  selectEvidence,
  selectInboundCall,
} from './queries.ts';

/** More would be a telephone directory, not a pop. */
const SHOWN = 8;

const notYours = () => new DomainError('call/not-yours', 403, 'この通話はあなたの通話ではありません。');

/** @throws DomainError 403 `call/not-yours`: the same for somebody else's call and for none at all. */
export async function assertOwnInbound(db: Queryable, caller: Caller, callId: string): Promise<InboundCallRow> {
  const call = await selectInboundCall(db, callId, caller.staffId);
  if (!call?.mine) throw notYours();
  return call;
}

/** Who the citizen on the line may be: asked the moment the call is given to an agent, or while it waits on one of the agent's lines. */
export async function inboundPop(db: Queryable, caller: Caller, callId: string, now: Date): Promise<InboundPop> {
  const call = await selectInboundCall(db, callId, caller.staffId);
  if (!call || !(call.mine || (await waitsForMe(db, caller, call)))) throw notYours();
  const number = callerNumber(call.callerId);
  const { line } = call;
  const { digits } = number;
  // At once: somebody is looking at an empty screen.
  const [candidates, cause, earlier] = await Promise.all([
    digits === null ? [] : candidatesOf(db, caller, call, digits, now),
    causeOf(db, call.callerId, call.createdAt),
    digits === null ? [] : selectEarlier(db, digits, line?.subjectId ?? null),
  ]);
  return {
    callId: call.id,
    subject: line && {
      id: line.subjectId,
      name: line.name,
      shortName: line.shortName,
      colour: line.colour,
      callerId: line.callerId,
    },
    known: callerKnown(number, candidates.length),
    number: number.digits,
    language: call.language,
    connected: call.connected,
    candidates: candidates.slice(0, SHOWN),
    personId: call.personId,
    cause:
      cause && maySeeCause(cause.subjectId, line)
        ? { kind: cause.kind, id: cause.id, at: cause.at.toISOString() }
        : null,
    earlier: earlier.map(({ at, note, ...row }) => ({ ...row, at: at.toISOString(), note: hideDebtFigures(note) })),
  };
}

/** What another line sent may be a fact of another sharing group: then nothing of it is told. */
const maySeeCause = (subjectId: string | null, line: SharingScope | null) =>
  line === null || subjectId === null || subjectId === line.subjectId || line.debtClass !== 'private';

async function waitsForMe(db: Queryable, caller: Caller, call: InboundCallRow): Promise<boolean> {
  if (call.ended || call.agentId !== null) return false;
  return call.line === null || (await ownLines(db, caller)).includes(call.line.subjectId);
}

async function candidatesOf(
  db: Queryable,
  caller: Caller,
  call: InboundCallRow,
  digits: string,
  now: Date,
): Promise<InboundCandidate[]> {
  const [subjects, found] = await Promise.all([
    selectViewerSubjects(db, caller),
    selectEvidence(db, digits, call.id, now),
  ]);
  const { line } = call;
  const ofViewer = visibleToViewer(subjects);
  const visible = ({ source, byHand }: EvidenceRow) =>
    byHand ? line?.debtClass !== 'private' : line === null ? ofViewer(source) : maySee(line, source);
  const ranked = rankCandidates(found.filter(visible), now);
  const viewer = { subjectIds: subjects?.map(({ subjectId }) => subjectId) ?? null, privileged: caller.privileged };
  const persons = new Map(
    (
      await selectCandidates(
        db,
        ranked.map(({ personId }) => personId),
        viewer,
      )
    ).map((row) => [row.id, row]),
  );
  return ranked.flatMap(({ personId, why }) => {
    const person = persons.get(personId);
    if (!person) return [];
    const { name, kana, shielded } = person;
    return [
      { personId, name, kana, shielded, why: why.map(({ kind, at }) => ({ kind, at: at?.toISOString() ?? null })) },
    ];
  });
}
