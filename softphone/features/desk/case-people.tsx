import type { CaseView } from '../../../core/contracts/http/desk.ts';
import { CONTACT_WAY_NAMES } from '../../../core/rules/contact-preference.ts';
import { CONTACT_ROLE_NAMES } from '../../../core/rules/contact-role.ts';
import { phoneText } from '../../ui/format.ts';
import { PersonName } from '../../ui/person-name.tsx';
import { caseStrings, URGENT_WAYS } from '../../ui/strings/case.ts';

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
