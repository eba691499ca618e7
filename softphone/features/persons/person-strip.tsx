import type { ReactNode } from 'react';
import type { DebtView } from '../../../core/contracts/http/desk.ts';
import type { PersonCard } from '../../../core/contracts/http/records.ts';
import { languageName } from '../../../core/rules/language-names.ts';
import { today } from '../../client/product-today.ts';
import { eraDate, monthDayTime, yen } from '../../ui/format.ts';
import { PersonName } from '../../ui/person-name.tsx';
import { moneyStrings } from '../../ui/strings/money.ts';
import { strings } from '../../ui/strings.ts';
import { CaseMarks } from '../desk/case-people.tsx';
import { LabelList } from './label-list.tsx';

const text = strings.desk.case;
const hiddenAmount = '￥●●●●●';

interface PersonStripProps {
  card: PersonCard;
  mayLabel: boolean;
  /** Null for who may see no amount. */
  total: ReactNode;
  /** Next step and ways to the parts below. */
  children: ReactNode;
}

/** Always in view: who it is, what stands in red, how they wish to be reached, what they owe, what comes next. */
export function PersonStrip({ card, mayLabel, total, children }: PersonStripProps) {
  const { person, masked, preferences } = card;
  return (
    <header className="card person-strip">
      <div className="person-strip-top">
        <div className="person-strip-who">
          <h1>
            <PersonName name={person.name} />
          </h1>
          <span className="person-kana">{person.kana}</span>
          <span>
            {person.kind === 'corporate' ? text.corporate : null}
            {person.birthDate ? eraDate(person.birthDate) : null}
            {person.age === null ? null : (
              <strong>
                {' '}
                {person.age}
                {text.age}
              </strong>
            )}
          </span>
          {masked ? (
            <span className="tag" data-tone="bad">
              ⚠ {strings.persons.masked}
            </span>
          ) : null}
          {person.flags.map((flag) => (
            <span key={flag} className="tag" data-tone="bad">
              ⚠ {flag}
            </span>
          ))}
          <CaseMarks preference={preferences[0] ?? null} labels={[]} />
          {person.language ? (
            <span className="tag" data-tone="accent">
              {text.language} {languageName(person.language)}
            </span>
          ) : null}
        </div>
        {total}
      </div>
      {masked ? <p className="person-strip-facts">{strings.person.maskedNext}</p> : null}
      {masked ? null : <Facts card={card} mayLabel={mayLabel} />}
      {children}
    </header>
  );
}

function Facts({ card: { person, household }, mayLabel }: { card: PersonCard; mayLabel: boolean }) {
  return (
    <div className="person-strip-facts">
      <span>
        <span className="case-label">{text.addresseeNo}</span> {person.addresseeNo}
      </span>
      <span>
        <span className="case-label">{text.address}</span>{' '}
        {person.postalCode ? <span className="muted">〒{person.postalCode} </span> : null}
        {person.address ?? '—'}
      </span>
      <span className="household">
        <span className="case-label">{text.household}</span>
        {household.length === 0 ? text.noHousehold : null}
        {household.map((member) => (
          <span key={member.id}>
            <span className="muted">{member.relationship}</span> <PersonName name={member.name} />
            {member.age === null ? null : <span className="muted"> {member.age}</span>}
          </span>
        ))}
      </span>
      <span className="person-strip-labels">
        <span className="case-label">{strings.persons.labels.title}</span>
        <LabelList personId={String(person.id)} mayLabel={mayLabel} />
      </span>
    </div>
  );
}

/** The sum as of the city's data, and with everything a payment on a day would have to cover. Nothing is in the browser before it was asked for. */
export function StripTotal({ debt }: { debt: DebtView | undefined }) {
  const { debt: words } = strings.desk;
  if (!debt)
    return (
      <p className="person-total">
        {words.total} <strong>{hiddenAmount}</strong> <span className="tag">{strings.person.notShown}</span>
      </p>
    );
  const { totals, totalUnpaid, asOf, chargesOn } = debt;
  const { ifPaidToday, ifPaidOn } = strings.person;
  return (
    <p className="person-total">
      {words.total} <strong>{yen(totalUnpaid)}</strong>{' '}
      <span className="muted">
        {monthDayTime(asOf)} {words.asOf}
      </span>
      <span className="person-total-all">
        {chargesOn === today() ? ifPaidToday : ifPaidOn(monthDayTime(chargesOn))}{' '}
        {totals.all === null ? moneyStrings.askCity : <b>{yen(totals.all)}</b>}
      </span>
    </p>
  );
}
