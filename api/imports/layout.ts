import { z } from 'zod';
import type { Layout } from '../../core/rules/formats/layout.ts';

const encoding = z.enum(['cp932', 'utf-8', 'utf-16-le', 'utf-16-be', 'euc-jp']);
const column = z.union([z.string().min(1), z.number().int().min(1).max(500)]);
const fileName = z
  .string()
  .min(1)
  .max(120)
  .regex(/^[^/\\\0]+$/, 'a file name, not a path');

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

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const windowSchema = z
  .strictObject({ days: z.enum(['weekday', 'saturday', 'sunday_holiday']), opens: time, closes: time })
  .refine(({ opens, closes }) => opens >= '08:00' && closes <= '21:00' && opens < closes, {
    message: 'a calling window lies inside 08:00–21:00',
  });

const subjectSchema = z.strictObject({
  id: z.string().min(1).max(20),
  name: z.string().min(1).max(80),
  shortName: z.string().min(1).max(20),
  colour: z.string().regex(/^#[0-9A-Fa-f]{6}$/),
  debtClass: z.enum(['tax', 'compulsory_public', 'public', 'private']),
  sharingGroup: z.string().min(1).max(40),
  callerId: z.string().regex(/^0\d{9,10}$/, 'digits only, starting with 0'),
  windows: z.array(windowSchema).min(1).optional(),
});

/** The documented format of a layout file (docs/layouts.md). Unknown words are errors: they are mostly misspellings. */
export const cityLayoutSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'small letters, digits and hyphens'),
    profile: z.string().max(40).default(''),
    encoding,
    separator: z.string().length(1).default(','),
    quote: z.string().length(1).default('"'),
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
      .refine((files) => Object.keys(files).length > 0, { message: 'at least one of person, arrears, payment' }),
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
    for (const key of ['id', 'callerId'] as const) {
      const seen = new Set<string>();
      for (const [i, subject] of layout.subjects.entries()) {
        if (seen.has(subject[key]))
          context.addIssue({ code: 'custom', path: ['subjects', i, key], message: `${subject[key]} is used twice` });
        seen.add(subject[key]);
      }
    }
    for (const [kind, file] of Object.entries(layout.files)) {
      const refs = Object.values(file?.columns ?? {});
      if (!layout.header && refs.some((ref) => typeof ref === 'string'))
        context.addIssue({ code: 'custom', path: ['files', kind], message: 'without a header, columns are numbers' });
      if (kind !== 'person' && file && !('subject' in file.columns) && !file.file.includes('{subject}'))
        context.addIssue({
          code: 'custom',
          path: ['files', kind],
          message: 'a subject column, or {subject} in the name',
        });
    }
  });

export type CityLayout = z.output<typeof cityLayoutSchema>;

/** The part that reads files: what core/rules/formats works with. */
export function asFormat(layout: CityLayout): Layout {
  return layout as unknown as Layout;
}
