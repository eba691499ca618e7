import { DomainError } from '../../core/platform/errors.ts';

/** What has happened under the old values stays explained by them. @throws DomainError `settings/past` 409 */
export function assertNotPast(validFrom: string, today: string): void {
  if (validFrom < today)
    throw new DomainError('settings/past', 409, '過ぎた日の設定は変えられません。今日以降の日付にしてください。');
}
