import { useQuery } from '@tanstack/react-query';
import type { PersonCard } from '../../../core/contracts/http/records.ts';
import { get } from '../../client/http.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { HistoryList } from '../desk/history-list.tsx';
import { PersonHandOvers, usePersonHandOvers } from '../hand-overs/person-hand-overs.tsx';
import { PersonPromises } from '../promises/person-promises.tsx';
import { usePersonPromises } from '../promises/use-person-promises.ts';
import { PersonSms } from '../sms/person-sms.tsx';
import { PersonWhy } from '../why/person-why.tsx';
import { ContactsCard } from './contacts-card.tsx';
import { PartKey } from './part-key.tsx';
import { PaymentsPanel } from './payments-panel.tsx';
import { PersonDebt } from './person-debt.tsx';
import { PersonPart } from './person-part.tsx';
import type { PersonSection } from './person-sections.ts';
import { PersonStrip, StripTotal } from './person-strip.tsx';
import { SectionNav } from './section-nav.tsx';
import { usePersonDebt } from './use-person-debt.ts';
import '../desk/case.css';
import './person.css';

interface PersonRights {
  viewDebt: boolean;
  post: boolean;
  label: boolean;
  editContacts: boolean;
}

interface PersonPageProps {
  id: string;
  rights: PersonRights;
  /** Where this viewer works on hand-overs. */
  handOverBase: readonly string[];
}

/** Desk work on one person: what is needed first stays on top, money and agreements on the left, contacts on the right. */
export function PersonPage({ id, rights, handOverBase }: PersonPageProps) {
  const card = useQuery({
    queryKey: ['person', id],
    queryFn: ({ signal }) => get<PersonCard>(`/api/persons/${id}`, signal),
    retry: false,
  });
  if (card.error) return <ProblemNotice error={card.error} onRetry={() => void card.refetch()} />;
  if (!card.data) return <p className="muted">{strings.common.loading}</p>;
  if (card.data.masked)
    return (
      <PersonStrip card={card.data} mayLabel={false} total={null}>
        <a href="#/persons">{strings.persons.title}</a>
      </PersonStrip>
    );
  return <OpenPerson id={id} card={card.data} rights={rights} handOverBase={handOverBase} />;
}

function OpenPerson({ id, card, rights, handOverBase }: PersonPageProps & { card: PersonCard }) {
  const debt = usePersonDebt(id);
  const opened = debt.wanted && debt.view.data !== undefined;
  const promises = usePersonPromises(id, debt.wanted);
  const handOvers = usePersonHandOvers(id, true);
  const contacts = <ContactsCard card={card} mayEdit={rights.editContacts} />;
  const counts: Partial<Record<PersonSection, number | null>> = {
    ...(rights.viewDebt ? { debt: debt.view.data?.items.length ?? null } : {}),
    ...(debt.wanted ? { promises: promises.data?.length ?? null } : {}),
    handOvers: handOvers.data?.length ?? null,
    ...(opened && rights.post ? { payments: null } : {}),
    history: card.history.length,
    contacts: card.phones.length,
    sms: null,
    why: null,
  };
  return (
    <div className="person-page">
      <PersonStrip
        card={card}
        mayLabel={rights.label}
        total={rights.viewDebt ? <StripTotal debt={debt.view.data} /> : null}
      >
        <PersonWhy personId={id} />
        <SectionNav counts={counts} />
      </PersonStrip>
      <div className="person-columns">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section tabIndex={0} aria-label={strings.person.left}>
          {rights.viewDebt ? <PersonDebt debt={debt} mayPost={rights.post} /> : null}
          {debt.wanted ? (
            <PersonPart part="promises">
              <PersonPromises promises={promises} />
            </PersonPart>
          ) : null}
          <PersonPart part="handOvers">
            <PersonHandOvers handOvers={handOvers} base={handOverBase} />
          </PersonPart>
          {rights.post && debt.view.data ? <PaymentsPanel personId={id} debt={debt.view.data} /> : null}
          {rights.viewDebt ? null : contacts}
        </section>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section tabIndex={0} aria-label={strings.person.right}>
          <section
            className="card person-history"
            data-part="history"
            tabIndex={-1}
            aria-label={strings.person.sections.history}
          >
            <div className="card-body">
              <HistoryList items={card.history} mark={<PartKey part="history" />} />
            </div>
          </section>
          {rights.viewDebt ? contacts : null}
          <PersonPart part="sms" label={strings.sms.hand.history}>
            <PersonSms personId={card.person.id} />
          </PersonPart>
        </section>
      </div>
    </div>
  );
}
