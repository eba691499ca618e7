import type { CallScript } from '../../core/contracts/http/desk.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { debtStage, newestDemand } from '../../core/rules/debt-stage.ts';
import { unlocksDebt } from '../../core/rules/identity.ts';
import { inScope } from '../../core/rules/permissions.ts';
import { maySee } from '../../core/rules/sharing.ts';
import { mayShow } from '../../core/rules/shield.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { Caller } from '../http/caller.ts';
import { identityRules } from '../identity/identity-rules.ts';
import type { CitySettings } from '../settings/read-settings.ts';
import { selectScriptCall } from './call-script-queries.ts';
import { caseScript } from './case-script.ts';
import { selectAmountsAsOf, selectOpenArrears } from './debt-queries.ts';
import { assertOwnCall } from './own-work.ts';

/** Until somebody was chosen: everybody who calls hears the same opening. */
const NOBODY = { kind: 'individual', name_official: '', language: null, deceased_on: null } as const;

/**
 * What to say in a call of mine, also where no case is in hand. Somebody shielded whom I may not work with is nobody here.
 *
 * @throws DomainError 403 `call/not-yours`
 */
export async function callScript(
  db: Queryable,
  caller: Caller,
  callId: string,
  city: CitySettings['city'],
  now: Date,
): Promise<CallScript> {
  await assertOwnCall(db, caller.staffId, callId);
  const row = await selectScriptCall(db, callId);
  if (!row) return { script: null, identityRules: null };
  const today = tokyoTime(now).date;
  const viewer = { subjectId: row.subject_id, debtClass: row.debt_class, sharingGroup: row.sharing_group };
  const { person } = row;
  const known = person !== null && mayShow(person.shielded, caller) ? person : null;
  const items = known ? (await selectOpenArrears(db, known.id)).filter((item) => maySee(viewer, item.source)) : [];
  // A call that was passed on to another line opens nothing its new agent had no right to.
  const mine = inScope(caller, { id: row.subject_id, centreId: row.centre_id });
  const unlocked = known !== null && mine && unlocksDebt(row.identity_passed, row.speaker);
  const script = await caseScript(
    db,
    { ...row, ...(known ?? NOBODY) },
    {
      caller,
      city,
      stage: debtStage({ attempts: 0, demandIssuedOn: newestDemand(items) }),
      inbound: row.direction === 'inbound',
      items: unlocked ? items : null,
      asOf: (await selectAmountsAsOf(db)) ?? today,
      today,
    },
  );
  const subject = known && {
    id: known.id,
    kind: known.kind,
    deceased: known.deceased_on !== null,
    shielded: known.shielded,
  };
  return { script, identityRules: subject && (await identityRules(db, subject, viewer, today)) };
}
