import { createHash } from 'node:crypto';
import type { Queryable, Sql, TransactionSql } from '../../core/platform/postgres.ts';

/**
 * Seals audit rows in ranges: each seal holds the digest of every row of its range and of the seal before it. A row changed,
 * removed or put in afterwards no longer fits its seal; a changed or removed seal no longer fits the next one.
 */
export const FIRST_PREVIOUS = '0'.repeat(64);
export const LEAF_BYTES = 8 + 32;
/** One key for all sealers of this database: two of them would fork the chain. */
const SEALER_LOCK = 7_303_014;
const MAX_ROWS_PER_SEAL = 5_000;

export interface Seal {
  id: number;
  fromId: number;
  toId: number;
  rows: number;
  previous: string;
  leaves: Buffer;
  digest: string;
}

export function digestOf(seal: Pick<Seal, 'fromId' | 'toId' | 'rows' | 'previous' | 'leaves'>): string {
  return createHash('sha256')
    .update(`toritsugi audit seal 1\n${seal.fromId}\n${seal.toId}\n${seal.rows}\n${seal.previous}\n`)
    .update(seal.leaves)
    .digest('hex');
}

export function leafOf(row: { id: number; hash: Buffer }): Buffer {
  const leaf = Buffer.alloc(LEAF_BYTES);
  leaf.writeBigUInt64BE(BigInt(row.id), 0);
  row.hash.copy(leaf, 8);
  return leaf;
}

/** Row digests are made by the database from every column, in a form that depends on no setting of the session. */
export async function hashRows(
  db: Queryable,
  fromId: number,
  toId: number,
  limit: number,
): Promise<{ id: number; hash: Buffer }[]> {
  return await db<{ id: number; hash: Buffer }[]>`
    select id, sha256(convert_to(jsonb_build_array(id, extract(epoch from at), extract(epoch from product_at), staff_id,
             login, role, ip, action, person_id, subject_id, call_id, recording_id, detail)::text, 'UTF8')) as hash
    from audit_log where id between ${fromId} and ${toId} order by id limit ${limit}`;
}

export interface AuditSealer {
  /** Seals what is settled. @returns rows sealed by this call */
  tick(): Promise<number>;
}

/**
 * Ids are given before commit, so a row with a smaller id may appear after a larger one. A range is sealed only when every
 * transaction that was writing audit rows while its end was read has ended: each of them holds a lock on the table from
 * before it takes its id until its commit.
 */
export function auditSealer(sql: Sql): AuditSealer {
  let pending: { toId: number; writers: Set<string> } | undefined;
  return {
    async tick() {
      pending ??= await readHorizon(sql);
      if (!pending) return 0;
      const now = await writersOf(sql);
      if ([...now].some((writer) => pending?.writers.has(writer))) return 0;
      const { toId } = pending;
      pending = undefined;
      return await sql.begin((db) => sealUpTo(db, toId));
    },
  };
}

async function readHorizon(db: Queryable): Promise<{ toId: number; writers: Set<string> } | undefined> {
  const [row] = await db<{ toId: number | null }[]>`
    select nullif(max(id), (select coalesce(max(to_id), 0) from audit_seal)) as "toId" from audit_log`;
  if (!row || row.toId === null) return undefined;
  return { toId: row.toId, writers: await writersOf(db) };
}

async function writersOf(db: Queryable): Promise<Set<string>> {
  const rows = await db<{ virtualtransaction: string }[]>`
    select distinct virtualtransaction from pg_locks
    where relation = 'audit_log'::regclass and mode = 'RowExclusiveLock'`;
  return new Set(rows.map((row) => row.virtualtransaction));
}

async function sealUpTo(db: TransactionSql, toId: number): Promise<number> {
  const [lock] = await db<{ ours: boolean }[]>`select pg_try_advisory_xact_lock(${SEALER_LOCK}) as ours`;
  if (!lock?.ours) return 0;
  const [last] = await db<{ toId: number; digest: string }[]>`
    select to_id as "toId", digest from audit_seal order by id desc limit 1`;
  let fromId = (last?.toId ?? 0) + 1;
  let previous = last?.digest ?? FIRST_PREVIOUS;
  let sealed = 0;
  while (fromId <= toId) {
    const rows = await hashRows(db, fromId, toId, MAX_ROWS_PER_SEAL);
    const end = rows.length === MAX_ROWS_PER_SEAL ? (rows.at(-1)?.id ?? toId) : toId;
    const seal = { fromId, toId: end, rows: rows.length, previous, leaves: Buffer.concat(rows.map(leafOf)) };
    previous = digestOf(seal);
    await db`
      insert into audit_seal (from_id, to_id, rows, previous, leaves, digest)
      values (${fromId}, ${end}, ${rows.length}, ${seal.previous}, ${seal.leaves}, ${previous})`;
    sealed += rows.length;
    fromId = end + 1;
  }
  return sealed;
}
