import type { LineResult, TalkResult, WhoAnswered } from '../../core/contracts/calls.ts';
import type { RecordingDetail, RecordingRow } from '../../core/contracts/http/records.ts';
import { maskPerson } from '../../core/rules/shield.ts';
import type { MasterKeyState } from '../../recordings-store/index.ts';
import type { CallEventRow, RecordingDetailRow, RecordingListRow } from './queries.ts';

export interface RecordingViewer {
  privileged: boolean;
  /** Without it no name is shown at all, shielded or not. */
  seesPersons: boolean;
}

/** A call without a person (self-test) hides nobody; a person whose flag is unknown is treated as shielded. */
export function isHidden(row: Pick<RecordingListRow, 'personId' | 'personShielded'>, viewer: RecordingViewer): boolean {
  return row.personId !== null && row.personShielded !== false && !viewer.privileged;
}

export function recordingView(row: RecordingListRow, viewer: RecordingViewer): RecordingRow {
  const shielded = row.personId === null ? false : row.personShielded;
  const person = maskPerson({ shielded, name: viewer.seesPersons ? row.personName : null }, viewer);
  return {
    id: row.id,
    callId: row.callId,
    startedAt: row.startedAt.toISOString(),
    seconds: row.recordedMs === null ? null : Math.round(row.recordedMs / 100) / 10,
    state: row.state,
    flags: row.flags,
    subject:
      row.subjectId === null
        ? null
        : { id: row.subjectId, shortName: row.subjectShortName ?? '', colour: row.subjectColour ?? '#000000' },
    direction: row.direction,
    agentName: row.agentName,
    personName: person.name,
    personMasked: person.masked,
    // The columns hold exactly these words; the answer's schema checks them once more.
    lineResult: row.lineResult as LineResult | null,
    talkResult: row.talkResult as TalkResult | null,
    whoAnswered: row.whoAnswered as WhoAnswered | null,
  };
}

/** What stands above the waveform; kinds that tell a listener nothing are left out. */
const EVENT_LABELS: Record<string, string> = {
  answered: '応答',
  agent_leg_joined: '従事者接続',
  agent_leg_lost: '従事者切断',
  held: '保留',
  resumed: '保留解除',
  politely_ended: '案内後終話',
  adopted: '制御再開',
  recovered: '制御再開',
  recorder_restarted: '録音再開',
  passed_on: '転送',
  party_answered: '転送先応答',
  party_joined: '三者通話',
  help_came: '責任者参加',
  recording_paused: '録音停止',
  recording_resumed: '録音再開',
  ended: '終話',
};

export function recordingDetail(
  row: RecordingDetailRow,
  events: readonly CallEventRow[],
  viewer: RecordingViewer,
  state: { masterKey: MasterKeyState; mayPlay: boolean; clockSpeed: number },
): RecordingDetail {
  const hidden = isHidden(row, viewer);
  const reason = unplayableReason(row, hidden, state);
  return {
    ...recordingView(row, viewer),
    talkMs: row.talkMs,
    recordedMs: row.recordedMs,
    farMs: row.farMs,
    channels: { left: row.leftChannel, right: row.rightChannel },
    peaks: hidden ? null : row.peaks,
    events: hidden ? [] : events.flatMap((event) => eventView(event, row, state.clockSpeed)),
    playable: reason === null,
    unplayableReason: reason,
  };
}

function eventView(event: CallEventRow, row: RecordingDetailRow, clockSpeed: number): RecordingDetail['events'] {
  const label = EVENT_LABELS[event.kind];
  if (label === undefined || row.answeredAt === null) return [];
  const realMs = event.detail?.realMs;
  const atMs =
    realMs !== undefined && row.answeredRealMs !== null
      ? realMs - row.answeredRealMs
      : // Events carry the product clock, which may run faster than sound.
        (event.at.getTime() - row.answeredAt.getTime()) / clockSpeed;
  // Of a silence a listener must know who wanted it, and why.
  const why = event.kind === 'recording_paused' ? [event.by, event.detail?.reason].filter(Boolean).join('・') : '';
  const words = why === '' ? label : `${label}(${why})`;
  return atMs < -500 ? [] : [{ atMs: Math.max(0, Math.round(atMs)), kind: event.kind, label: words }];
}

function unplayableReason(
  row: RecordingListRow,
  hidden: boolean,
  state: { masterKey: MasterKeyState; mayPlay: boolean },
): string | null {
  if (hidden) return '支援措置の対象者の録音です。再生できるのは指定された職員だけです。';
  if (!state.mayPlay) return '録音を再生する権限がありません。';
  if (row.state === 'failed') return 'この通話の録音は残っていません。障害一覧を確認してください。';
  if (row.state === 'purged') return 'この録音は保存期間が過ぎたため消去されました。';
  if (row.state !== 'registered') return '録音を保存しています。数秒後にもう一度開いてください。';
  if (state.masterKey === 'missing')
    return '録音の鍵ファイルがないため再生できません。システム管理者へご連絡ください。';
  if (state.masterKey !== 'ready')
    return '録音の鍵ファイルが正しくないため再生できません。システム管理者へご連絡ください。';
  return null;
}
