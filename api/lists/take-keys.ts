import type { IncomingMessage } from 'node:http';
import { DomainError } from '../../core/platform/errors.ts';
import { newId } from '../../core/platform/ids.ts';
import type { Sql, TransactionSql } from '../../core/platform/postgres.ts';
import { byteDecoder, sniffBom } from '../imports/byte-decoder.ts';
import { prepareForLists } from './count-queries.ts';
import { assertPrivilege, visibleEntrustment } from './entrust.ts';
import { storeKeys } from './key-queries.ts';
import { readKeys } from './read-keys.ts';
import { ListSubjects, type ListViewer, listNotFound } from './viewer.ts';

/** 200,000 keys of eleven digits with room to spare. */
const MAX_BYTES = 8 * 1024 * 1024;
const MAX_KEYS = 200_000;
const SLOW_BODY_MS = 30_000;

const unusable = (title: string) => new DomainError('list/keys', 422, title);

export interface KeysRequest {
  name: string;
  /** Whose population the keys choose from; null = an officer chooses from the city. */
  entrustmentId: string | null;
  /** Subjects of the 依頼 to be, where there is none yet. */
  subjectIds: readonly string[];
  privileged: boolean;
  now: Date;
}

/** @throws DomainError `list/keys` 422, `list/not-found` 404, `list/privileged` 403, `list/subjects` 422 */
export async function takeKeys(
  sql: Sql,
  viewer: ListViewer & { mayEntrust: boolean },
  request: KeysRequest,
  body: IncomingMessage,
): Promise<{ id: string; lines: number; found: number }> {
  const subjects = await ListSubjects.read(sql);
  const of =
    request.entrustmentId === null ? null : await visibleEntrustment(sql, subjects, viewer, request.entrustmentId);
  if (of === null && !viewer.mayEntrust)
    throw new DomainError('list/needs-entrustment', 403, '依頼を選んでください。依頼の外の方は抽出できません。');
  const privileged = of?.privileged ?? request.privileged;
  assertPrivilege(viewer, privileged);
  const subjectIds = of?.subjectIds ?? request.subjectIds;
  if (!subjects.visibleTo(viewer, subjectIds)) throw listNotFound('科目');
  const { sources } = subjects.scope(subjectIds);
  const keys = readKeys(decode(await receive(body)));
  if (keys.length === 0) throw unusable('キーが一つもありません。1列目に宛名番号か通知書番号を書いてください。');
  if (keys.length > MAX_KEYS) throw unusable(`キーは${MAX_KEYS.toLocaleString('ja-JP')}行までです。`);
  const id = newId();
  const file = { ...request, id, privileged, sources, createdBy: viewer.staffId };
  const stored = await sql.begin(async (tx) => {
    await prepareForLists(tx as TransactionSql, '60s');
    return storeKeys(tx as TransactionSql, file, keys);
  });
  return { id, ...stored };
}

async function receive(body: IncomingMessage): Promise<Buffer> {
  const timer = setTimeout(() => body.destroy(), SLOW_BODY_MS);
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const piece of body) {
      bytes += piece.length;
      if (bytes > MAX_BYTES) throw unusable('ファイルが大きすぎます (上限 8 MB)。');
      pieces.push(piece);
    }
  } finally {
    clearTimeout(timer);
  }
  return Buffer.concat(pieces);
}

/** UTF-16 by its mark, else UTF-8, else what Excel on Windows writes. */
function decode(bytes: Buffer): string {
  const mark = sniffBom(bytes);
  const text = mark
    ? byteDecoder(mark.encoding).decode(bytes.subarray(mark.length))
    : (byteDecoder('utf-8').decode(bytes) ?? byteDecoder('cp932').decode(bytes));
  if (text === null) throw unusable('文字コードを読み取れません。UTF-8 か Shift_JIS の CSV にしてください。');
  return text;
}
