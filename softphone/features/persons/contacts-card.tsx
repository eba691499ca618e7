import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PersonCard } from '../../../core/contracts/http/records.ts';
import { CONTACT_ROLE_NAMES } from '../../../core/rules/contact-role.ts';
import { del, post, put } from '../../client/http.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { phoneText, shortEraDate } from '../../ui/format.ts';
import { PersonName } from '../../ui/person-name.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { caseStrings } from '../../ui/strings/case.ts';
import { strings } from '../../ui/strings.ts';
import { NewRole } from './new-role.tsx';
import { PersonPart } from './person-part.tsx';
import { PersonPhones } from './person-phones.tsx';
import { Wishes } from './wishes.tsx';

const text = caseStrings.contacts;

interface ContactsCardProps {
  card: PersonCard;
  mayEdit: boolean;
}

/** Who may be spoken to, how the person asked to be reached, what was found out about each number, with who said so and when. */
export function ContactsCard({ card, mayEdit }: ContactsCardProps) {
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const path = `/api/persons/${card.person.id}`;
  const act = async (work: () => Promise<unknown>) => {
    setProblem(null);
    try {
      await work();
      setAdding(false);
    } catch (error) {
      setProblem(error);
    }
    await client.invalidateQueries({ queryKey: ['person', String(card.person.id)] });
  };
  return (
    <PersonPart
      part="contacts"
      aside={
        mayEdit && !adding ? (
          <Button variant="subtle" onClick={() => setAdding(true)}>
            ＋ {text.addRole}
          </Button>
        ) : null
      }
    >
      <div className="case-rows">
        <span className="case-label">{strings.desk.case.phones}</span>
        <PersonPhones
          phones={card.phones}
          mayEdit={mayEdit}
          onSay={(phoneId, status) => act(() => post(`${path}/phones/${phoneId}/status`, { status }))}
        />
        <span className="case-label">{caseStrings.roles}</span>
        <div>
          {card.roles.length === 0 ? <span className="muted">{caseStrings.noRoles}</span> : null}
          {card.roles.map((role) => (
            <div key={role.id} className="contact-role">
              <span className="tag" data-tone={role.inForce ? 'good' : undefined}>
                {role.inForce ? '✓' : '－'} {CONTACT_ROLE_NAMES[role.role]}
              </span>{' '}
              <PersonName name={role.name} /> {role.relation ?? ''}{' '}
              {role.digits ? phoneText(role.digits, role.digits) : ''}{' '}
              <span className="muted">
                {role.basis} ・ {shortEraDate(role.validFrom)}〜{role.validTo ? shortEraDate(role.validTo) : ''}{' '}
                {role.inForce ? '' : text.ended}
              </span>
              {mayEdit && role.inForce ? (
                <ConfirmButton
                  variant="subtle"
                  label={text.end(role.name)}
                  ask={text.endAsk}
                  confirm={text.endYes}
                  onConfirm={() => void act(() => del(`${path}/roles/${role.id}`))}
                >
                  {text.endShort}
                </ConfirmButton>
              ) : null}
            </div>
          ))}
          {adding ? (
            <NewRole onSave={(body) => act(() => post(`${path}/roles`, body))} onCancel={() => setAdding(false)} />
          ) : null}
        </div>
        <span className="case-label">{caseStrings.wishes}</span>
        <Wishes
          key={card.preferences[0]?.at ?? ''}
          preference={card.preferences[0]}
          mayEdit={mayEdit}
          onSave={(body) => act(() => put(`${path}/preference`, body))}
        />
      </div>
      {problem ? <ProblemNotice error={problem} /> : null}
    </PersonPart>
  );
}
