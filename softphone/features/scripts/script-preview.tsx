import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { openBlocks, type ScriptBlock } from '../../../core/rules/script-blocks.ts';
import { mergeScript, unknownFields } from '../../../core/rules/script-merge.ts';
import { caseStrings } from '../../ui/strings/case.ts';

const text = caseStrings.scripts;

/** What the agent sees, with an invented person, before and after the check. */
export function ScriptPreview({ blocks, language }: { blocks: readonly ScriptBlock[]; language: string | null }) {
  const [passed, setPassed] = useState(false);
  const open = openBlocks(blocks);
  const merged = (words: string) => (unknownFields(words).length > 0 ? words : mergeScript(words, text.sample, passed));
  return (
    <section className="card script-preview" aria-label={text.preview}>
      <div className="card-head">
        <h2>{text.preview}</h2>
        <SegmentedControl
          aria-label={text.preview}
          data={[
            { value: 'before', label: text.before },
            { value: 'after', label: text.after },
          ]}
          value={passed ? 'after' : 'before'}
          onChange={(value) => setPassed(value === 'after')}
        />
      </div>
      <ol className="card-body">
        {blocks.map((block) => {
          const hidden = !passed && !open.has(block.id);
          return (
            <li key={block.id} data-hidden={hidden || undefined}>
              <strong>
                {block.title}
                {block.kind === 'identity' ? <span className="tag">◆ {text.isDoor}</span> : null}
              </strong>
              {hidden ? (
                <span className="muted"> {text.behindDoor}</span>
              ) : (
                <div className={block.foreign === null ? undefined : 'script-texts'}>
                  <p>{merged(block.text)}</p>
                  {block.foreign === null ? null : <p lang={language ?? undefined}>{merged(block.foreign)}</p>}
                </div>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
