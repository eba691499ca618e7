import { Button, Select, TextInput } from '@mantine/core';
import type { ScriptSave } from '../../../core/contracts/http/scripts.ts';
import { SCRIPT_ATTRIBUTES, type ScriptAttribute } from '../../../core/rules/choose-script.ts';
import { languageOptions } from '../../../core/rules/language-names.ts';
import { scriptBlockProblems } from '../../../core/rules/script-blocks.ts';
import { DEBT_FIELDS, OPENING_FIELDS } from '../../../core/rules/script-merge.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { DayField } from '../../ui/day-field.tsx';
import { caseStrings } from '../../ui/strings/case.ts';
import { useSubjects } from '../../ui/use-subjects.ts';
import { BlockEditor } from './block-editor.tsx';
import { addBlock, moveUp, patchBlock, removeBlock } from './script-draft.ts';
import { ScriptPreview } from './script-preview.tsx';

const text = caseStrings.scripts;

interface ScriptEditorProps {
  draft: ScriptSave;
  today: string;
  mayEdit: boolean;
  saving: boolean;
  onChange: (draft: ScriptSave) => void;
  onSave: () => void;
  onEnd: (() => void) | null;
}

export function ScriptEditor({ draft, today, mayEdit, saving, onChange, onSave, onEnd }: ScriptEditorProps) {
  const subjects = useSubjects();
  const problems = scriptBlockProblems(draft.blocks);
  const targets = draft.blocks.map(({ id, title }, at) => ({ value: id, label: `${at + 1} ${title}` }));
  const ready = problems.length === 0 && draft.name.trim() !== '' && draft.validFrom >= today;
  return (
    <div className="script-board">
      <section className="card" aria-label={text.title}>
        <fieldset className="script-scope" disabled={!mayEdit}>
          <TextInput
            label={text.name}
            required
            maxLength={60}
            value={draft.name}
            onChange={({ currentTarget: { value } }) => onChange({ ...draft, name: value })}
          />
          <Select
            label={text.subject}
            placeholder={text.everySubject}
            clearable
            data={subjects.map(({ id, shortName }) => ({ value: id, label: shortName }))}
            value={draft.subjectId}
            onChange={(subjectId) => onChange({ ...draft, subjectId })}
          />
          <Select
            label={text.stage}
            placeholder={text.everyStage}
            clearable
            data={text.stages}
            value={draft.stage}
            onChange={(stage) => onChange({ ...draft, stage })}
          />
          <Select
            label={text.attribute}
            placeholder={text.everybody}
            clearable
            data={SCRIPT_ATTRIBUTES.map((value) => ({ value, label: text.attributes[value] }))}
            value={draft.attribute}
            onChange={(attribute) => onChange({ ...draft, attribute: attribute as ScriptAttribute | null })}
          />
          <Select
            label={text.language}
            placeholder={text.japaneseOnly}
            clearable
            data={languageOptions()}
            value={draft.language}
            onChange={(language) => onChange({ ...draft, language })}
          />
          <DayField
            label={text.validFrom}
            min={today}
            value={draft.validFrom}
            onDay={(value) => onChange({ ...draft, validFrom: value })}
          />
        </fieldset>
        <div className="script-blocks">
          {draft.blocks.map((block, at) => (
            <BlockEditor
              key={block.id}
              block={block}
              number={at + 1}
              foreign={draft.language !== null}
              targets={targets}
              mayEdit={mayEdit}
              onPatch={(patch) => onChange(patchBlock(draft, block.id, patch))}
              onRemove={() => onChange(removeBlock(draft, block.id))}
              onUp={() => onChange(moveUp(draft, block.id))}
            />
          ))}
          <Button variant="default" disabled={!mayEdit} onClick={() => onChange(addBlock(draft))}>
            ＋ {text.addBlock}
          </Button>
          <p className="muted">
            {text.fields}: {[...OPENING_FIELDS, ...DEBT_FIELDS].map((field) => `{${field}}`).join(' ')}
          </p>
        </div>
      </section>
      <div className="script-side">
        <section className="card" aria-label={text.save}>
          <div className="card-body">
            {problems.length === 0 ? null : (
              <div role="alert">
                <strong>✗ {text.problems}</strong>
                <ul>
                  {problems.slice(0, 6).map((problem) => (
                    <li key={problem}>{problem}</li>
                  ))}
                </ul>
              </div>
            )}
            {mayEdit ? (
              <span className="script-row">
                <Button disabled={!ready} loading={saving} onClick={onSave}>
                  {text.save}
                </Button>
                {onEnd ? (
                  <ConfirmButton ask={text.endAsk} confirm={text.endYes} onConfirm={onEnd}>
                    {text.end}
                  </ConfirmButton>
                ) : null}
              </span>
            ) : (
              <span className="muted">{text.readOnly}</span>
            )}
          </div>
        </section>
        <ScriptPreview blocks={draft.blocks} language={draft.language} />
      </div>
    </div>
  );
}
