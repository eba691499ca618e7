import { forwardRef } from 'react';
import { identityFactorLabel, speakerLabel, strings } from '../../ui/strings.ts';
import { type Answer, answerOf, identityItems, speakerKeys, turn, withNotice, withSpeaker } from './identity-draft.ts';
import { NOTICE_FIELD, type useIdentity } from './use-identity.ts';

const text = strings.desk.identity;
const marks: Record<Answer, string> = { unasked: '○', matched: '✓', failed: '✗', asked: '?' };
const words: Record<Answer, string> = {
  unasked: text.unasked,
  matched: text.matched,
  failed: text.mismatch,
  asked: text.noAnswer,
};

interface IdentityPanelProps {
  identity: ReturnType<typeof useIdentity>;
  active: boolean;
  enabled: boolean;
  passed: boolean;
  /** The conversation is over: nobody can prove anything any more. */
  over: boolean;
  onConfirm: () => void;
}

/** What the citizen said against what the screen shows; the values themselves are never read out to them. */
export const IdentityPanel = forwardRef<HTMLElement, IdentityPanelProps>(function IdentityPanel(
  { identity, active, enabled, passed, over, onConfirm },
  ref,
) {
  const { draft, isOpen, barred, told, verdict, change } = identity;
  const spoken = told ?? (isOpen ? openHint(passed, barred ?? verdict?.message) : passed ? text.again : text.rule);
  const hint = enabled ? spoken : over ? text.over : text.waiting;
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
          disabled={!enabled || verdict === null}
          onMouseDown={(event) => event.preventDefault()}
          onClick={onConfirm}
        >
          <kbd>Enter</kbd>
          <span>{text.confirm}</span>
        </button>
        <span className="tag" data-tone={passed ? 'good' : 'warn'}>
          {passed ? `✓ ${text.passed}` : `○ ${text.notYet}`}
        </span>
      </div>
      <fieldset className="identity-items speakers" aria-label={text.speaker}>
        {speakerKeys.map(({ key, speaker }) => (
          <button
            key={key}
            type="button"
            className="choice"
            aria-pressed={draft.speaker === speaker}
            disabled={!enabled}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => change(() => withSpeaker(speaker))}
          >
            <kbd>{key}</kbd>
            <span className="choice-label">{speakerLabel[speaker]}</span>
          </button>
        ))}
      </fieldset>
      <div className="identity-items">
        {identityItems.map(({ key, item }) => {
          const answer = answerOf(draft, item);
          if (item === 'notice_no')
            return (
              <label key={item} className="choice identity-item" data-answer={answer}>
                <kbd>{key}</kbd>
                <input
                  id={NOTICE_FIELD}
                  className="identity-said"
                  aria-label={text.noticeSaid}
                  placeholder={text.noticeShort}
                  maxLength={40}
                  autoComplete="off"
                  inputMode="numeric"
                  disabled={!enabled}
                  value={draft.noticeSaid}
                  onChange={({ currentTarget: { value } }) => change((before) => withNotice(before, value))}
                  onKeyDown={(event) => {
                    if (event.key === 'Enter' && !event.nativeEvent.isComposing) event.currentTarget.blur();
                  }}
                />
              </label>
            );
          return (
            <button
              key={item}
              type="button"
              className="choice identity-item"
              data-answer={answer}
              disabled={!enabled}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => change((before) => turn(before, item))}
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
        {hint}
      </p>
    </section>
  );
});

/** What stands there is not written down yet: what became of the check before holds until it is. */
function openHint(passed: boolean, verdict: string | undefined): string {
  return passed ? text.stillOpen : (verdict ?? text.rule);
}
