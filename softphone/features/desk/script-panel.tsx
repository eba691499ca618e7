import type { CaseView } from '../../../core/contracts/http/desk.ts';
import { strings } from '../../ui/strings.ts';

export function ScriptPanel({ script }: { script: CaseView['script'] | undefined }) {
  return (
    <aside className="pane script">
      <div className="section-head">
        <h2>{strings.desk.script.title}</h2>
        <span className="muted">{script?.name ?? ''}</span>
      </div>
      <div className="script-body">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <section tabIndex={0} aria-label={strings.desk.script.title} className="script-text">
          {script ? (
            script.body
          ) : (
            <span className="muted">{script === null ? strings.desk.script.none : strings.desk.script.later}</span>
          )}
        </section>
      </div>
    </aside>
  );
}
