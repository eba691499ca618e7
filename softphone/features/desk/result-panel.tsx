import { forwardRef } from 'react';
import { KeyButton } from '../../ui/key-button.tsx';
import { lineResultLabel, strings, talkResultLabel, whoAnsweredLabel } from '../../ui/strings.ts';
import {
  isComplete,
  lineChoices,
  needsTalk,
  type ResultDraft,
  type ResultEvent,
  talkChoices,
  whoChoices,
} from './result-draft.ts';
import { ResultExtras } from './result-extras.tsx';

const text = strings.desk.result;

interface ResultPanelProps {
  draft: ResultDraft | null;
  active: boolean;
  /** The call is over: the result may be saved. */
  ended: boolean;
  saving: boolean;
  nowMs: () => number;
  send: (event: ResultEvent) => void;
  onSave: () => void;
}

/** Who answered × line × talk, by digits; entering may begin in the call, saving waits for its end. */
export const ResultPanel = forwardRef<HTMLElement, ResultPanelProps>(function ResultPanel(props, ref) {
  const { draft, active, ended, saving, send, onSave } = props;
  const ready = draft !== null && ended && isComplete(draft) && !saving;
  const talking = draft !== null && draft.who !== 'nobody';
  return (
    <section ref={ref} tabIndex={-1} className="pane result" data-active={active || undefined} aria-label={text.title}>
      <div className="section-head">
        <h2>{text.title}</h2>
        {active ? <span className="digit-pill">{text.digits} →</span> : null}
        <span className="muted back-hint">{draft && draft.group !== 'who' && active ? text.back : ''}</span>
      </div>
      <ChoiceGroup
        title={text.who}
        columns="54px repeat(4, minmax(0, 1fr)) 54px"
        dense
        choices={whoChoices.map(({ key, value }) => ({ key, value, label: whoAnsweredLabel[value] }))}
        chosen={draft?.who ?? null}
        hot={active && draft?.group === 'who'}
        enabled={draft !== null}
        onChoose={(who) => send({ type: 'who', who })}
      />
      {talking || draft === null ? (
        <ChoiceGroup
          title={text.talk}
          columns="repeat(3, minmax(0, 1fr))"
          choices={talkChoices.map(({ key, value }) => ({ key, value, label: talkResultLabel[value] }))}
          chosen={draft?.talk ?? null}
          hot={active && draft?.group === 'talk'}
          enabled={draft !== null && (needsTalk(draft.who) || draft.who === 'wrong_person')}
          onChoose={(talk) => send({ type: 'talk', talk })}
        />
      ) : (
        <ChoiceGroup
          title={text.line}
          columns="repeat(3, minmax(0, 1fr))"
          choices={lineChoices.map(({ key, value }) => ({ key, value, label: lineResultLabel[value] }))}
          chosen={draft.line}
          hot={active && draft.group === 'line'}
          enabled
          onChoose={(line) => send({ type: 'line', line })}
        />
      )}
      <ResultExtras draft={draft} send={send} nowMs={props.nowMs} />
      <div className="result-foot">
        <span className="muted">{hint(draft, ended)}</span>
        <KeyButton keys="Ctrl+Enter" tone="go" enabled={ready} onPress={onSave}>
          {saving ? text.saving : text.save}
        </KeyButton>
      </div>
    </section>
  );
});

function hint(draft: ResultDraft | null, ended: boolean): string {
  if (draft === null) return '';
  if (!isComplete(draft)) return text.missing;
  return ended ? '' : text.afterCall;
}

interface ChoiceGroupProps<T extends string> {
  title: string;
  columns: string;
  dense?: boolean;
  choices: readonly { key: string; value: T; label: string }[];
  chosen: T | null;
  hot: boolean;
  enabled: boolean;
  onChoose: (value: T) => void;
}

function ChoiceGroup<T extends string>({
  title,
  columns,
  dense,
  choices,
  chosen,
  hot,
  enabled,
  onChoose,
}: ChoiceGroupProps<T>) {
  return (
    <div className="choice-group" data-hot={hot || undefined}>
      <span className="choice-title">{title}</span>
      <fieldset
        className="choices"
        data-dense={dense || undefined}
        aria-label={title}
        style={{ gridTemplateColumns: columns }}
      >
        {choices.map(({ key, value, label }) => (
          <button
            key={value}
            type="button"
            className="choice"
            aria-pressed={value === chosen}
            disabled={!enabled}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(value)}
          >
            <kbd>{key}</kbd>
            <span className="choice-label">{label}</span>
          </button>
        ))}
      </fieldset>
    </div>
  );
}
