import { useEffect, useRef } from 'react';
import { PAUSE_REASONS } from '../../../core/rules/recording-pause.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { TARGET_GROUPS } from './target-choices.ts';
import type { Others } from './use-others.ts';

const text = strings.others;

/** Above the call bar: whom to pass the call on to, or what becomes of who was asked. Keys first; the mouse does the same. */
export function TransferPanel({ others }: { others: Others }) {
  const { panel } = others;
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    // Out of the note's field, so that digits and arrows are the panel's; back to where the hands were afterwards.
    if (panel === null) return undefined;
    const before = document.activeElement;
    section.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [panel]);
  if (panel === null) return null;
  const title = panel === 'pause' ? text.pauseTitle : text.title;
  return (
    <section ref={section} className="pad others-panel" aria-label={title} tabIndex={-1}>
      <div className="section-head">
        <h2>{title}</h2>
        {panel === 'consult' ? null : (
          <button type="button" className="link-button" onClick={() => others.act({ type: 'close' })}>
            {strings.desk.pad.close}
          </button>
        )}
      </div>
      {panel === 'targets' ? <Targets others={others} /> : null}
      {panel === 'consult' ? <Consult others={others} /> : null}
      {panel === 'pause' ? <PauseReasons others={others} /> : null}
    </section>
  );
}

function Targets({ others }: { others: Others }) {
  const { group, choices, chosen, targets, typed, setTyped, act } = others;
  return (
    <>
      <div className="others-groups" role="tablist">
        {TARGET_GROUPS.map((one, index) => (
          <button
            key={one}
            type="button"
            role="tab"
            aria-selected={one === group}
            onClick={() => act({ type: 'group', index })}
          >
            <kbd>{index + 1}</kbd> {text.groups[one]}
          </button>
        ))}
      </div>
      {targets.error ? <ProblemNotice error={targets.error} onRetry={() => void targets.refetch()} /> : null}
      {targets.isPending ? <p className="muted">{text.loading}</p> : null}
      {group === 'outside' && targets.data?.outside ? (
        <label className="others-number">
          {text.number}
          <input
            data-others="number"
            inputMode="numeric"
            autoComplete="off"
            maxLength={13}
            value={typed}
            ref={(input) => input?.focus({ preventScroll: true })}
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
      ) : null}
      {targets.data && choices.length === 0 && !(group === 'outside' && targets.data.outside) ? (
        <p className="muted">{text.empty[group]}</p>
      ) : null}
      <div className="others-list" role="listbox" aria-label={text.groups[group]}>
        {choices.map((choice) => (
          <button
            key={choice.key}
            type="button"
            role="option"
            aria-selected={choice === chosen}
            disabled={choice.refusal !== null}
            ref={(row) => (choice === chosen ? row?.scrollIntoView({ block: 'nearest' }) : undefined)}
            onClick={() => others.send(choice.to, 'attended')}
          >
            <span>{choice.label}</span>
            <span className="muted">{choice.refusal ?? choice.about}</span>
          </button>
        ))}
      </div>
      <p className="others-hint">{group === 'lines' ? text.hintLine : text.hint}</p>
    </>
  );
}

function Consult({ others }: { others: Others }) {
  const { asked, act } = others;
  if (!asked) return null;
  const isHere = asked.state === 'consulting';
  const word = isHere ? text.waiting.consulting : text.waiting.dialling;
  const rows = [
    { choice: 1 as const, label: text.consult.done, on: isHere },
    { choice: 2 as const, label: text.consult.together, on: isHere },
    { choice: 3 as const, label: text.consult.back, on: true },
  ];
  return (
    <>
      <p role="status">
        <strong>{asked.label}</strong> {word}
      </p>
      <div className="pad-reasons">
        {rows.map(({ choice, label, on }) => (
          <button
            key={choice}
            type="button"
            className="choice"
            disabled={!on}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => act({ type: 'consult', choice })}
          >
            <kbd>{choice}</kbd>
            <span className="choice-label">{label}</span>
          </button>
        ))}
      </div>
    </>
  );
}

function PauseReasons({ others }: { others: Others }) {
  return (
    <div className="pad-reasons">
      {PAUSE_REASONS.map((reason, index) => (
        <button
          key={reason}
          type="button"
          className="choice"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => others.act({ type: 'pause_reason', index })}
        >
          <kbd>{index + 1}</kbd>
          <span className="choice-label">{reason}</span>
        </button>
      ))}
    </div>
  );
}
