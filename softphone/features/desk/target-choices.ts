import type { PartyTarget } from '../../../core/contracts/commands.ts';
import type { TransferTargets } from '../../../core/contracts/http/parties.ts';
import { languageName } from '../../../core/rules/language-names.ts';
import { strings } from '../../ui/strings.ts';

const text = strings.others;

export const TARGET_GROUPS = ['agents', 'lines', 'extensions', 'outside'] as const;
export type TargetGroup = (typeof TARGET_GROUPS)[number];

export interface TargetChoice {
  key: string;
  label: string;
  /** Small words behind the name. */
  about: string;
  /** Why not; null = it may be chosen. */
  refusal: string | null;
  to: PartyTarget;
}

/** The rows of one group, those who can take the call first. */
export function targetChoices(targets: TransferTargets, group: TargetGroup): TargetChoice[] {
  switch (group) {
    case 'agents':
      return targets.agents
        .map(({ staffId, name, seat, supervisor, refusal }) => ({
          key: staffId,
          label: name,
          about: [seat === null ? '' : text.seat(seat), supervisor ? text.supervisor : ''].join(' ').trim(),
          refusal,
          to: { kind: 'agent' as const, staffId },
        }))
        .sort((a, b) => Number(a.refusal !== null) - Number(b.refusal !== null));
    case 'lines':
      return targets.lines
        .map(({ subjectId, name, free }) => ({
          key: subjectId,
          label: name,
          about: text.free(free),
          refusal: null,
          free,
          to: { kind: 'line' as const, subjectId },
        }))
        .sort((a, b) => b.free - a.free);
    case 'extensions':
      return targets.extensions.map(({ id, label, kind, language }) => ({
        key: String(id),
        label,
        about: [kind === 'interpreter' ? text.interpreter : '', language === null ? '' : languageName(language)]
          .join(' ')
          .trim(),
        refusal: null,
        to: { kind: 'extension' as const, extensionId: id },
      }));
    case 'outside':
      return [];
  }
}

/** What stands in the field, when it is a whole number. */
export function outsideTarget(typed: string): PartyTarget | null {
  const number = typed.normalize('NFKC').replace(/\D/g, '');
  return /^0\d{9,10}$/.test(number) ? { kind: 'outside', number } : null;
}
