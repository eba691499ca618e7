import { z } from 'zod';
import type { Layout } from '../../core/rules/formats/layout.ts';
import { ENGINES } from '../../core/rules/money/engine.ts';

const encoding = z.enum(['cp932', 'utf-8', 'utf-16-le', 'utf-16-be', 'euc-jp']);
const column = z.union([z.string().min(1), z.number().int().min(1).max(500)]);
/** Looked for in bytes, so it must be one byte in every encoding. */
const mark = z.string().regex(/^[\t\x20-\x7e]$/, '半角 1 文字かタブ (\\t) で書いてください。');
const fileName = z
  .string()
  .min(1)
  .max(120)
  .regex(/^[^/\\\0]+$/, 'フォルダーを含まないファイル名を書いてください。');

const columns = <F extends string>(required: readonly F[], optional: readonly F[]) => {
  const shape: Record<string, z.ZodType> = {};
  for (const field of required) shape[field] = column;
  for (const field of optional) shape[field] = column.optional();
  return z.strictObject(shape) as unknown as z.ZodType<Partial<Record<F, string | number>>>;
};

const personColumns = columns(
  ['addresseeNo', 'name', 'shield'],
  [
    'kind',
    'kana',
    'birthDate',
    'postalCode',
    'address1',
    'address2',
    'householdNo',
    'relationship',
    'phoneSource',
    'deceasedOn',
    'language',
    'note',
  ],
);
const arrearsColumns = columns(
  ['addresseeNo', 'levyYear', 'noticeNo', 'periodNo', 'dueDate', 'principal', 'collected'],
  ['subject', 'taxableYear', 'demandFee', 'interestFixed', 'demandIssuedOn', 'disposition', 'directDebit'],
);
const paymentColumns = columns(
  ['levyYear', 'noticeNo', 'periodNo', 'receiptDate', 'amount'],
  ['subject', 'entryDate', 'demandFee', 'interest', 'channel', 'stage', 'cancel'],
);

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '時刻は 08:00 の形で書いてください。');
const windowSchema = z
  .strictObject({ days: z.enum(['weekday', 'saturday', 'sunday_holiday']), opens: time, closes: time })
  .refine(({ opens, closes }) => opens >= '08:00' && closes <= '21:00' && opens < closes, {
    message: '架電時間帯は 08:00 から 21:00 までの間で、opens を closes より前にしてください。',
  });

const subjectSchema = z.strictObject({
  id: z.string().min(1).max(20),
  name: z.string().min(1).max(80),
  shortName: z.string().min(1).max(20),
  colour: z.string().regex(/^#[0-9A-Fa-f]{6}$/, '色は #1a2b3c の形で書いてください。'),
  debtClass: z.enum(['tax', 'compulsory_public', 'public', 'private']),
  /** Left out: unknown, the desk says 市へ照会 until an officer chooses one. */
  delinquencyEngine: z.enum(ENGINES).optional(),
  sharingGroup: z.string().min(1).max(40),
  callerId: z.string().regex(/^0\d{9,10}$/, '0 で始まる 10 桁か 11 桁の数字で書いてください (ハイフンなし)。'),
  windows: z.array(windowSchema).min(1).optional(),
});

/** The documented format of a layout file (docs/layouts.md). Unknown words are errors: they are mostly misspellings. */
export const cityLayoutSchema = z
  .strictObject({
    name: z
      .string()
      .regex(
        /^[a-z0-9][a-z0-9-]{0,39}$/,
        '英小文字・数字・ハイフンで、40 文字まで。先頭は英小文字か数字にしてください。',
      ),
    profile: z.string().max(40).default(''),
    encoding,
    separator: mark.default(','),
    quote: mark.default('"'),
    header: z.boolean().default(true),
    lineEnd: z.enum(['auto', 'cr']).default('auto'),
    dates: z.array(z.enum(['era_long', 'era_short', 'era_code', 'iso', 'slash', 'compact'])).min(1),
    strictEra: z.boolean().default(true),
    files: z
      .strictObject({
        person: z
          .strictObject({
            file: fileName,
            encoding: encoding.optional(),
            columns: personColumns,
            phones: z
              .array(z.strictObject({ number: column, type: column }))
              .max(9)
              .default([]),
          })
          .optional(),
        arrears: z
          .strictObject({
            file: fileName,
            encoding: encoding.optional(),
            scope: z.enum(['full', 'difference']).default('difference'),
            columns: arrearsColumns,
          })
          .optional(),
        payment: z.strictObject({ file: fileName, encoding: encoding.optional(), columns: paymentColumns }).optional(),
      })
      .refine((files) => Object.keys(files).length > 0, {
        message: 'person、arrears、payment のうち少なくとも 1 つを書いてください。',
      }),
    codes: z.strictObject({
      personKind: z.record(z.string(), z.enum(['individual', 'corporate'])).default({ '': 'individual' }),
      phoneType: z.record(z.string(), z.enum(['home', 'mobile', 'work', 'other'])).default({}),
      notShielded: z.array(z.string()).default(['', '0']),
      preliminary: z.record(z.string(), z.boolean()).default({}),
      cancel: z.record(z.string(), z.boolean()).default({}),
      directDebit: z.record(z.string(), z.boolean()).default({}),
      subjectAliases: z.record(z.string(), z.string()).default({}),
    }),
    gaiji: z
      .strictObject({
        table: z.record(z.string().regex(/^[0-9A-Fa-f]{4}$/), z.string().min(1)).default({}),
        unlisted: z.enum(['keep', 'reject']).default('keep'),
      })
      .default({ table: {}, unlisted: 'keep' }),
    city: z.strictObject({
      name: z.string().min(1).max(40),
      section: z.string().min(1).max(60),
      phone: z.string().min(1).max(20),
    }),
    windows: z.array(windowSchema).min(1),
    subjects: z.array(subjectSchema).min(1),
  })
  .superRefine((layout, context) => {
    if (layout.separator === layout.quote)
      context.addIssue({ code: 'custom', path: ['separator'], message: 'quote と同じ文字は使えません。' });
    for (const key of ['id', 'callerId'] as const) {
      const seen = new Set<string>();
      for (const [i, subject] of layout.subjects.entries()) {
        if (seen.has(subject[key]))
          context.addIssue({
            code: 'custom',
            path: ['subjects', i, key],
            message: `「${subject[key]}」が 2 回使われています。`,
          });
        seen.add(subject[key]);
      }
    }
    for (const [kind, file] of Object.entries(layout.files)) {
      const refs = Object.values(file?.columns ?? {});
      if (!layout.header && refs.some((ref) => typeof ref === 'string'))
        context.addIssue({
          code: 'custom',
          path: ['files', kind],
          message: '見出しのないファイルでは、列を番号 (1 から) で書いてください。',
        });
      if (kind !== 'person' && file && !('subject' in file.columns) && !file.file.includes('{subject}'))
        context.addIssue({
          code: 'custom',
          path: ['files', kind],
          message: '科目の列 (subject) か、ファイル名の {subject} のどちらかが必要です。',
        });
    }
  });

export type CityLayout = z.output<typeof cityLayoutSchema>;

/** The part that reads files: what core/rules/formats works with. */
export function asFormat(layout: CityLayout): Layout {
  return layout as unknown as Layout;
}
