import type { DebtView } from '../../../core/contracts/http/desk.ts';
import type { InboundCase } from '../../../core/contracts/http/inbound.ts';
import { languageName } from '../../../core/rules/language-names.ts';
import { eraDate, phoneText } from '../../ui/format.ts';
import { PersonName } from '../../ui/person-name.tsx';
import { inboundStrings } from '../../ui/strings/inbound.ts';
import { strings } from '../../ui/strings.ts';
import { DebtTable } from '../desk/debt-table.tsx';
import { HistoryList } from '../desk/history-list.tsx';

const text = strings.desk.case;

interface ChosenPersonProps {
  view: InboundCase;
  debt: DebtView | undefined;
  debtError: unknown;
  passed: boolean;
  onPayDay: (day: string | null) => void;
  onOther: () => void;
}

/** What the check is made with, and past it the debt: the same table, the same gate as in a call of ours. */
export function ChosenPerson({ view: { card }, debt, debtError, passed, onPayDay, onOther }: ChosenPersonProps) {
  const { person, household, phones, history } = card;
  return (
    <article className="case" aria-label={text.caseTitle}>
      <div className="person-head">
        <div className="person-line">
          <h1>
            <PersonName name={person.name} />
          </h1>
          <span className="person-kana">{person.kana}</span>
          <span className="person-birth">
            {person.kind === 'corporate' ? text.corporate : null}
            {person.birthDate ? eraDate(person.birthDate) : null}
            {person.age !== null ? ` ${person.age}${text.age}` : null}
          </span>
          <span className="tag" data-tone={passed ? 'good' : 'warn'}>
            {passed ? '✓ ' : '◌ '}
            {strings.desk.identity.title} {passed ? strings.desk.identity.passed : strings.desk.identity.notYet}
          </span>
          <button type="button" className="link-button" onClick={onOther}>
            {inboundStrings.other}
          </button>
        </div>
        <div className="person-tags">
          {person.flags.map((flag) => (
            <span key={flag} className="tag" data-tone="bad">
              ⚠ {flag}
            </span>
          ))}
          {person.language ? (
            <span className="tag" data-tone="accent">
              {text.language} {languageName(person.language)}
            </span>
          ) : null}
        </div>
      </div>
      <div className="case-rows">
        <span className="case-label">{text.address}</span>
        <span className="case-address">
          {person.postalCode ? <span className="muted">〒{person.postalCode} </span> : null}
          {person.address ?? '—'}
        </span>
        <span className="case-label">{text.household}</span>
        <span>
          {household.map(({ name, relationship }) => [relationship, name].filter(Boolean).join(' ')).join('、') ||
            text.noHousehold}
        </span>
        <span className="case-label">{text.phones}</span>
        <span>{phones.map(({ digits, raw }) => phoneText(digits, raw)).join('、') || '—'}</span>
      </div>
      <DebtTable debt={debt} debtError={debtError} identityPassed={passed} onPayDay={onPayDay} />
      <HistoryList items={history} />
    </article>
  );
}
