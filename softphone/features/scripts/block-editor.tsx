import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { MOST_BRANCHES, type ScriptBlock } from '../../../core/rules/script-blocks.ts';
import { caseStrings } from '../../ui/strings/case.ts';
import type { BlockPatch } from './script-draft.ts';

const text = caseStrings.scripts;

interface BlockEditorProps {
  block: ScriptBlock;
  number: number;
  foreign: boolean;
  targets: readonly { value: string; label: string }[];
  mayEdit: boolean;
  onPatch: (patch: BlockPatch) => void;
  onRemove: () => void;
  onUp: () => void;
}

export function BlockEditor({ block, number, foreign, targets, mayEdit, onPatch, onRemove, onUp }: BlockEditorProps) {
  const { branches } = block;
  const setBranch = (at: number, patch: Partial<ScriptBlock['branches'][number]>) =>
    onPatch({ branches: branches.map((one, index) => (index === at ? { ...one, ...patch } : one)) });
  const first = targets[0]?.value ?? block.id;
  return (
    <fieldset className="script-block" disabled={!mayEdit}>
      <legend>
        {text.block} {number}
      </legend>
      <div className="script-row">
        <TextInput
          aria-label={`${text.blockTitle} ${number}`}
          placeholder={text.blockTitle}
          maxLength={40}
          value={block.title}
          onChange={({ currentTarget: { value } }) => onPatch({ title: value })}
        />
        <Checkbox
          label={text.isDoor}
          checked={block.kind === 'identity'}
          onChange={({ currentTarget: { checked } }) => onPatch({ kind: checked ? 'identity' : 'say' })}
        />
        <Button variant="subtle" disabled={!mayEdit || number === 1} onClick={onUp} aria-label={`${text.up} ${number}`}>
          {text.up}
        </Button>
        <Button variant="subtle" disabled={!mayEdit} onClick={onRemove} aria-label={`${text.remove} ${number}`}>
          {text.remove}
        </Button>
      </div>
      <div className={foreign ? 'script-texts' : undefined}>
        <Textarea
          aria-label={`${text.blockText} ${number}`}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={3_000}
          value={block.text}
          onChange={({ currentTarget: { value } }) => onPatch({ text: value })}
        />
        {foreign ? (
          <Textarea
            aria-label={`${text.blockForeign} ${number}`}
            placeholder={text.blockForeign}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={3_000}
            value={block.foreign ?? ''}
            onChange={({ currentTarget: { value } }) => onPatch({ foreign: value === '' ? null : value })}
          />
        ) : null}
      </div>
      <div className="script-row">
        <Select
          label={block.kind === 'identity' ? text.nextDoor : text.next}
          placeholder={text.none}
          clearable
          data={[...targets]}
          value={block.next}
          onChange={(value) => onPatch({ next: value })}
        />
        <span className="script-branches">
          {branches.map((branch, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a branch is its place: its key on the keyboard
            <span key={at} className="script-row">
              <kbd>Alt+{at + 1}</kbd>
              <TextInput
                aria-label={`${text.branchLabel} ${number}-${at + 1}`}
                placeholder={text.branchLabel}
                maxLength={40}
                value={branch.label}
                onChange={({ currentTarget: { value } }) => setBranch(at, { label: value })}
              />
              <Select
                aria-label={`${text.branchTo} ${number}-${at + 1}`}
                data={[...targets]}
                allowDeselect={false}
                value={branch.to}
                onChange={(value) => setBranch(at, { to: value ?? branch.to })}
              />
              <Button
                variant="subtle"
                aria-label={`${text.remove} ${number}-${at + 1}`}
                onClick={() => onPatch({ branches: branches.filter((_, index) => index !== at) })}
              >
                ×
              </Button>
            </span>
          ))}
          {branches.length < MOST_BRANCHES ? (
            <Button variant="subtle" onClick={() => onPatch({ branches: [...branches, { label: '', to: first }] })}>
              ＋ {text.addBranch}
            </Button>
          ) : null}
        </span>
      </div>
    </fieldset>
  );
}
