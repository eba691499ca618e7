import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeText } from '../../api/imports/encode-text.ts';
import { importFolder } from '../../api/imports/import-folder.ts';
import { loadLayout } from '../../api/imports/load-layout.ts';
import type { ImportReport } from '../../api/imports/report.ts';
import { createLogger } from '../../core/platform/logger.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

export const PERSON_HEADER =
  '宛名番号,区分,氏名,氏名カナ,生年月日,郵便番号,住所,方書,世帯番号,続柄,電話1,電話1種別,電話2,電話2種別,電話3,電話3種別,電話出所,支援措置,死亡日,言語,備考';
export const ARREARS_HEADER =
  '宛名番号,科目コード,賦課年度,相当年度,通知書番号,期別,納期限,税額,督促手数料,確定延滞金,収納額,督促発付日,処分区分,口振区分';
export const PAYMENT_HEADER =
  '科目コード,賦課年度,通知書番号,期別,領収日,収入日,金額,督促手数料,延滞金,収納区分,速報確報,取消';

const quoted = (fields: readonly string[]) => fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(',');
const row = (header: string, values: Record<string, string>) => {
  const titles = header.split(',');
  const unknown = Object.keys(values).filter((title) => !titles.includes(title));
  if (unknown.length > 0) throw new Error(`No such column: ${unknown.join(', ')}`);
  return quoted(titles.map((title) => values[title] ?? ''));
};

export const person = (values: Record<string, string> = {}) =>
  row(PERSON_HEADER, {
    宛名番号: '0000000001',
    区分: '個人',
    氏名: '山口　直子',
    氏名カナ: 'ヤマグチ　ナオコ',
    ...values,
  });
export const arrears = (values: Record<string, string> = {}) =>
  row(ARREARS_HEADER, {
    宛名番号: '0000000001',
    科目コード: '01',
    賦課年度: '2026',
    相当年度: '2026',
    通知書番号: '2026010000001',
    期別: '1',
    納期限: '令和8年6月30日',
    税額: '10000',
    収納額: '0',
    ...values,
  });
export const payment = (values: Record<string, string> = {}) =>
  row(PAYMENT_HEADER, {
    科目コード: '01',
    賦課年度: '2026',
    通知書番号: '2026010000001',
    期別: '1',
    領収日: '令和8年11月18日',
    収入日: '令和8年11月20日',
    金額: '10000',
    収納区分: 'コンビニ',
    速報確報: '速報',
    ...values,
  });

export interface HandOver {
  person?: readonly string[] | Buffer;
  arrears?: readonly string[] | Buffer;
  payment?: readonly string[] | Buffer;
}

/** A city of its own, into which a test hands files over, one after the other. */
export interface TestCity {
  db: TestDatabase;
  folder: string;
  handOver(files: HandOver, options?: { date?: string; layout?: string }): Promise<ImportReport>;
  rejected(): Promise<{ kind: string; lineNo: number; reason: string; field: string | null; raw: Buffer }[]>;
  close(): Promise<void>;
}

export async function testCity(defaultLayout = 'midorino'): Promise<TestCity> {
  const db = await testDatabase();
  const root = await mkdtemp(join(tmpdir(), 'toritsugi-hand-over-'));
  const logger = createLogger('test', 'error');
  const headers = { person: PERSON_HEADER, arrears: ARREARS_HEADER, payment: PAYMENT_HEADER };
  let count = 0;
  return {
    db,
    folder: root,
    async handOver(files, { date, layout = defaultLayout } = {}) {
      const { encoding } = await loadLayout(db.sql, layout);
      count += 1;
      const folder = await mkdtemp(join(root, `delivery-${count}-`));
      for (const [kind, content] of Object.entries(files) as [keyof HandOver, readonly string[] | Buffer][]) {
        const bytes = Buffer.isBuffer(content)
          ? content
          : encodeText([quoted(headers[kind].split(',')), ...content, ''].join('\r\n'), encoding);
        await writeFile(join(folder, `${kind}.csv`), bytes);
      }
      return importFolder({ sql: db.sql, logger, folder, layout, ...(date === undefined ? {} : { date }) });
    },
    rejected: () => db.sql`
      select f.kind, e.line_no as "lineNo", e.reason, e.field, e.raw from import_row_error e
      join import_file f on f.id = e.file_id
      where f.run_id = (select id from import_run order by created_at desc, id desc limit 1) order by e.id`,
    async close() {
      await db.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}
