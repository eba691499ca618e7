import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseView } from '../../../core/contracts/http/desk.ts';
import { CONTACT_WAY_NAMES, type ContactWay } from '../../../core/rules/contact-preference.ts';
import { CONTACT_ROLE_NAMES } from '../../../core/rules/contact-role.ts';
import { phoneText } from '../../ui/format.ts';
import { PersonName } from '../../ui/person-name.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { caseStrings, URGENT_WAYS } from '../../ui/strings/case.ts';
import { Wishes } from '../persons/wishes.tsx';
import { setPreference } from './desk-commands.ts';

/** Who besides the person may be spoken to. */
export function CaseRoles({ roles }: { roles: CaseView['roles'] }) {
  return (
    <>
      {roles.map((role) => (
        <span key={role.id} className="member" title={role.basis}>
          <span className="tag" data-tone="good">
            ✓ {caseStrings.roles}: {CONTACT_ROLE_NAMES[role.role]}
          </span>{' '}
          <PersonName name={role.name} />
          {role.relation ? <span className="muted"> {role.relation}</span> : null}
          {role.digits ? <span className="muted"> {phoneText(role.digits, role.digits)}</span> : null}
        </span>
      ))}
    </>
  );
}

/** The agent writes down what the citizen asks for, while they are on the line. */
export function WishesEditor({ targetId, preference }: { targetId: number; preference: CaseView['preference'] }) {
  const client = useQueryClient();
  const [problem, setProblem] = useState<unknown>(null);
  const save = async (body: { ways: ContactWay[]; note: string }) => {
    setProblem(null);
    try {
      await setPreference(targetId, body);
    } catch (error) {
      setProblem(error);
    }
    await client.invalidateQueries({ queryKey: ['desk', 'case', targetId] });
  };
  return (
    <details className="case-wishes">
      <summary className="tag">＋ {caseStrings.wishes}</summary>
      <div className="case-wishes-form">
        <Wishes key={preference?.at ?? ''} preference={preference ?? undefined} mayEdit onSave={save} />
        {problem ? <ProblemNotice error={problem} /> : null}
      </div>
    </details>
  );
}

/** How the person asked to be reached, and 付箋: on top with what stands in red. */
export function CaseMarks({ preference, labels }: Pick<CaseView, 'preference' | 'labels'>) {
  return (
    <>
      {preference?.ways.map((way) => (
        <span key={way} className="tag" data-tone={URGENT_WAYS.includes(way) ? 'bad' : 'warn'} title={preference.note}>
          ☎ {CONTACT_WAY_NAMES[way]}
        </span>
      ))}
      {labels.map((label) => (
        <span key={label.id} className="label" data-colour={label.colour}>
          {label.text}
        </span>
      ))}
    </>
  );
}
