import type { ScriptView } from '../../../core/contracts/http/desk.ts';
import { caseStrings } from '../../ui/strings/case.ts';
import { strings } from '../../ui/strings.ts';
import { useAltKey } from './use-alt-key.ts';
import { useScriptPath } from './use-script-path.ts';
import './script.css';

const text = caseStrings.script;

interface ScriptPanelProps {
  script: ScriptView | null | undefined;
  /** Another case begins the script anew. */
  caseId: string;
}

/** One scene of the script at a time, its foreign text beside the Japanese, each answer on a key. */
export function ScriptPanel({ script, caseId }: ScriptPanelProps) {
  const { block, steps, go, back } = useScriptPath(script, caseId, text.next);
  useAltKey((code) => {
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
    if (digit === undefined) return false;
    if (digit === '0') back?.();
    const step = steps[Number(digit) - 1];
    if (step) go(step.to);
    return true;
  });
  return (
    <aside className="pane script">
      <div className="section-head">
        <h2>{strings.desk.script.title}</h2>
        <strong>{block?.title ?? ''}</strong>
        <span className="muted script-name">{script?.name ?? ''}</span>
        {back ? (
          <button
            type="button"
            className="key-button small"
            onMouseDown={(event) => event.preventDefault()}
            onClick={back}
          >
            <kbd>Alt+0</kbd>
            <span>{text.back}</span>
          </button>
        ) : null}
      </div>
      <div className="script-body">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <section tabIndex={0} aria-label={strings.desk.script.title} className="script-text">
          {block ? (
            <div className="script-pair" data-foreign={block.foreign === null ? undefined : ''}>
              <p>{block.text}</p>
              {block.foreign === null ? null : <p lang={script?.language ?? undefined}>{block.foreign}</p>}
            </div>
          ) : (
            <span className="muted">{script === null ? strings.desk.script.none : strings.desk.script.later}</span>
          )}
        </section>
      </div>
      {block?.kind === 'identity' && block.next === null ? <p className="script-behind muted">{text.behind}</p> : null}
      {steps.length === 0 ? null : (
        <fieldset className="script-steps" aria-label={text.answers}>
          {steps.map((step, index) => (
            <button
              key={`${step.to} ${step.label}`}
              type="button"
              className="choice"
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => go(step.to)}
            >
              <kbd>Alt+{index + 1}</kbd>
              <span className="choice-label">{step.label}</span>
            </button>
          ))}
        </fieldset>
      )}
    </aside>
  );
}
