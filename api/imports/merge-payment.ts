import type { TransactionSql } from '../../core/platform/postgres.ts';
import { allocatePayment } from '../../core/rules/formats/allocate-payment.ts';
import { REASONS } from '../../core/rules/formats/reject-reasons.ts';
import * as queries from './payment-queries.ts';
import { refreshPaid } from './refresh-paid.ts';

export interface MergedPayments {
  changed: number;
  rejected: number;
  figures: {
    payments: number;
    paid_yen: number;
    settled_by_payments: number;
    restored_by_cancel: number;
    confirmed: number;
  };
}

/**
 * Lines of money received become payments, in this order: cancellations of what was known before the file; then a 確報
 * meets its 速報 (the same claim, day of receipt and amounts: the same money) and the other way round; what is left is
 * new money; last, cancellations of what came in this very file. So a 速報取消 with the 確報 that replaces it leaves the
 * money standing, and a 速報 cancelled in its own file leaves nothing.
 */
export async function mergePayments(tx: TransactionSql, runId: string, fileId: number): Promise<MergedPayments> {
  await queries.dropRepeatedLines(tx);
  await queries.dropKnownLines(tx);
  const touched = await queries.matchItems(tx);
  await allocateAmbiguous(tx);
  let rejected = await queries.rejectUnmatched(tx, fileId, REASONS.itemUnknown);

  const cancelledBefore = await queries.applyCancellations(tx, runId);
  const confirmed = await queries.attachCounterparts(tx, { newLines: 'final' });
  const late = await queries.attachCounterparts(tx, { newLines: 'preliminary' });
  const preliminary = await queries.insertEntries(tx, runId, true);
  const confirmedAtOnce = await queries.attachCounterparts(tx, { newLines: 'final' });
  const final = await queries.insertEntries(tx, runId, false);
  const cancelledNow = await queries.applyCancellations(tx, runId);
  rejected += await queries.rejectCancellations(tx, fileId, {
    unknown: REASONS.cancelUnknown,
    before: REASONS.cancelledBefore,
    ofFinal: REASONS.cancelOfFinal,
  });

  const { settled } = touched > 0 ? await refreshPaid(tx, queries.touchedItems(tx)) : { settled: 0 };
  const cancelled = cancelledBefore + cancelledNow;
  const counterparts = confirmed + late + confirmedAtOnce;
  return {
    changed: cancelled + counterparts + preliminary.count + final.count,
    rejected,
    figures: {
      payments: preliminary.count + final.count,
      paid_yen: preliminary.yen + final.yen,
      settled_by_payments: settled,
      restored_by_cancel: cancelled,
      confirmed: counterparts,
    },
  };
}

/** Lines whose key fits several installments (same notice and period, other 相当年度); few, so one by one. */
async function allocateAmbiguous(tx: TransactionSql): Promise<void> {
  const lines = await queries.selectAmbiguous(tx);
  const chosen: { lineNo: number; itemId: number }[] = [];
  const unpaid = new Map<number, number>();
  for (const { lineNo, amount, cancel, candidates } of lines) {
    const current = candidates.map((candidate) => ({
      ...candidate,
      unpaid: unpaid.get(candidate.itemId) ?? candidate.unpaid,
    }));
    const item = allocatePayment(amount, current);
    if (!item) continue;
    chosen.push({ lineNo, itemId: item.itemId });
    if (!cancel) unpaid.set(item.itemId, item.unpaid - amount);
  }
  await queries.saveAllocation(tx, chosen);
}
