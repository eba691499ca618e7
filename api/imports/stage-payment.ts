import type { PaymentField } from '../../core/rules/formats/layout.ts';
import { paymentKey, readPaymentRow } from '../../core/rules/formats/payment-row.ts';
import { resolveColumns } from '../../core/rules/formats/resolve-columns.ts';
import { RowReading } from '../../core/rules/formats/row-reading.ts';
import { CopyWriter } from './copy-writer.ts';
import type { StageCounts } from './import-job.ts';
import { mergePayments } from './merge-payment.ts';
import { createPaymentStage, PAYMENT_STAGE_COLUMNS } from './payment-queries.ts';
import { readRows } from './read-rows.ts';
import type { StageContext } from './stage-context.ts';
import { dateReading } from './stage-person.ts';
import { subjectIndex } from './subject-index.ts';

/** One payment file. Which claim a line means is only known in the database, so its bytes go along into the stage. */
export async function stagePayments(context: StageContext): Promise<StageCounts> {
  const { tx, file, layout, progress, rejected } = context;
  const format = layout.files.payment;
  if (!format) throw new Error('The layout has no payment file.');
  await createPaymentStage(tx);
  const copy = await CopyWriter.open(tx, 'stage_payment', PAYMENT_STAGE_COLUMNS);
  const { preliminary, cancel } = layout.codes;
  const codes = { preliminary, cancel, subjectIds: subjectIndex(layout, 'code'), subjectOfFile: file.subject };
  let reading: RowReading<PaymentField> | undefined;
  try {
    const totals = await readRows(
      file,
      layout,
      {
        header(names) {
          reading = new RowReading(resolveColumns(format.columns, names), format.columns, dateReading(layout));
        },
        row(fields, record) {
          if (!reading) throw new Error('A row came before the header.');
          reading.fields = fields;
          const row = readPaymentRow(reading, codes);
          return copy.add([
            record.lineNo,
            paymentKey(row),
            row.subjectId,
            row.levyYear,
            row.noticeNo,
            row.periodNo,
            row.receiptDate,
            row.entryDate,
            row.amount,
            row.demandFee,
            row.interest,
            row.channel,
            row.preliminary,
            row.cancel,
            `\\x${record.bytes().toString('hex')}`,
          ]);
        },
        drain: () => copy.flush(),
        rejected: (row) => rejected.add(row),
      },
      progress,
    );
    await copy.end();
    await rejected.flush();
    progress.stage('payment:merge');
    const merged = await mergePayments(tx, context.runId, context.fileId);
    const accepted = totals.rows - totals.rejected - merged.rejected;
    return {
      rows: totals.rows,
      rejected: totals.rejected + merged.rejected,
      accepted,
      changed: merged.changed,
      unchanged: accepted - merged.changed,
      figures: merged.figures,
    };
  } catch (error) {
    copy.abandon();
    throw error;
  }
}
