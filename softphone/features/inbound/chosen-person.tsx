import type { DebtView } from '../../../core/contracts/http/desk.ts';
import type { InboundCase } from '../../../core/contracts/http/inbound.ts';
import { phoneText } from '../../ui/format.ts';
import { inboundStrings } from '../../ui/strings/inbound.ts';
import { strings } from '../../ui/strings.ts';
import { DebtTable } from '../desk/debt-table.tsx';
import { HistoryList } from '../desk/history-list.tsx';
import { PersonAddress, PersonHead } from '../desk/person-head.tsx';

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
      <PersonHead
        person={person}
        identityPassed={passed}
        beside={
          <button type="button" className="link-button" onClick={onOther}>
            {inboundStrings.other}
          </button>
        }
      />
      <div className="case-rows">
        <PersonAddress person={person} />
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
