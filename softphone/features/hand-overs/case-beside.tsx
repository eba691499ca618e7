import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DebtView } from '../../../core/contracts/http/desk.ts';
import type { HandOverRow } from '../../../core/contracts/http/hand-overs.ts';
import type { PersonCard } from '../../../core/contracts/http/records.ts';
import { get } from '../../client/http.ts';
import { eraDate, phoneText, yen } from '../../ui/format.ts';
import { PersonName } from '../../ui/person-name.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import type { HandOverRights } from './hand-over-acts.ts';

const text = strings.handOvers;

/** The case next to what was said, as far as the reader's permissions go. Amounts are an act by themselves. */
export function CaseBeside({ person, rights }: { person: NonNullable<HandOverRow['person']>; rights: HandOverRights }) {
  // Who may open no person has what was said and answered, and the room for it.
  if (!rights.viewPerson && !person.masked) return null;
  return (
    <aside className="card case-beside" aria-label={text.theCase}>
      <div className="card-head">
        <h2>{text.theCase}</h2>
        {person.masked ? null : <a href={`#/persons/${person.id}`}>{text.openPerson}</a>}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="card-body" tabIndex={0} aria-label={text.theCase}>
        {person.masked ? (
          <p className="muted">⚠ {text.caseMasked}</p>
        ) : (
          <CaseFacts id={person.id} viewDebt={rights.viewDebt} />
        )}
      </section>
    </aside>
  );
}

function CaseFacts({ id, viewDebt }: { id: number; viewDebt: boolean }) {
  const card = useQuery({
    queryKey: ['person', String(id)],
    queryFn: ({ signal }) => get<PersonCard>(`/api/persons/${id}`, signal),
    retry: false,
  });
  if (card.error) return <ProblemNotice error={card.error} onRetry={() => void card.refetch()} />;
  if (!card.data) return <p className="muted">{strings.common.loading}</p>;
  const { person, phones } = card.data;
  const labels = strings.desk.case;
  return (
    <>
      <p>
        <strong>
          <PersonName name={person.name} />
        </strong>{' '}
        <span className="muted">{person.kana}</span>
      </p>
      <p className="case-flags">
        {person.flags.map((flag) => (
          <span key={flag} className="tag" data-tone="bad">
            ⚠ {flag}
          </span>
        ))}
      </p>
      <dl className="approval-facts">
        <dt>{strings.persons.columns.birth}</dt>
        <dd>
          {person.birthDate ? eraDate(person.birthDate) : '—'}
          {person.age === null ? '' : ` ${person.age}${labels.age}`}
        </dd>
        <dt>{labels.addresseeNo}</dt>
        <dd>{person.addresseeNo}</dd>
        <dt>{labels.address}</dt>
        <dd>{person.address ?? '—'}</dd>
        <dt>{labels.phones}</dt>
        <dd>{phones.map(({ digits, raw }) => phoneText(digits, raw)).join('、') || labels.noPhones}</dd>
      </dl>
      {viewDebt ? <CaseDebt id={id} /> : null}
    </>
  );
}

function CaseDebt({ id }: { id: number }) {
  const [wanted, setWanted] = useState(false);
  const debt = useQuery({
    queryKey: ['person', String(id), 'debt', null],
    queryFn: ({ signal }) => get<DebtView>(`/api/persons/${id}/debt`, signal),
    enabled: wanted,
    retry: false,
  });
  if (!wanted)
    return (
      <Button variant="default" onClick={() => setWanted(true)}>
        {text.showDebt}
      </Button>
    );
  if (debt.error) return <ProblemNotice error={debt.error} onRetry={() => void debt.refetch()} />;
  if (!debt.data) return <p className="muted">{strings.common.loading}</p>;
  return (
    <>
      <table className="table">
        <tbody>
          {debt.data.items.map((item) => (
            <tr key={item.id}>
              <td>
                {item.subjectName} {item.levyYear}-{item.periodNo}
              </td>
              <td className="num">{yen(item.unpaid)}</td>
            </tr>
          ))}
          <tr>
            <td>
              <strong>{text.total}</strong>
            </td>
            <td className="num">
              <strong>{yen(debt.data.totalUnpaid)}</strong>
            </td>
          </tr>
        </tbody>
      </table>
      <p className="muted">{text.asOf(debt.data.asOf.slice(0, 10))}</p>
    </>
  );
}
