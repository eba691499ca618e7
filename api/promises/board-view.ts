import type { PromiseRow } from '../../core/contracts/http/promises.ts';
import { lastDayOfGrace, promiseDue } from '../../core/rules/promise.ts';
import { MASK_TEXT, mayShow } from '../../core/rules/shield.ts';
import type { Caller } from '../http/caller.ts';
import type { BoardRow } from './board-queries.ts';

/** One promise as this viewer may see it: amounts are debts, a shielded person is nobody. */
export function promiseRow(row: BoardRow, caller: Caller, today: string): PromiseRow {
  const shown = mayShow(row.shielded, caller);
  const amounts = shown && caller.permissions.has('view_debt');
  return {
    id: row.id,
    person: { id: row.personId, name: shown ? row.name : MASK_TEXT, masked: !shown },
    subject: { id: row.subjectId, shortName: row.shortName, colour: row.colour },
    promisedOn: row.promisedOn,
    graceUntil: lastDayOfGrace(row),
    madeAt: row.madeAt.toISOString(),
    amount: amounts ? row.amount : null,
    keptAmount: amounts ? row.keptAmount : null,
    method: row.method,
    madeBy: row.madeBy,
    reissue: row.reissue,
    state: row.state,
    due: promiseDue(row, today),
    staffName: row.staffName,
    mine: row.staffId === caller.staffId,
    next:
      row.targetState === null
        ? null
        : {
            state: row.targetState,
            reason: row.targetReason,
            at: row.targetAt?.toISOString() ?? null,
          },
  };
}
