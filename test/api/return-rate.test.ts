import { expect } from 'chai';
import { settleInbound } from '../../api/inbound/settle-inbound.ts';
import { newId } from '../../core/platform/ids.ts';
import { type ApiUnderTest, apiUnderTest, type Browser } from './api-under-test.ts';
import { INSURANCE, seedPerson, seedSubjects, TAX } from './city-fixture.ts';
import { addEvent, seedInbound, seedOutbound } from './inbound-support.ts';

/** The same numbers each run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * sides);
  };
}

type Channel = 'call' | 'sms' | 'letter' | 'visit';
const CHANNELS: readonly Channel[] = ['call', 'sms', 'letter', 'visit'];
const DAY_MS = 86_400_000;
const FROM = Date.parse('2026-09-30T15:00:00Z');
const UNTIL = Date.parse('2026-10-31T15:00:00Z');

interface Sent {
  kind: Channel;
  person: number;
  atMs: number;
  subject: string;
}

/** A month of contacts and of calls that came, written as their writers do, and counted again from the list of what was written. */
describe('api: return rate and tasks, counted once more by hand', () => {
  let api: ApiUnderTest;
  let supervisor: Browser;
  let persons: { id: number; digits: string }[] = [];
  const sent: Sent[] = [];
  before(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
    supervisor = await api.as('supervisor');
    for (let n = 0; n < 6; n += 1) persons = [...persons, await seedPerson(api.db.sql)];
  });
  after(() => api.close());

  const at = (roll: (sides: number) => number, from = FROM - 20 * DAY_MS, until = UNTIL) =>
    from + roll((until - from) / 60_000) * 60_000;

  async function contact(roll: (sides: number) => number): Promise<void> {
    const { sql } = api.db;
    const kind = CHANNELS[roll(4)] ?? 'call';
    const index = roll(persons.length);
    const { id: personId, digits } = persons[index] ?? { id: 0, digits: '' };
    const atMs = at(roll);
    const subject = roll(3) === 0 ? INSURANCE : TAX;
    const when = new Date(atMs);
    if (kind === 'call') {
      const id = await seedOutbound(sql, { personId, subjectId: subject, digits, at: when.toISOString() });
      // One in five never reached the network; one in five answers a citizen.
      const turn = roll(5);
      if (turn === 0) await sql`update call set excluded_from_count = true where id = ${id}`;
      if (turn === 1) await sql`update call set mode = 'manual' where id = ${id}`;
      if (turn === 0) return;
    } else if (kind === 'sms') {
      const state = ['delivered', 'accepted', 'failed'][roll(3)] ?? 'failed';
      const template = newId();
      await sql`insert into sms_template (id, name, version, kind, body, state, created_at)
        values (${template}, ${template}, 1, 'call_back', '', 'approved', ${when})`;
      await sql`insert into sms_message (id, person_id, subject_id, template_id, digits, state, sent_at, created_at)
        values (${newId()}, ${personId}, ${subject}, ${template}, ${digits}, ${state}, ${when}, ${when})`;
      if (state === 'failed') return;
    } else {
      const first = newId();
      const record = (id: string, supersedes: string | null, channel: string) => sql`
        insert into contact_record (id, person_id, subject_id, at, channel, direction, supersedes_id)
        values (${id}, ${personId}, ${subject}, ${when}, ${channel}, 'outbound', ${supersedes})`;
      await record(first, null, kind === 'letter' && roll(2) === 0 ? 'visit' : kind);
      // Written down as the other one first, and corrected: it counts once, as what it was.
      await record(newId(), first, kind);
    }
    sent.push({ kind, person: index, atMs, subject });
  }

  interface Came {
    index: number | null;
    atMs: number;
    said: Channel | 'other' | null;
    line: string;
  }
  const came: Came[] = [];

  async function incoming(roll: (sides: number) => number): Promise<void> {
    const { sql } = api.db;
    const index = roll(5) === 0 ? null : roll(persons.length);
    const caller = index === null ? '' : (persons[index]?.digits ?? '');
    const atMs = at(roll, FROM - 5 * DAY_MS, UNTIL + 5 * DAY_MS);
    const line = roll(3) === 0 ? INSURANCE : TAX;
    const when = new Date(atMs).toISOString();
    const staffId = supervisor.staffId;
    const id = await seedInbound(sql, { subjectId: line, caller, at: when, endedAfterSec: 60 });
    const said = roll(2) === 0 ? null : ([...CHANNELS, 'other' as const][roll(5)] ?? null);
    const known = index !== null && roll(2) === 0;
    if (known) {
      const personId = persons[index]?.id ?? 0;
      await sql`update call set person_id = ${personId} where id = ${id}`;
      const record = (rid: string, cause: string | null, supersedes: string | null) => sql`
        insert into contact_record (id, person_id, call_id, subject_id, at, channel, direction, cause_kind, supersedes_id)
        values (${rid}, ${personId}, ${id}, ${line}, ${when}, 'call', 'inbound', ${cause}, ${supersedes})`;
      const first = newId();
      await record(first, roll(2) === 0 ? 'visit' : null, null);
      await record(newId(), said, first);
    } else if (said !== null) {
      await sql`insert into unknown_caller_record (call_id, staff_id, subject_id, number, at, direction, cause_kind)
        values (${id}, ${staffId}, ${line}, ${caller || null}, ${when}, 'inbound', ${said})`;
    }
    came.push({ index, atMs, said, line });
  }

  /** The newest of ours to that telephone within thirty days before. */
  function proposed({ index, atMs }: Came): Sent | undefined {
    return sent
      .filter((one) => one.person === index && one.atMs < atMs && one.atMs >= atMs - 30 * DAY_MS)
      .sort((a, b) => b.atMs - a.atMs)[0];
  }
  const inMonth = ({ atMs }: { atMs: number }) => atMs >= FROM && atMs < UNTIL;

  function expected(subjects: readonly string[]) {
    return Object.fromEntries(
      CHANNELS.map((channel) => {
        const ours = sent.filter((one) => one.kind === channel && inMonth(one) && subjects.includes(one.subject));
        const theirs = came.filter((one) => {
          const guess = proposed(one);
          const cause = one.said ?? guess?.kind ?? null;
          const subject = cause === guess?.kind ? guess?.subject : one.line;
          return inMonth(one) && cause === channel && subject !== undefined && subjects.includes(subject);
        });
        return [channel, [ours.length, theirs.length]];
      }),
    );
  }

  const told = async (who: Browser) => {
    const { channels } = (await who.get('/api/inbound/return-rate?from=2026-10-01&to=2026-10-31')).body;
    return Object.fromEntries(
      channels.map(({ channel, sent: n, returned }: { channel: string; sent: number; returned: number }) => [
        channel,
        [n, returned],
      ]),
    );
  };

  it('is the same over a month of calls, messages, letters and visits, for every line and for one', async function () {
    this.timeout(60_000);
    const roll = dice(20_261_031);
    for (let n = 0; n < 90; n += 1) await contact(roll);
    for (let n = 0; n < 90; n += 1) await incoming(roll);
    const now = new Date('2026-11-20T01:00:00Z');
    while ((await settleInbound(api.db.sql, now)) > 0);
    const all = expected([TAX, INSURANCE]);
    for (const [ours, theirs] of Object.values(all)) expect(Math.min(ours ?? 0, theirs ?? 0)).to.be.greaterThan(2);
    expect(await told(supervisor)).to.deep.equal(all);
    expect(await told(await api.as('supervisor', { subjectScope: [TAX] }))).to.deep.equal(expected([TAX]));
  });

  it('every call in vain is one task or none, by the same reckoning; today’s work counts what the list shows', async () => {
    const { sql } = api.db;
    await sql`delete from desk_task`;
    const roll = dice(7);
    const now = new Date('2026-11-20T01:00:00Z');
    const wanted: Record<string, string | null> = {};
    for (let n = 0; n < 60; n += 1) {
      const [lasted, spoken, kept, closed] = [roll(12), roll(4) === 0, roll(4) === 0, roll(4) === 0];
      const message = roll(3) === 0 ? roll(5) : null;
      const hidden = roll(5) === 0;
      const begun = Date.parse('2026-11-19T23:00:00Z') + n * 60_000;
      const id = await seedInbound(sql, {
        subjectId: TAX,
        // Each number once: what is merged is another test's.
        caller: hidden ? '' : `03555${String(10_000 + n)}`,
        at: new Date(begun).toISOString(),
        endedAfterSec: lasted,
        spoken,
      });
      if (kept) await addEvent(sql, id, 'keep_place', { place: 1 });
      if (closed) await addEvent(sql, id, 'turned_away', { why: 'closed' });
      if (message !== null) {
        await addEvent(sql, id, 'voicemail', { realMs: begun });
        await addEvent(sql, id, 'voicemail_ended', { seconds: message });
      }
      const kind = spoken
        ? null
        : kept
          ? 'keep_my_place'
          : message !== null && message >= 2
            ? 'voicemail'
            : lasted >= 5 && !closed
              ? 'abandoned_inbound'
              : null;
      wanted[id] = hidden && kind !== 'voicemail' ? null : kind;
    }
    while ((await settleInbound(sql, now)) > 0);
    const rows = await sql<{ callId: string; kind: string }[]>`select call_id as "callId", kind from desk_task`;
    const raised = new Map(rows.map(({ callId, kind }) => [callId, kind]));
    expect(Object.keys(wanted).map((id) => raised.get(id) ?? null)).to.deep.equal(Object.values(wanted));
    expect(new Set(Object.values(wanted)).size, 'every kind came').to.equal(4);
    const agent = await api.as('agent');
    const protectedOne = await seedPerson(sql, { shielded: true });
    await sql`update desk_task set number = ${protectedOne.digits} where call_id = ${rows[0]?.callId ?? ''}`;
    for (const who of [agent, await api.as('agent', { privileged: true })]) {
      const { tasks } = (await who.get('/api/tasks')).body;
      const late = tasks.filter((task: { late: boolean }) => task.late).length;
      expect((await who.get('/api/desk-work')).body.tasks).to.deep.equal({ open: tasks.length, late });
    }
  });
});
