import { forwardRef } from 'react';
import type { ResultDraft } from '../../../core/rules/result-entry/draft.ts';
import type { EntryEvent } from '../../../core/rules/result-entry/pick.ts';
import { missingPart } from '../../../core/rules/result-entry/slots.ts';
import { refuseDraft } from '../../../core/rules/result-entry/to-entry.ts';
import { KeyButton } from '../../ui/key-button.tsx';
import { strings } from '../../ui/strings.ts';
import type { KeptState } from './keep-draft.ts';
import { ResultCrumbs } from './result-crumbs.tsx';
import { ResultField, ResultNote } from './result-field.tsx';
import { ResultGrid, ResultSide } from './result-keys.tsx';
import './result.css';

const text = strings.desk.result;

interface ResultPanelProps {
  draft: ResultDraft | null;
  active: boolean;
  /** The call is over: the result may be saved. */
  ended: boolean;
  saving: boolean;
  kept: KeptState;
  nowMs: () => number;
  send: (event: EntryEvent) => void;
  onSave: () => void;
}

/** The result by keys, one small table after another; entering may begin in the call, saving waits for its end. */
export const ResultPanel = forwardRef<HTMLElement, ResultPanelProps>(function ResultPanel(props, ref) {
  const { draft, active, ended, saving, kept, send, onSave } = props;
  const nowMs = props.nowMs();
  const problem = draft ? problemOf(draft, nowMs) : '';
  const keys = { draft, hot: active, nowMs, send };
  return (
    <section ref={ref} tabIndex={-1} className="pane result" data-active={active || undefined} aria-label={text.title}>
      <div className="section-head">
        <h2>{text.title}</h2>
        <span className="choice-title slot-title">{draft ? slotTitle(draft) : ''}</span>
        {active ? <span className="digit-pill">{text.digits} →</span> : null}
        <span className="muted back-hint">{draft && active && draft.who !== null ? text.back : ''}</span>
      </div>
      <ResultCrumbs draft={draft} />
      {draft?.slot === 'done' ? null : <ResultGrid {...keys} />}
      <ResultField draft={draft} send={send} nowMs={props.nowMs} />
      <ResultSide {...keys} />
      <ResultNote draft={draft} send={send} />
      <div className="result-foot">
        <span
          className="result-hint"
          data-tone={draft?.refused ? 'bad' : ended && problem !== '' ? 'ask' : undefined}
          role="status"
        >
          {draft?.refused?.message ?? (problem || (ended || draft === null ? '' : text.afterCall))}
        </span>
        <span className="muted kept" data-state={kept}>
          {kept === 'none' ? '' : text.kept[kept]}
        </span>
        <KeyButton keys="Ctrl+Enter" tone="go" enabled={ended && draft !== null && !saving} onPress={onSave}>
          {saving ? text.saving : text.save}
        </KeyButton>
      </div>
    </section>
  );
});

/** Nothing is called entered while a typed field is still empty. */
function slotTitle(draft: ResultDraft): string {
  return draft.slot === 'done' && missingPart(draft) !== null ? '' : text.slot[draft.slot];
}

/** Why it cannot be saved yet, in words; empty = it can. */
export function problemOf(draft: ResultDraft, nowMs: number): string {
  const missing = missingPart(draft);
  return missing === null ? (refuseDraft(draft, nowMs)?.message ?? '') : text.missing[missing];
}
