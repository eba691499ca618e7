import type { ScriptEntry, ScriptSave } from '../../../core/contracts/http/scripts.ts';
import type { ScriptBlock } from '../../../core/rules/script-blocks.ts';
import { caseStrings } from '../../ui/strings/case.ts';

export type BlockPatch = Partial<Omit<ScriptBlock, 'id'>>;

/** A script to begin with: who calls, the door, what comes behind it. */
export function newScript(today: string): ScriptSave {
  const { fresh } = caseStrings.scripts;
  const block = (id: string, [title, text]: readonly [string, string], next: string | null): ScriptBlock => ({
    id,
    kind: 'say',
    title,
    text,
    foreign: null,
    next,
    branches: [],
  });
  return {
    subjectId: null,
    name: '',
    stage: null,
    attribute: null,
    language: null,
    validFrom: today,
    replaces: null,
    blocks: [
      block('s1', fresh.opening, 's2'),
      { ...block('s2', fresh.identity, 's3'), kind: 'identity' },
      block('s3', fresh.matter, null),
    ],
  };
}

/** The next version of a script, from a day on. */
export function nextVersion({ id, state: _, validTo: __, ...entry }: ScriptEntry, today: string): ScriptSave {
  return { ...entry, validFrom: entry.validFrom > today ? entry.validFrom : today, replaces: id };
}

export const patchBlock = (script: ScriptSave, id: string, patch: BlockPatch): ScriptSave => ({
  ...script,
  blocks: script.blocks.map((block) => (block.id === id ? { ...block, ...patch } : block)),
});

export function addBlock(script: ScriptSave): ScriptSave {
  const used = new Set(script.blocks.map(({ id }) => id));
  let number = script.blocks.length + 1;
  while (used.has(`s${number}`)) number += 1;
  const id = `s${number}`;
  const block: ScriptBlock = { id, kind: 'say', title: '', text: '', foreign: null, next: null, branches: [] };
  return { ...script, blocks: [...script.blocks, block] };
}

/** Ways to a block that is gone go nowhere, rather than to nothing. */
export function removeBlock(script: ScriptSave, id: string): ScriptSave {
  const blocks = script.blocks
    .filter((block) => block.id !== id)
    .map((block) => ({
      ...block,
      next: block.next === id ? null : block.next,
      branches: block.branches.filter(({ to }) => to !== id),
    }));
  return { ...script, blocks };
}

/** The first block is where the talk begins, so its place matters. */
export function moveUp(script: ScriptSave, id: string): ScriptSave {
  const at = script.blocks.findIndex((block) => block.id === id);
  const [one, other] = [script.blocks[at - 1], script.blocks[at]];
  if (!one || !other) return script;
  return { ...script, blocks: script.blocks.with(at - 1, other).with(at, one) };
}
