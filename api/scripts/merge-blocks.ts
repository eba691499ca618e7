import type { ScriptView } from '../../core/contracts/http/desk.ts';
import { openBlocks } from '../../core/rules/script-blocks.ts';
import { mergeScript, type ScriptValues } from '../../core/rules/script-merge.ts';
import type { ScriptRow } from './queries.ts';

/**
 * The script as it may leave for an agent's screen. Before the check the blocks behind the door stay here, and the name with them: managers
 * name scripts after the stage.
 */
export function mergeBlocks(script: ScriptRow, values: ScriptValues, unlocked: boolean): ScriptView {
  const open = openBlocks(script.blocks);
  const blocks = script.blocks
    .filter(({ id }) => unlocked || open.has(id))
    .map((block) => ({
      ...block,
      next: !unlocked && block.kind === 'identity' ? null : block.next,
      text: mergeScript(block.text, values, unlocked),
      foreign: block.foreign === null ? null : mergeScript(block.foreign, values, unlocked),
    }));
  const body = blocks.map(({ text }) => text).join('\n');
  return { name: unlocked ? script.name : '', language: script.language, blocks, body };
}
