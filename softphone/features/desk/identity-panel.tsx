import { forwardRef } from 'react';
import { identityFactorLabel, strings } from '../../ui/strings.ts';
import {
  type Answer,
  answerOf,
  type IdentityDraft,
  type IdentityItem,
  identityItems,
  verdictOf,
} from './identity-draft.ts';

const text = strings.desk.identity;
const marks: Record<Answer, string> = { unasked: '◌', matched: '✓', failed: '✗' };
const words: Record<Answer, string> = { unasked: text.unasked, matched: text.matched, failed: text.mismatch };

interface IdentityPanelProps {
  draft: IdentityDraft;
  active: boolean;
  enabled: boolean;
  passed: boolean;
  onTurn: (item: IdentityItem) => void;
  onConfirm: () => void;
}

/** What the citizen said against what the screen shows; the values themselves are never read out to them. */
export const IdentityPanel = forwardRef<HTMLElement, IdentityPanelProps>(function IdentityPanel(
  { draft, active, enabled, passed, onTurn, onConfirm },
  ref,
) {
  const verdict = verdictOf(draft);
  return (
    <section
      ref={ref}
      tabIndex={-1}
      className="pane identity"
      data-active={active || undefined}
      aria-label={text.title}
    >
      <div className="section-head">
        <h2>{text.title}</h2>
        {active ? <span className="digit-pill">{strings.desk.result.digits} →</span> : <kbd>Alt+I</kbd>}
        <button
          type="button"
          className="key-button small"
          disabled={!enabled || passed || verdict === null}
          onMouseDown={(event) => event.preventDefault()}
          onClick={onConfirm}
        >
          <kbd>Enter</kbd>
          <span>{text.confirm}</span>
        </button>
        <span className="tag" data-tone={passed ? 'good' : 'warn'}>
          {passed ? `✓ ${text.passed}` : `◌ ${text.notYet}`}
        </span>
      </div>
      <div className="identity-items">
        {identityItems.map(({ key, item }) => {
          const answer = answerOf(draft, item);
          return (
            <button
              key={item}
              type="button"
              className="choice identity-item"
              data-answer={answer}
              disabled={!enabled || passed}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onTurn(item)}
            >
              <kbd>{key}</kbd>
              <span className="choice-label">{item === 'name' ? text.name : identityFactorLabel[item]}</span>
              <span className="identity-answer">
                {marks[answer]} {words[answer]}
              </span>
            </button>
          );
        })}
      </div>
      <p className="identity-hint muted" role="status">
        {passed ? '' : enabled ? (verdict?.message ?? text.rule) : text.waiting}
      </p>
    </section>
  );
});
