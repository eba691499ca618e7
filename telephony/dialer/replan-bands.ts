import type { Queryable } from '../../core/platform/postgres.ts';
import { nextOpeningInBand } from '../../core/rules/band-opening.ts';
import { CALLING_BANDS } from '../../core/rules/calling-band.ts';
import { forgetBand, moveToOpening } from './move-queries.ts';
import { type DialerDeps, readCampaigns } from './read-facts.ts';

/**
 * Who waits for a band waits for its next real opening: those whose evening passed without an agent for them go to the next
 * one, those whose evening the city opened earlier than planned come forward, and a band that no longer opens within a month
 * is waited for no more. The rows hold everything; running this late or twice changes nothing else.
 */
export async function replanBands(db: Queryable, deps: DialerDeps): Promise<void> {
  for (const { row, facts } of await readCampaigns(db, deps, {}, null)) {
    for (const band of CALLING_BANDS) {
      const opening = nextOpeningInBand(facts.now, [band], facts);
      if (opening) await moveToOpening(db, { campaignId: row.campaignId, band, now: facts.now, opening: opening.at });
      else await forgetBand(db, row.campaignId, band);
    }
  }
}
