import type { Queryable } from '../../core/platform/postgres.ts';
import { digestOf, FIRST_PREVIOUS, hashRows, LEAF_BYTES, type Seal } from './seal.ts';

export interface AuditProblem {
  /** `row_unproven`: the seal of its range is missing, so nothing can be said about it. */
  kind: 'row_changed' | 'row_missing' | 'row_added' | 'row_unproven' | 'seal_changed' | 'seal_missing';
  /** Id of the audit row, or of the seal. For a missing seal: of the seal that follows the gap. */
  id: number;
}

export interface AuditVerification {
  ok: boolean;
  rows: number;
  seals: number;
  /** At most `MAX_PROBLEMS`: after that many the log is lost as a proof anyway. */
  problems: AuditProblem[];
  /** Digest of the newest seal: written down elsewhere, it also proves that no newer seal was cut off. */
  head: string | null;
}

const MAX_PROBLEMS = 200;
const SEALS_AT_ONCE = 500;
const ROWS_AT_ONCE = 50_000;

/** Reads every seal and every sealed row, and names each row or seal that is not what it was. */
export async function verifyAudit(db: Queryable): Promise<AuditVerification> {
  const problems: AuditProblem[] = [];
  let previous: Pick<Seal, 'id' | 'toId' | 'digest'> = { id: 0, toId: 0, digest: FIRST_PREVIOUS };
  let seals = 0;
  let rows = 0;
  for (;;) {
    const batch = await readSeals(db, previous.id);
    if (batch.length === 0) break;
    for (const seal of batch) {
      checkSeal(seal, previous, problems);
      previous = seal;
    }
    rows += await checkRows(db, batch, problems);
    seals += batch.length;
    if (problems.length >= MAX_PROBLEMS) break;
  }
  return {
    ok: problems.length === 0,
    rows,
    seals,
    problems: problems.slice(0, MAX_PROBLEMS),
    head: seals === 0 ? null : previous.digest,
  };
}

async function readSeals(db: Queryable, afterId: number): Promise<Seal[]> {
  return await db<Seal[]>`
    select id, from_id as "fromId", to_id as "toId", rows, previous, leaves, digest
    from audit_seal where id > ${afterId} order by id limit ${SEALS_AT_ONCE}`;
}

function checkSeal(seal: Seal, previous: Pick<Seal, 'toId' | 'digest'>, problems: AuditProblem[]): void {
  if (digestOf(seal) !== seal.digest || seal.leaves.length !== seal.rows * LEAF_BYTES)
    problems.push({ kind: 'seal_changed', id: seal.id });
  if (seal.previous !== previous.digest || seal.fromId !== previous.toId + 1)
    problems.push({ kind: 'seal_missing', id: seal.id });
}

/** @returns rows compared */
async function checkRows(db: Queryable, seals: readonly Seal[], problems: AuditProblem[]): Promise<number> {
  const sealed = new Map<number, Buffer>();
  for (const seal of seals)
    for (let at = 0; at + LEAF_BYTES <= seal.leaves.length; at += LEAF_BYTES)
      sealed.set(Number(seal.leaves.readBigUInt64BE(at)), seal.leaves.subarray(at + 8, at + LEAF_BYTES));
  const compared = sealed.size;
  let fromId = seals[0]?.fromId ?? 1;
  const toId = seals.at(-1)?.toId ?? 0;
  while (fromId <= toId) {
    const rows = await hashRows(db, fromId, toId, ROWS_AT_ONCE);
    for (const { id, hash } of rows) {
      const expected = sealed.get(id);
      if (!expected) problems.push({ kind: isCovered(seals, id) ? 'row_added' : 'row_unproven', id });
      else if (!expected.equals(hash)) problems.push({ kind: 'row_changed', id });
      sealed.delete(id);
    }
    if (rows.length < ROWS_AT_ONCE) break;
    fromId = (rows.at(-1)?.id ?? toId) + 1;
  }
  for (const id of sealed.keys()) problems.push({ kind: 'row_missing', id });
  return compared;
}

function isCovered(seals: readonly Seal[], id: number): boolean {
  return seals.some((seal) => seal.fromId <= id && id <= seal.toId);
}
