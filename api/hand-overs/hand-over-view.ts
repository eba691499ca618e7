import type { HandOverCase, HandOverRow, UnknownCaller } from '../../core/contracts/http/hand-overs.ts';
import { deadlineMark } from '../../core/rules/hand-over-deadline.ts';
import { MASK_TEXT, mayShow } from '../../core/rules/shield.ts';
import { hideDebtFigures } from '../desk/hide-debt-figures.ts';
import type { Caller } from '../http/caller.ts';
import type { EventRow, StoredHandOver } from './board-queries.ts';

/** Who looks, and whom they have on the line without an identity check: of those no figure is shown. */
export interface HandOverViewer {
  caller: Caller;
  unproven: readonly number[];
  now: Date;
}

export function handOverRow(row: StoredHandOver, viewer: HandOverViewer): HandOverRow {
  const { caller, now } = viewer;
  const shown = mayShow(row.shielded, caller);
  const mine = row.raisedById === caller.staffId;
  const open = row.state === 'waiting' || row.state === 'in_work';
  return {
    id: row.id,
    kind: row.kind,
    reason: row.reason,
    subject: row.subject,
    person: personOf(row, shown),
    caller: callerOf(row, viewer, shown),
    state: row.state,
    dueAt: row.dueAt.toISOString(),
    mark: open ? deadlineMark(row.dueAt, now) : null,
    raisedBy: row.raisedBy,
    raisedAt: row.raisedAt.toISOString(),
    takenBy: row.takenBy,
    answeredBy: row.answeredBy,
    answeredAt: row.answeredAt?.toISOString() ?? null,
    outcome: row.outcome,
    unread: mine && row.answeredAt !== null && row.readAt === null,
    mine,
    stopped: row.stopped,
    approvalId: open ? row.approvalId : null,
  };
}

function personOf({ personId, name }: StoredHandOver, shown: boolean): HandOverRow['person'] {
  return personId === null ? null : { id: personId, name: shown ? (name ?? '') : MASK_TEXT, masked: !shown };
}

function callerOf(row: StoredHandOver, { caller }: HandOverViewer, shown: boolean): UnknownCaller | null {
  const { personId, callId, callAt, raisedAt, number, saidName, recordingId } = row;
  if (personId !== null || callId === null) return null;
  const at = (callAt ?? raisedAt).toISOString();
  if (!shown) return { number: null, name: null, callId, at, recordingId: null, masked: true };
  const heard = caller.permissions.has('play_recordings') ? recordingId : null;
  return { number, name: saidName, callId, at, recordingId: heard, masked: false };
}

/** Everything that was said of a shielded person may name them, or where they are. */
export function handOverCase(row: StoredHandOver, events: readonly EventRow[], viewer: HandOverViewer): HandOverCase {
  const { caller, unproven } = viewer;
  const shown = mayShow(row.shielded, caller);
  const hidden = row.personId !== null && unproven.includes(row.personId);
  const said = (text: string) => (shown ? (hidden ? hideDebtFigures(text) : text) : MASK_TEXT);
  const amounts = shown && !hidden && (row.raisedById === caller.staffId || caller.permissions.has('view_debt'));
  return {
    ...handOverRow(row, viewer),
    body: said(row.body),
    wishes: amounts ? row.wishes : null,
    answer: row.answer === null ? null : said(row.answer),
    supervisorToldAt: row.toldAt?.toISOString() ?? null,
    events: events.map(({ at, act, by, body }) => ({
      at: at.toISOString(),
      act,
      by,
      body: body === '' ? '' : said(body),
    })),
  };
}
