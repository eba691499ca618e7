import { z } from 'zod';
import type { ComplaintReport } from '../../core/contracts/http/hand-overs.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { addDays, tokyoInstant, tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { Caller } from '../http/caller.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { selectUnprovenOnLine } from '../persons/queries.ts';
import { readSettings } from '../settings/read-settings.ts';
import { selectComplaints, selectEvents } from './board-queries.ts';
import { handOverCase } from './hand-over-view.ts';
import { insertEvent } from './raise-queries.ts';
import { handOverReach } from './reach.ts';
import { reportSchema } from './schemas.ts';

/** 苦情の当日報告: every complaint of a day with what was said, who was told when and what was done, for the city. */
export function reportRoutes({ sql, clock }: ApiDeps): Route[] {
  const path = '/api/hand-overs/report';
  return [
    route({
      method: 'get',
      path,
      summary: 'Complaints of a day, as they would go to the city',
      permission: 'follow_hand_overs',
      query: z.object({ on: z.iso.date().optional() }),
      response: reportSchema,
      async handler({ query, caller, audit }) {
        const now = clock.now();
        const report = await complaintReport(sql, caller, query.on ?? tokyoTime(now).date, now);
        const detail = { what: 'complaint_report', on: report.on, persons: report.complaints.length };
        await audit('list', { detail });
        return report;
      },
    }),
    route({
      method: 'post',
      path,
      summary: 'The report goes to the city: written down with each complaint in it',
      permission: 'follow_hand_overs',
      body: z.strictObject({ on: z.iso.date() }),
      response: reportSchema,
      async handler({ body: { on }, caller, audit }) {
        const now = clock.now();
        return sql.begin(async (tx) => {
          for (const { id } of (await complaintReport(tx, caller, on, now)).complaints)
            await insertEvent(tx, { handOverId: id, at: now, act: 'reported', staffId: caller.staffId });
          const report = await complaintReport(tx, caller, on, now);
          const detail = { what: 'complaint_report', on, persons: report.complaints.length };
          await audit('download', { detail });
          return report;
        });
      },
    }),
  ];
}

async function complaintReport(db: Queryable, caller: Caller, on: string, now: Date): Promise<ComplaintReport> {
  const { city } = await readSettings(db, tokyoTime(now).date);
  const reach = await handOverReach(db, caller);
  const rows = await selectComplaints(db, reach, tokyoInstant(on, 0), tokyoInstant(addDays(on, 1), 0));
  const events = await selectEvents(
    db,
    rows.map(({ id }) => id),
  );
  const viewer = { caller, unproven: await selectUnprovenOnLine(db, caller.staffId), now };
  return {
    on,
    printedAt: now.toISOString(),
    city: city.name,
    section: city.section,
    complaints: rows.map((row) =>
      handOverCase(
        row,
        events.filter(({ handOverId }) => handOverId === row.id),
        viewer,
      ),
    ),
  };
}
