import type { CaseView } from '../../core/contracts/http/desk.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';
import { hideDebtFigures } from '../desk/hide-debt-figures.ts';
import { selectLabels } from './label-queries.ts';

/** 付箋 that count today, as somebody with the person on the line may see them; what somebody wrote of the debt waits for the check. */
export async function livingLabels(
  db: Queryable,
  personId: number,
  viewer: { visible: (source: SharingScope | null) => boolean; today: string; unlocked: boolean },
): Promise<CaseView['labels']> {
  return (await selectLabels(db, personId))
    .filter(({ source, endsOn }) => viewer.visible(source) && (endsOn === null || endsOn >= viewer.today))
    .map(({ id, colour, text }) => ({ id, colour, text: viewer.unlocked ? text : hideDebtFigures(text) }));
}
