import { MultiSelect, SegmentedControl, Switch, TagsInput } from '@mantine/core';
import { type Leaf, PROMISE_STANDINGS } from '../../../core/rules/extraction.ts';
import { lineResultLabel, talkResultLabel } from '../../../core/rules/result-labels.ts';
import { STOP_KINDS, type StopKind, stopName } from '../../../core/rules/stop-policy.ts';
import type { LineResult, TalkResult } from '../../../core/rules/vocabulary.ts';
import { strings } from '../../ui/strings.ts';
import { ArrearsEditor } from './arrears-editor.tsx';
import { DaySpan, NumberSpan } from './span-inputs.tsx';
import type { BuilderGround } from './use-ground.ts';

const text = strings.lists;
const options = text.options;

interface LeafProps {
  leaf: Leaf;
  ground: BuilderGround;
  onChange: (leaf: Leaf) => void;
}

/** One condition: its name, then what it asks. */
export function LeafRow({ leaf, ground, onChange }: LeafProps) {
  return (
    <div className="cond-leaf" data-op={leaf.op}>
      <strong className="cond-name">{text.leaves[leaf.op]}</strong>
      <Editor leaf={leaf} ground={ground} onChange={onChange} />
    </div>
  );
}

const many = { searchable: true, hidePickedOptions: true, w: 300, comboboxProps: { width: 260 } } as const;

function Editor({ leaf, ground, onChange }: LeafProps) {
  const label = text.leaves[leaf.op];
  switch (leaf.op) {
    case 'arrears':
      return <ArrearsEditor leaf={leaf} ground={ground} onChange={onChange} />;
    case 'area':
      return (
        <TagsInput
          size="xs"
          w={340}
          aria-label={label}
          placeholder={leaf.towns.length === 0 ? options.towns : ''}
          splitChars={[',', '、', ' ']}
          value={leaf.towns}
          onChange={(towns) => onChange({ ...leaf, towns })}
        />
      );
    case 'age':
      return (
        <NumberSpan
          span={leaf}
          unit={options.years}
          label={label}
          onChange={(span) => onChange({ op: 'age', ...span })}
        />
      );
    case 'household':
      return (
        <NumberSpan
          span={leaf}
          unit={options.persons}
          label={label}
          onChange={(span) => onChange({ op: 'household', ...span })}
        />
      );
    case 'kind':
      return (
        <SegmentedControl
          aria-label={label}
          data={[
            { value: 'individual', label: options.kind.individual },
            { value: 'corporate', label: options.kind.corporate },
          ]}
          value={leaf.kind}
          onChange={(kind) => onChange({ ...leaf, kind: kind === 'corporate' ? 'corporate' : 'individual' })}
        />
      );
    case 'language':
      return (
        <MultiSelect
          {...many}
          aria-label={label}
          data={['foreign', ...ground.choices.languages].map((value) => ({
            value,
            label: value === 'foreign' ? options.foreign : languageName(value),
          }))}
          value={leaf.languages}
          onChange={(languages) => onChange({ ...leaf, languages })}
        />
      );
    case 'phone':
      return <PhoneEditor leaf={leaf} onChange={onChange} />;
    case 'agent':
      return (
        <MultiSelect
          {...many}
          aria-label={label}
          data={ground.choices.agents.map(({ id, name }) => ({ value: id, label: name }))}
          value={leaf.agents}
          onChange={(agents) => onChange({ ...leaf, agents })}
        />
      );
    case 'last_contact':
      return <LastContactEditor leaf={leaf} onChange={onChange} />;
    case 'promise':
      return (
        <SegmentedControl
          aria-label={label}
          data={PROMISE_STANDINGS.map((value) => ({ value, label: options.promise[value] }))}
          value={leaf.state}
          onChange={(state) => onChange({ ...leaf, state: state as typeof leaf.state })}
        />
      );
    case 'last_call':
      return (
        <span className="cond-inline">
          <DaySpan
            span={leaf}
            label={label}
            onChange={(span) => onChange({ op: 'last_call', never: leaf.never, ...span })}
          />
          <Switch
            size="xs"
            label={options.neverCalled}
            checked={leaf.never ?? false}
            onChange={(event) => onChange({ ...leaf, never: event.currentTarget.checked || undefined })}
          />
        </span>
      );
    case 'label':
      return (
        <MultiSelect
          {...many}
          aria-label={label}
          placeholder={leaf.texts.length === 0 ? options.anyLabel : ''}
          data={ground.choices.labels}
          value={leaf.texts}
          onChange={(texts) => onChange({ ...leaf, texts })}
        />
      );
    case 'stop':
      return (
        <MultiSelect
          {...many}
          aria-label={label}
          placeholder={leaf.kinds.length === 0 ? options.anyStop : ''}
          data={STOP_KINDS.map((value) => ({ value, label: stopName(value) }))}
          value={leaf.kinds}
          onChange={(kinds) => onChange({ ...leaf, kinds: kinds as StopKind[] })}
        />
      );
    case 'keys':
      return null;
  }
}

const languageNames = new Intl.DisplayNames(['ja'], { type: 'language', fallback: 'code' });

/** Files may hold anything in this column; what is no language code is shown as it is. */
function languageName(code: string): string {
  try {
    return languageNames.of(code) ?? code;
  } catch {
    return code;
  }
}

function PhoneEditor({ leaf, onChange }: { leaf: Extract<Leaf, { op: 'phone' }>; onChange: (leaf: Leaf) => void }) {
  return (
    <span className="cond-inline">
      <SegmentedControl
        aria-label={text.leaves.phone}
        data={(['any', 'mobile', 'fixed'] as const).map((value) => ({ value, label: options.phoneType[value] }))}
        value={leaf.type}
        onChange={(type) => onChange({ ...leaf, type: type as typeof leaf.type })}
      />
      <SegmentedControl
        aria-label={text.leaves.phone}
        data={[
          { value: 'yes', label: options.has },
          { value: 'no', label: options.hasNot },
        ]}
        value={leaf.has ? 'yes' : 'no'}
        onChange={(has) => onChange({ ...leaf, has: has === 'yes' })}
      />
    </span>
  );
}

const resultData = [
  ...Object.entries(talkResultLabel).map(([value, label]) => ({ value: `talk:${value}`, label })),
  ...Object.entries(lineResultLabel).map(([value, label]) => ({ value: `line:${value}`, label })),
];

interface LastContactProps {
  leaf: Extract<Leaf, { op: 'last_contact' }>;
  onChange: (leaf: Leaf) => void;
}

function LastContactEditor({ leaf, onChange }: LastContactProps) {
  const chosen = [...(leaf.talk ?? []).map((one) => `talk:${one}`), ...(leaf.line ?? []).map((one) => `line:${one}`)];
  const of = <T extends string>(values: readonly string[], axis: string) =>
    values.filter((one) => one.startsWith(axis)).map((one) => one.slice(axis.length) as T);
  return (
    <span className="cond-inline">
      <MultiSelect
        {...many}
        aria-label={text.leaves.last_contact}
        data={resultData}
        value={chosen}
        onChange={(values) =>
          onChange({ ...leaf, talk: of<TalkResult>(values, 'talk:'), line: of<LineResult>(values, 'line:') })
        }
      />
      <Switch
        size="xs"
        label={options.neverContacted}
        checked={leaf.never ?? false}
        onChange={(event) => onChange({ ...leaf, never: event.currentTarget.checked || undefined })}
      />
    </span>
  );
}
