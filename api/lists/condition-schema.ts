import { z } from 'zod';
import { DomainError } from '../../core/platform/errors.ts';
import { type Condition, PROMISE_STANDINGS } from '../../core/rules/extraction.ts';
import { conditionProblems } from '../../core/rules/extraction-problems.ts';
import { lineResultLabel, talkResultLabel } from '../../core/rules/result-labels.ts';
import { STOP_KINDS, type StopKind } from '../../core/rules/stop-policy.ts';
import type { LineResult, TalkResult } from '../../core/rules/vocabulary.ts';

/** A tree deeper than this is an attack on our stack, not a condition. */
const MAX_NESTING = 40;

const numbers = { from: z.number().int().optional(), to: z.number().int().optional() };
const days = { from: z.iso.date().optional(), to: z.iso.date().optional() };
const span = z.strictObject(numbers);
const words = z.array(z.string().max(80)).max(200);

const leafSchema = z.discriminatedUnion('op', [
  z.strictObject({
    op: z.literal('arrears'),
    subjects: z.array(z.string().max(20)).max(100).optional(),
    year: z.enum(['current', 'carried']).optional(),
    levyYear: span.optional(),
    taxableYear: span.optional(),
    periods: words.optional(),
    due: z.strictObject(days).optional(),
    demanded: z.boolean().optional(),
    directDebit: z.boolean().optional(),
    dispositions: words.optional(),
    amount: z.strictObject({ of: z.enum(['person', 'period']), ...numbers }).optional(),
    count: span.optional(),
  }),
  z.strictObject({ op: z.literal('area'), towns: words }),
  z.strictObject({ op: z.literal('age'), ...numbers }),
  z.strictObject({ op: z.literal('kind'), kind: z.enum(['individual', 'corporate']) }),
  z.strictObject({ op: z.literal('language'), languages: words }),
  z.strictObject({ op: z.literal('household'), ...numbers }),
  z.strictObject({ op: z.literal('phone'), type: z.enum(['any', 'fixed', 'mobile']), has: z.boolean() }),
  z.strictObject({ op: z.literal('agent'), agents: z.array(z.uuid()).max(200) }),
  z.strictObject({
    op: z.literal('last_contact'),
    talk: z.array(z.enum(Object.keys(talkResultLabel) as [TalkResult, ...TalkResult[]])).optional(),
    line: z.array(z.enum(Object.keys(lineResultLabel) as [LineResult, ...LineResult[]])).optional(),
    never: z.boolean().optional(),
  }),
  z.strictObject({ op: z.literal('promise'), state: z.enum(PROMISE_STANDINGS) }),
  z.strictObject({ op: z.literal('last_call'), ...days, never: z.boolean().optional() }),
  z.strictObject({ op: z.literal('label'), texts: words }),
  z.strictObject({ op: z.literal('stop'), kinds: z.array(z.enum(STOP_KINDS as [StopKind, ...StopKind[]])) }),
  z.strictObject({ op: z.literal('keys'), file: z.uuid() }),
]);

const treeSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ op: z.enum(['and', 'or']), of: z.array(treeSchema).max(100) }),
    z.strictObject({ op: z.literal('not'), of: treeSchema }),
    leafSchema,
  ]),
);

/** How a condition travels in bodies and in the table; `parseCondition` looks inside. */
export const conditionJson = z.record(z.string(), z.unknown());

const invalid = (title: string) => new DomainError('list/condition', 422, title);

function nesting(value: unknown): number {
  let level: unknown[] = [value];
  let depth = 0;
  while (level.length > 0 && depth <= MAX_NESTING) {
    depth += 1;
    level = level.flatMap((one) => (one !== null && typeof one === 'object' ? Object.values(one) : []));
  }
  return depth;
}

/**
 * @param sources subjects whose facts the list may use; null where the condition only is read again
 * @throws DomainError `list/condition` 422, with the first thing that is wrong in words
 */
export function parseCondition(value: unknown, sources: readonly string[] | null): Condition {
  if (nesting(value) > MAX_NESTING) throw invalid('条件の入れ子が深すぎます。');
  const parsed = treeSchema.safeParse(value);
  if (!parsed.success) throw invalid('条件の形式が正しくありません。');
  const [problem] = conditionProblems(parsed.data, { sources });
  if (problem !== undefined) throw invalid(problem);
  return parsed.data;
}
