import type { CaseView, DebtView } from '../../../core/contracts/http/desk.ts';
import { PersonName } from '../../ui/person-name.tsx';
import { strings } from '../../ui/strings.ts';
import { DeskSms } from '../sms/desk-sms.tsx';
import { CaseMarks, CaseRoles, WishesEditor } from './case-people.tsx';
import { DebtTable } from './debt-table.tsx';
import { HistoryList } from './history-list.tsx';
import { PersonAddress, PersonHead } from './person-head.tsx';
import { PhoneList } from './phone-list.tsx';
import '../persons/label-list.css';

const text = strings.desk.case;

interface CasePaneProps {
  view: CaseView;
  debt: DebtView | undefined;
  debtError: unknown;
  identityPassed: boolean;
  onPayDay: (day: string | null) => void;
  phoneId: number | null;
  maySelectPhone: boolean;
  onSelectPhone: (id: number) => void;
}

export function CasePane({ view, phoneId, maySelectPhone, onSelectPhone, ...debt }: CasePaneProps) {
  const { person } = view;
  return (
    <article className="case" aria-label={text.caseTitle}>
      <CaseHead view={view} identityPassed={debt.identityPassed} />
      <div className="case-rows">
        <PersonAddress person={person} />
        <span className="case-label">{text.household}</span>
        <span className="household">
          <Household view={view} />
          <CaseRoles roles={view.roles} />
        </span>
        <span className="case-label">{text.phones}</span>
        <span className="phones">
          <PhoneList phones={view.phones} selectedId={phoneId} maySelect={maySelectPhone} onSelect={onSelectPhone} />
          <DeskSms personId={person.id} targetId={view.targetId} subjectId={view.subject.id} />
        </span>
      </div>
      <DebtTable {...debt} />
      <HistoryList items={view.history} />
    </article>
  );
}

function CaseHead({ view, identityPassed }: { view: CaseView; identityPassed: boolean }) {
  const { person, before, attempts } = view;
  return (
    <PersonHead
      person={person}
      identityPassed={identityPassed}
      marks={
        <>
          <CaseMarks preference={view.preference} labels={view.labels} />
          {view.identityRules === null ? null : <WishesEditor targetId={view.targetId} preference={view.preference} />}
        </>
      }
      tags={
        <>
          {before ? (
            <>
              <span className="tag">
                {text.stage} {before.stage}
              </span>
              <span className="tag">
                {text.periods} {before.unpaidPeriods}
                {text.periodsUnit}
              </span>
            </>
          ) : null}
          <span className="tag">
            {text.attempts} {attempts}
            {text.times}
          </span>
          <span className="muted person-no">
            {text.addresseeNo} {person.addresseeNo}
          </span>
        </>
      }
    />
  );
}

function Household({ view }: { view: CaseView }) {
  if (view.household.length === 0) return <span className="muted">{text.noHousehold}</span>;
  return (
    <>
      {view.household.map((member) => (
        <span key={member.id} className="member">
          <span className="muted">{member.relationship ?? ''}</span> <PersonName name={member.name} />
          {member.age !== null ? <span className="muted"> {member.age}</span> : null}
        </span>
      ))}
    </>
  );
}
