import type { DebtView } from '../../../core/contracts/http/desk.ts';
import type { InboundCase } from '../../../core/contracts/http/inbound.ts';
import { inboundStrings } from '../../ui/strings/inbound.ts';
import { strings } from '../../ui/strings.ts';
import { CaseMarks, CaseRoles } from '../desk/case-people.tsx';
import { DebtTable } from '../desk/debt-table.tsx';
import { HistoryList } from '../desk/history-list.tsx';
import { PersonAddress, PersonHead } from '../desk/person-head.tsx';
import { PhoneList } from '../desk/phone-list.tsx';
import { DeskSms } from '../sms/desk-sms.tsx';
import '../persons/label-list.css';

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
export function ChosenPerson({ view, debt, debtError, passed, onPayDay, onOther }: ChosenPersonProps) {
  const { card, labels, callId, subject } = view;
  const { person, household, phones, roles, preferences, history, masked } = card;
  return (
    <article className="case" aria-label={text.caseTitle}>
      <PersonHead
        person={person}
        identityPassed={passed}
        marks={<CaseMarks preference={preferences[0] ?? null} labels={labels} />}
        tags={
          <button type="button" className="link-button" onClick={onOther}>
            {inboundStrings.other}
          </button>
        }
      />
      <div className="case-rows">
        <PersonAddress person={person} />
        <span className="case-label">{text.household}</span>
        <span className="household">
          {household.map(({ name, relationship }) => [relationship, name].filter(Boolean).join(' ')).join('、') ||
            text.noHousehold}
          <CaseRoles roles={roles.filter(({ inForce }) => inForce)} />
        </span>
        <span className="case-label">{text.phones}</span>
        <span className="phones">
          <PhoneList phones={phones.map(onlyRead)} selectedId={null} maySelect={false} onSelect={() => undefined} />
          {subject && !masked ? (
            <DeskSms personId={person.id} targetId={null} callId={callId} subjectId={subject.id} />
          ) : null}
        </span>
      </div>
      <DebtTable debt={debt} debtError={debtError} identityPassed={passed} onPayDay={onPayDay} />
      <HistoryList items={history} />
    </article>
  );
}

/** They called: no number is to be dialled, but what is known of each may be asked about. */
const onlyRead = (phone: InboundCase['card']['phones'][number]) => ({
  ...phone,
  preferred: false,
  manualOnlyReason: null,
  lastResult: null,
});
