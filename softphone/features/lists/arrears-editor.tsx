import { Button, MultiSelect, SegmentedControl, TagsInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { ArrearsLeaf, Span } from '../../../core/rules/extraction.ts';
import { strings } from '../../ui/strings.ts';
import { DaySpan, NumberSpan } from './span-inputs.tsx';
import type { BuilderGround } from './use-ground.ts';

const text = strings.lists.arrears;
const anyOf = strings.lists.builder.anyOf;

interface ArrearsProps {
  leaf: ArrearsLeaf;
  ground: BuilderGround;
  onChange: (leaf: ArrearsLeaf) => void;
}

/** Every field narrows one and the same set of open periods, so they stand together in one frame. */
export function ArrearsEditor({ leaf, ground, onChange }: ArrearsProps) {
  const rare = [leaf.levyYear, leaf.taxableYear, leaf.periods, leaf.directDebit, leaf.dispositions, leaf.demanded];
  const [open, setOpen] = useState(rare.some((one) => one !== undefined));
  const own = ground.subjects.filter(({ id }) => ground.subjectIds.includes(id));
  const set = (change: Partial<ArrearsLeaf>) => onChange({ ...leaf, ...change });
  return (
    <div className="arrears-fields">
      <Field name={text.subjects}>
        <MultiSelect
          aria-label={text.subjects}
          w={200}
          searchable
          hidePickedOptions
          placeholder={leaf.subjects ? '' : anyOf}
          data={own.map(({ id, shortName }) => ({ value: id, label: shortName }))}
          value={leaf.subjects ?? []}
          onChange={(subjects) => set({ subjects: subjects.length === 0 ? undefined : subjects })}
        />
      </Field>
      <Choice
        name={text.year}
        value={leaf.year}
        of={{ current: text.current, carried: text.carried }}
        onChange={(year) => set({ year })}
      />
      <Field name={text.amount}>
        <SegmentedControl
          aria-label={text.amountOf}
          data={[
            { value: 'person', label: text.person },
            { value: 'period', label: text.period },
          ]}
          value={leaf.amount?.of ?? 'person'}
          onChange={(of) => set({ amount: { ...leaf.amount, of: of === 'period' ? 'period' : 'person' } })}
        />
        <NumberSpan
          width={88}
          label={text.amount}
          span={leaf.amount ?? {}}
          onChange={(span) => set({ amount: blank(span) ? undefined : { of: leaf.amount?.of ?? 'person', ...span } })}
        />
      </Field>
      <Field name={text.count}>
        <NumberSpan
          width={48}
          label={text.count}
          unit={strings.lists.options.periodsUnit}
          span={leaf.count ?? {}}
          onChange={(count) => set({ count: blank(count) ? undefined : count })}
        />
      </Field>
      <Field name={text.due}>
        <DaySpan
          label={text.due}
          span={leaf.due ?? {}}
          onChange={(due) => set({ due: blank(due) ? undefined : due })}
        />
      </Field>
      {open ? <RareFields leaf={leaf} ground={ground} set={set} /> : null}
      {open ? null : (
        <Button variant="subtle" onClick={() => setOpen(true)}>
          {text.more} ▾
        </Button>
      )}
    </div>
  );
}

interface RareProps {
  leaf: ArrearsLeaf;
  ground: BuilderGround;
  set: (change: Partial<ArrearsLeaf>) => void;
}

function RareFields({ leaf, ground, set }: RareProps) {
  const years = (name: string, span: Span<number> | undefined, onChange: (span: Span<number> | undefined) => void) => (
    <Field name={name}>
      <NumberSpan
        width={64}
        label={name}
        span={span ?? {}}
        onChange={(value) => onChange(blank(value) ? undefined : value)}
      />
    </Field>
  );
  const { dispositions } = leaf;
  return (
    <>
      <Choice
        name={text.demanded}
        value={leaf.demanded === undefined ? undefined : leaf.demanded ? 'yes' : 'no'}
        of={{ yes: text.demandedYes, no: text.demandedNo }}
        onChange={(value) => set({ demanded: value === undefined ? undefined : value === 'yes' })}
      />
      <Choice
        name={text.directDebit}
        value={leaf.directDebit === undefined ? undefined : leaf.directDebit ? 'yes' : 'no'}
        of={{ yes: text.directDebitYes, no: text.directDebitNo }}
        onChange={(value) => set({ directDebit: value === undefined ? undefined : value === 'yes' })}
      />
      {years(text.levyYear, leaf.levyYear, (levyYear) => set({ levyYear }))}
      {years(text.taxableYear, leaf.taxableYear, (taxableYear) => set({ taxableYear }))}
      <Field name={text.periods}>
        <TagsInput
          size="xs"
          w={150}
          aria-label={text.periods}
          placeholder={leaf.periods ? '' : strings.lists.options.periodsHint}
          splitChars={[',', '、', ' ']}
          value={leaf.periods ?? []}
          onChange={(periods) => set({ periods: periods.length === 0 ? undefined : periods })}
        />
      </Field>
      <Field name={text.dispositions}>
        <MultiSelect
          aria-label={text.dispositions}
          w={210}
          hidePickedOptions
          placeholder={dispositions ? '' : anyOf}
          data={['-', ...ground.choices.dispositions].map((value) => ({
            value,
            label: value === '-' ? text.dispositionNone : value,
          }))}
          value={dispositions?.map((word) => (word === '' ? '-' : word)) ?? []}
          onChange={(words) =>
            set({ dispositions: words.length === 0 ? undefined : words.map((word) => (word === '-' ? '' : word)) })
          }
        />
      </Field>
    </>
  );
}

const blank = ({ from, to }: Span<unknown>) => from === undefined && to === undefined;

function Field({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="arrears-field">
      <span className="form-label">{name}</span>
      <span className="cond-inline">{children}</span>
    </div>
  );
}

interface ChoiceProps<T extends string> {
  name: string;
  value: T | undefined;
  of: Record<T, string>;
  onChange: (value: T | undefined) => void;
}

function Choice<T extends string>({ name, value, of, onChange }: ChoiceProps<T>) {
  const data = (Object.entries(of) as [T, string][]).map(([key, label]) => ({ value: key as string, label }));
  return (
    <Field name={name}>
      <SegmentedControl
        aria-label={name}
        data={[{ value: '', label: anyOf }, ...data]}
        value={value ?? ''}
        onChange={(chosen) => onChange(chosen === '' ? undefined : (chosen as T))}
      />
    </Field>
  );
}
