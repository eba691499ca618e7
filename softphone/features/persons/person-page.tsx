import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DebtView } from '../../../core/contracts/http/desk.ts';
import type { PersonCard } from '../../../core/contracts/http/records.ts';
import { get } from '../../client/http.ts';
import { eraDate, phoneText } from '../../ui/format.ts';
import { PersonName } from '../../ui/person-name.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { paymentStrings } from '../../ui/strings/payments.ts';
import { phoneTypeLabel, strings } from '../../ui/strings.ts';
import { DebtTable } from '../desk/debt-table.tsx';
import { HistoryList } from '../desk/history-list.tsx';
import { PersonPromises } from '../promises/person-promises.tsx';
import { PersonSms } from '../sms/person-sms.tsx';
import { PersonWhy } from '../why/person-why.tsx';
import { ContactsCard } from './contacts-card.tsx';
import { LabelList } from './label-list.tsx';
import { PaymentsPanel } from './payments-panel.tsx';
import '../desk/case.css';
import './payments.css';

const text = strings.desk.case;

interface PersonPageProps {
  id: string;
  mayViewDebt: boolean;
  mayPost: boolean;
  mayLabel: boolean;
  mayEditContacts: boolean;
}

/** Desk work on one person. Amounts are asked for by a button of their own: seeing them is an act by itself. */
export function PersonPage({ id, mayViewDebt, mayPost, mayLabel, mayEditContacts }: PersonPageProps) {
  const [wantsDebt, setWantsDebt] = useState(false);
  const [payDay, setPayDay] = useState<string | null>(null);
  const card = useQuery({
    queryKey: ['person', id],
    queryFn: ({ signal }) => get<PersonCard>(`/api/persons/${id}`, signal),
    retry: false,
  });
  const debt = useQuery({
    queryKey: ['person', id, 'debt', payDay],
    queryFn: ({ signal }) => get<DebtView>(`/api/persons/${id}/debt${payDay === null ? '' : `?on=${payDay}`}`, signal),
    enabled: wantsDebt,
    // Another day of payment: the table stands until its charges are there.
    placeholderData: (previous) => previous,
    retry: false,
  });
  if (card.error) return <ProblemNotice error={card.error} onRetry={() => void card.refetch()} />;
  if (!card.data) return <p className="muted">{strings.common.loading}</p>;
  const { person, household, phones, history, masked } = card.data;
  return (
    <>
      <div className="page-head">
        <h1>
          <PersonName name={person.name} /> <span className="person-kana">{person.kana}</span>
        </h1>
        <a href="#/persons">{strings.persons.title}</a>
      </div>
      <section className="card">
        <div className="card-body case-rows">
          {masked ? (
            <span className="tag" data-tone="bad">
              ⚠ {strings.persons.masked}
            </span>
          ) : null}
          {person.flags.length > 0 && !masked ? (
            <>
              <span className="case-label">{text.flags}</span>
              <span className="labels">
                {person.flags.map((flag) => (
                  <span key={flag} className="tag" data-tone="bad">
                    ⚠ {flag}
                  </span>
                ))}
              </span>
            </>
          ) : null}
          <span className="case-label">{strings.persons.columns.birth}</span>
          <span>
            {person.birthDate ? eraDate(person.birthDate) : '—'}
            {person.age !== null ? ` ${person.age}${text.age}` : ''}{' '}
            <span className="muted">
              {text.addresseeNo} {person.addresseeNo}
            </span>
          </span>
          {masked ? null : (
            <>
              <span className="case-label">{strings.persons.labels.title}</span>
              <LabelList personId={id} mayLabel={mayLabel} />
            </>
          )}
          <span className="case-label">{text.address}</span>
          <span>{person.address ?? '—'}</span>
          <span className="case-label">{text.household}</span>
          <span className="household">
            {household.length === 0 ? text.noHousehold : null}
            {household.map((member) => (
              <span key={member.id}>
                <span className="muted">{member.relationship}</span> <PersonName name={member.name} />
              </span>
            ))}
          </span>
          <span className="case-label">{text.phones}</span>
          <span className="phones">
            {phones.length === 0 ? text.noPhones : null}
            {phones.map((phone) => (
              <span key={phone.id} className="phone" data-unusable={phone.usable ? undefined : ''}>
                <span className="phone-digits">{phoneText(phone.digits, phone.raw)}</span>
                <span className="muted">{phoneTypeLabel[phone.type]}</span>
                {phone.usable ? null : <span className="tag">{phone.unusableReason ?? text.unusable}</span>}
              </span>
            ))}
          </span>
        </div>
      </section>
      {masked ? null : <ContactsCard card={card.data} mayEdit={mayEditContacts} />}
      {mayViewDebt ? (
        <section className="card" aria-label={strings.desk.debt.title}>
          <div className="card-body">
            {wantsDebt ? (
              <DebtTable debt={debt.data} debtError={debt.error} identityPassed onPayDay={setPayDay} />
            ) : (
              <div className="debt-closed">
                <h2>{strings.desk.debt.title}</h2>
                <p className="muted">{mayPost ? paymentStrings.openDebtToPost : paymentStrings.openDebtNote}</p>
                <Button onClick={() => setWantsDebt(true)}>{paymentStrings.openDebt}</Button>
              </div>
            )}
          </div>
        </section>
      ) : null}
      {mayPost && debt.data ? <PaymentsPanel personId={id} debt={debt.data} /> : null}
      {wantsDebt && !masked ? <PersonPromises personId={id} /> : null}
      {masked ? null : <PersonSms personId={person.id} />}
      {masked ? null : <PersonWhy personId={id} />}
      <section className="card">
        <div className="card-body">
          <HistoryList items={history} />
        </div>
      </section>
    </>
  );
}
