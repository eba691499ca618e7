import { DomainError } from '../../core/platform/errors.ts';
import { isUnlimited, type Scope } from '../../core/rules/permissions.ts';

/**
 * What holds for every subject and centre is for accounts without such limits.
 *
 * @throws DomainError `settings/whole-city` 403
 */
export function assertWholeCity(caller: Scope): void {
  if (isUnlimited(caller)) return;
  throw new DomainError(
    'settings/whole-city',
    403,
    '担当の科目・拠点が限られているため、市全体に関わる変更はできません。',
  );
}
