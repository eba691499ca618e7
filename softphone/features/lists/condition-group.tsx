import { Button, SegmentedControl, Select } from '@mantine/core';
import type { Condition } from '../../../core/rules/extraction.ts';
import { strings } from '../../ui/strings.ts';
import { KeyDrop } from './key-drop.tsx';
import { LeafRow } from './leaf-row.tsx';
import { type Group, LEAF_KINDS, newLeaf, unwrapped, withChild, wrapped } from './tree-edit.ts';
import type { BuilderGround } from './use-ground.ts';

const text = strings.lists;
/** Groups inside groups: what an officer can still read in one sentence. */
const MAX_GROUPS = 3;

interface GroupProps {
  group: Group;
  ground: BuilderGround;
  depth?: number;
  onChange: (group: Group) => void;
}

/** And/or over rows and further groups; every row and group can be excluded instead. */
export function ConditionGroup({ group, ground, depth = 0, onChange }: GroupProps) {
  const add = (node: Condition) => onChange({ ...group, of: [...group.of, node] });
  return (
    <fieldset className="cond-group" data-depth={depth}>
      <legend className="sr-only">{text.builder.group}</legend>
      {group.of.length > 1 || depth > 0 ? (
        <SegmentedControl
          aria-label={text.builder.group}
          data={[
            { value: 'and', label: text.builder.all },
            { value: 'or', label: text.builder.any },
          ]}
          value={group.op}
          onChange={(op) => onChange({ ...group, op: op === 'or' ? 'or' : 'and' })}
        />
      ) : null}
      {group.of.map((node, index) => (
        <Node
          // Rows have no identity but their place; every input in them is controlled.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={index}
          node={node}
          ground={ground}
          depth={depth}
          onChange={(changed) => onChange(withChild(group, index, changed))}
        />
      ))}
      {group.of.length === 0 && depth === 0 ? <p className="muted cond-empty">{text.builder.everybody}</p> : null}
      <AddBar ground={ground} depth={depth} onAdd={add} />
    </fieldset>
  );
}

interface NodeProps {
  node: Condition;
  ground: BuilderGround;
  depth: number;
  onChange: (node: Condition | null) => void;
}

function Node({ node, ground, depth, onChange }: NodeProps) {
  const { negated, inner } = unwrapped(node);
  const change = (changed: Condition) => onChange(wrapped(changed, negated));
  return (
    <div className="cond-row" data-negated={negated || undefined}>
      <button
        type="button"
        className="cond-not"
        aria-pressed={negated}
        onClick={() => onChange(wrapped(inner, !negated))}
      >
        {negated ? '✕ ' : ''}
        {text.builder.not}
      </button>
      {inner.op === 'and' || inner.op === 'or' ? (
        <ConditionGroup group={inner} ground={ground} depth={depth + 1} onChange={change} />
      ) : inner.op === 'not' ? null : (
        <LeafRow leaf={inner} ground={ground} onChange={change} />
      )}
      <button type="button" className="cond-remove" aria-label={text.builder.remove} onClick={() => onChange(null)}>
        ×
      </button>
    </div>
  );
}

interface AddBarProps {
  ground: BuilderGround;
  depth: number;
  onAdd: (node: Condition) => void;
}

function AddBar({ ground, depth, onAdd }: AddBarProps) {
  return (
    <div className="cond-add">
      <Select
        aria-label={text.builder.add}
        placeholder={`＋ ${text.builder.add}`}
        searchable
        clearable={false}
        w={200}
        comboboxProps={{ width: 280, position: 'bottom-start' }}
        data={LEAF_KINDS.map((op) => ({ value: op, label: text.leaves[op] }))}
        value={null}
        maxDropdownHeight={420}
        onChange={(op) => {
          const kind = LEAF_KINDS.find((one) => one === op);
          if (kind) onAdd(newLeaf(kind));
        }}
      />
      {depth + 1 < MAX_GROUPS ? (
        <Button variant="default" onClick={() => onAdd({ op: 'or', of: [] })}>
          ＋ {text.builder.addGroup}
        </Button>
      ) : null}
      {depth === 0 ? <KeyDrop ground={ground} onTaken={(file) => onAdd({ op: 'keys', file })} /> : null}
    </div>
  );
}
