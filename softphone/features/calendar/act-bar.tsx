import { languageName } from '../../../core/rules/language-names.ts';
import { strings } from '../../ui/strings.ts';
import { REASON_MARK } from './day-cell.tsx';
import { COLUMN_KEY, type GridAct, KIND_KEYS, languageKeys, PATTERN_KEY, RULE_KEY } from './grid-keys.ts';

const text = strings.calendar;

interface ActBarProps {
  languages: readonly string[];
  selected: number;
  enabled: boolean;
  onAct: (act: GridAct) => void;
}

/** What can be done with the chosen days, each with its key: legend and tool in one. */
export function ActBar({ languages, selected, enabled, onAct }: ActBarProps) {
  const act = (label: string, key: string, value: GridAct, mark?: string) => (
    <button
      key={label}
      type="button"
      className="cal-act"
      disabled={!enabled}
      aria-keyshortcuts={key}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onAct(value)}
    >
      <kbd>{key}</kbd> {mark ? <span aria-hidden>{mark}</span> : null} {label}
    </button>
  );
  return (
    <div className="cal-acts" role="toolbar" aria-label={text.selected(selected)}>
      {KIND_KEYS.map(({ key, kind }) => act(text.kinds[kind], key, { act: 'kind', kind }, REASON_MARK[kind]))}
      {act(text.rule, RULE_KEY, { act: 'rule' })}
      {languageKeys(languages).map(({ key, language }) =>
        act(text.interpreter(languageName(language)), key, { act: 'interpreter', language }),
      )}
      {act(text.column, COLUMN_KEY, { act: 'column' })}
      {act(text.pattern, PATTERN_KEY, { act: 'pattern' })}
    </div>
  );
}
