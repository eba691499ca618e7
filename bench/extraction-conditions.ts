import type { Condition } from '../core/rules/extraction.ts';

/** What managers of a collection centre write, from the whole city to the narrow list of a week; the dear ones included. */
export const CONDITIONS: readonly { name: string; condition: Condition }[] = [
  { name: 'everybody', condition: { op: 'and', of: [] } },
  { name: 'one subject', condition: { op: 'arrears', subjects: ['01'] } },
  {
    name: 'carried over, 50,000 yen and more',
    condition: { op: 'arrears', year: 'carried', amount: { of: 'person', from: 50_000 } },
  },
  {
    name: 'current year, three periods, demanded',
    condition: { op: 'arrears', year: 'current', demanded: true, count: { from: 3 } },
  },
  {
    name: 'one period of 100,000 yen, of two subjects',
    condition: { op: 'arrears', subjects: ['04', '06'], amount: { of: 'period', from: 100_000 } },
  },
  {
    name: 'due within a year, mobile, of working age',
    condition: {
      op: 'and',
      of: [
        { op: 'arrears', due: { from: '2025-11-01', to: '2026-10-31' } },
        { op: 'phone', type: 'mobile', has: true },
        { op: 'age', from: 20, to: 64 },
      ],
    },
  },
  {
    name: 'two towns, 10,000 to 100,000 yen, not on direct debit',
    condition: {
      op: 'and',
      of: [
        { op: 'area', towns: ['緑町', '本町'] },
        { op: 'arrears', directDebit: false, amount: { of: 'person', from: 10_000, to: 100_000 } },
      ],
    },
  },
  {
    name: 'not reached lately, no promise, no stop',
    condition: {
      op: 'and',
      of: [
        { op: 'last_contact', line: ['no_answer', 'busy'], never: true },
        { op: 'not', of: { op: 'promise', state: 'promised' } },
        { op: 'not', of: { op: 'stop', kinds: [] } },
      ],
    },
  },
  {
    name: 'not called since a month, or never',
    condition: { op: 'last_call', to: '2026-10-20', never: true },
  },
  {
    name: 'labelled, or foreign with a household',
    condition: {
      op: 'or',
      of: [
        { op: 'label', texts: [] },
        {
          op: 'and',
          of: [
            { op: 'language', languages: ['foreign'] },
            { op: 'household', from: 2 },
          ],
        },
      ],
    },
  },
  {
    name: 'insurance or tax carried over, without seizure or grace',
    condition: {
      op: 'and',
      of: [
        {
          op: 'or',
          of: [
            { op: 'arrears', subjects: ['01'], year: 'carried', count: { from: 2 } },
            { op: 'arrears', subjects: ['04'], year: 'carried', amount: { of: 'person', from: 30_000 } },
          ],
        },
        { op: 'not', of: { op: 'arrears', dispositions: ['差押', '猶予'] } },
      ],
    },
  },
  {
    name: 'four sets of arrears at once',
    condition: {
      op: 'and',
      of: [
        { op: 'arrears', levyYear: { from: 2024, to: 2025 } },
        { op: 'not', of: { op: 'arrears', subjects: ['05'], count: { from: 3 } } },
        {
          op: 'or',
          of: [
            { op: 'arrears', periods: ['1', '2'] },
            { op: 'arrears', taxableYear: { to: 2023 } },
          ],
        },
      ],
    },
  },
];
