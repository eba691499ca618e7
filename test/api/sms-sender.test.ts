import { expect } from 'chai';
import type { Clock } from '../../core/platform/clock.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { until } from './api-under-test.ts';
import { INSURANCE, seedCampaign, seedPerson, seedSubjects, TAX } from './city-fixture.ts';
import {
  clockAt,
  messageOf,
  messages,
  ScriptedCarrier,
  seedBatch,
  seedMessage,
  seedTemplate,
  senderOf,
} from './sms-stage.ts';

const MORNING = '2026-11-20T10:00:00';

describe('the sender of messages', () => {
  let db: TestDatabase;
  let sql: Sql;
  let carrier: ScriptedCarrier;
  let stop: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    db = await testDatabase();
    sql = db.sql;
    await seedSubjects(sql);
    await sql`insert into calling_window (subject_id, day_kind, opens, closes) select id, k, '09:00', '20:00'
      from subject, unnest(array['weekday','saturday']) k`;
    carrier = new ScriptedCarrier();
  });
  afterEach(async () => {
    for (const end of stop) await end();
    stop = [];
    await db.close();
  });
  const run = async (clock: Clock = clockAt(MORNING), way = carrier) => {
    const sender = senderOf(sql, way, clock);
    await sender.start();
    stop.push(() => sender.stop());
    return sender;
  };
  const settled = async (id: string, state: string) => {
    try {
      return await until(
        state,
        async () => ((await messageOf(sql, id)).state === state ? messageOf(sql, id) : undefined),
        6_000,
      );
    } catch {
      throw new Error(`not ${state}, but ${JSON.stringify(await messageOf(sql, id))}`);
    }
  };
  const waits = (id: string) =>
    until('a reason', async () => ((await messageOf(sql, id)).why ? messageOf(sql, id) : undefined), 6_000);
  const oneWaiting = async (options: Parameters<typeof seedPerson>[1] = {}) => {
    const template = await seedTemplate(sql);
    const person = await seedPerson(sql, options);
    return { person, template, id: await seedMessage(sql, person.id, template, await seedBatch(sql, template)) };
  };

  it('accepted is not delivered; the report makes it so, once', async () => {
    const { id, person } = await oneWaiting();
    await run();
    const accepted = await settled(id, 'accepted');
    expect(accepted.body).to.equal(
      '【みどり野市】お伝えしたいことがあります。納付案内センター 0220001100 へお電話ください。',
    );
    expect(carrier.sent).to.have.length(1);
    expect(carrier.sent[0]).to.deep.include({ reference: id, to: person.digits });
    const report = { providerId: `${id}-0`, digits: null, error: null, raw: {} };
    await carrier.report({ ...report, state: 'accepted' });
    expect((await messageOf(sql, id)).state).to.equal('accepted');
    await carrier.report({ ...report, state: 'delivered' });
    await carrier.report({ ...report, state: 'delivered' });
    expect((await messageOf(sql, id)).state).to.equal('delivered');
    expect(await sql`select 1 from audit_log where action = 'sms.send' and person_id = ${person.id}`).to.have.length(1);
  });

  it('a report that is faster than the answer is not lost', async () => {
    const { id } = await oneWaiting();
    carrier.answer = async ({ reference }) => {
      await carrier.report({ providerId: `${reference}-0`, digits: null, state: 'delivered', error: null, raw: {} });
      return { kind: 'accepted', providerIds: [`${reference}-0`] };
    };
    await run();
    await settled(id, 'delivered');
  });

  it('a long text is delivered when every part is, and failed as soon as one is', async () => {
    const template = await seedTemplate(sql, { body: `【{city}】{section}{phone}${'あ'.repeat(80)}` });
    const batch = await seedBatch(sql, template);
    const [first, second] = [await seedPerson(sql), await seedPerson(sql)];
    const [a, b] = [
      await seedMessage(sql, first.id, template, batch),
      await seedMessage(sql, second.id, template, batch),
    ];
    await run();
    await settled(a, 'accepted');
    await settled(b, 'accepted');
    expect((await messageOf(sql, a)).parts).to.equal(2);
    const tell = (id: string, part: number, state: 'delivered' | 'failed') =>
      carrier.report({
        providerId: `${id}-${part}`,
        digits: null,
        state,
        error: state === 'failed' ? 'EXPIRED' : null,
        raw: {},
      });
    await tell(a, 1, 'delivered');
    expect((await messageOf(sql, a)).state).to.equal('accepted');
    await tell(a, 0, 'delivered');
    expect((await messageOf(sql, a)).state).to.equal('delivered');
    await tell(b, 0, 'failed');
    expect(await messageOf(sql, b)).to.include({ state: 'failed', error: 'EXPIRED' });
  });

  describe('asks the gate that calls ask', () => {
    const refused: [string, (personId: number) => Promise<unknown>, string][] = [
      [
        'a stop by name',
        (id) =>
          sql`insert into stop_flag (person_id, kind, from_on, source) values (${id}, 'no_sms', '2026-01-01', 'manual')`,
        'stopped',
      ],
      [
        'a lawyer',
        (id) =>
          sql`insert into stop_flag (person_id, kind, from_on, source) values (${id}, 'lawyer', '2026-01-01', 'manual')`,
        'stopped',
      ],
      ['a death', (id) => sql`update person set deceased_on = '2026-01-01' where id = ${id}`, 'deceased'],
      ['a shield', (id) => sql`update person set shielded = true where id = ${id}`, 'shielded'],
      ['nothing owed', (id) => sql`update arrears_item set paid = principal where person_id = ${id}`, 'settled'],
      [
        'grace',
        (id) => sql`update arrears_item set disposition = '徴収猶予' where person_id = ${id}`,
        'nothing_callable',
      ],
      [
        'a house telephone',
        (id) => sql`update phone_number set digits = '0220009999', type = 'home' where person_id = ${id}`,
        'no_phone',
      ],
      [
        'a number of another sharing group',
        (id) => sql`update phone_number set source_subject_id = '09' where person_id = ${id}`,
        'no_phone',
      ],
      [
        'a wrong number',
        async (id) => {
          const [call] = await sql<
            { id: string }[]
          >`insert into call (id, node, direction, person_id, subject_id, dialled_number, state, created_at, dialled_at, ended_at)
          select gen_random_uuid(), 'test', 'outbound', person_id, '01', digits, 'ended', '2026-11-10', '2026-11-10', '2026-11-10' from phone_number where person_id = ${id} returning id`;
          await sql`insert into contact_record (id, person_id, call_id, at, channel, direction, who_answered, line_result)
          values (gen_random_uuid(), ${id}, ${call?.id ?? ''}, '2026-11-10', 'call', 'outbound', 'wrong_person', 'answered_human')`;
        },
        'no_phone',
      ],
    ];
    for (const [name, make, code] of refused)
      it(`refuses for ${name}`, async () => {
        const { id, person } = await oneWaiting();
        await make(person.id);
        await run();
        expect((await settled(id, 'refused')).refusal).to.equal(code);
        expect(carrier.sent).to.deep.equal([]);
      });

    it('a stop for calls does not stop messages', async () => {
      const { id, person } = await oneWaiting();
      await sql`insert into stop_flag (person_id, kind, from_on, source) values (${person.id}, 'no_call', '2026-01-01', 'manual')`;
      await run();
      await settled(id, 'accepted');
    });

    it('calls of today count, and a message counts for the next', async () => {
      const { id, person, template } = await oneWaiting({ subjects: [TAX, INSURANCE] });
      await sql`insert into call (id, node, direction, person_id, subject_id, dialled_number, state, created_at, dialled_at, ended_at, line_result)
        values (gen_random_uuid(), 'test', 'outbound', ${person.id}, '01', '0220000000', 'ended', '2026-11-20T00:10:00Z', '2026-11-20T00:10:00Z', '2026-11-20T00:10:30Z', 'no_answer')`;
      await sql`insert into setting (key, value) values ('dialling', ${sql.json({ maxAttemptsPerDay: 2, maxAttemptsPerBand: 2 })})`;
      await run();
      await settled(id, 'accepted');
      const next = await seedMessage(sql, person.id, template, null);
      const later = await waits(next);
      expect(later.why).to.equal('cap_day');
      expect(later.nextAt?.toISOString()).to.equal('2026-11-20T15:00:00.000Z');
      expect(carrier.sent).to.have.length(1);
    });

    it('after the window it waits, and goes on the next day', async () => {
      const { id } = await oneWaiting();
      const evening = await run(clockAt('2026-11-19T20:30:00'));
      const later = await waits(id);
      expect(later.nextAt?.toISOString()).to.equal('2026-11-20T00:00:00.000Z');
      await evening.stop();
      expect(carrier.sent).to.deep.equal([]);
      await run(clockAt('2026-11-20T09:00:05'), new ScriptedCarrier());
      await settled(id, 'accepted');
    });
  });

  it('whoever is about to be called is left alone for a minute, and the dialler does not wait for a message', async () => {
    const { id, person } = await oneWaiting();
    const { targets } = await seedCampaign(sql, TAX, [person.id]);
    let release = () => {};
    const deciding = sql.begin(async (tx) => {
      await tx`select 1 from campaign_target where id = any(${targets}::bigint[]) for update`;
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    });
    await run();
    expect((await waits(id)).why).to.equal('held_elsewhere');
    release();
    await deciding;
    expect(carrier.sent).to.deep.equal([]);
  });

  it('the city’s day is full: the rest waits for tomorrow', async () => {
    await sql`insert into setting (key, value) values ('sms', ${sql.json({ perDay: 2 })})`;
    const template = await seedTemplate(sql);
    const batch = await seedBatch(sql, template);
    for (let n = 0; n < 4; n++) await seedMessage(sql, (await seedPerson(sql)).id, template, batch);
    await run();
    const rows = await until('two wait', async () => {
      const all = await messages(sql);
      return all.filter(({ why }) => why === 'sms_cap_day').length === 2 ? all : undefined;
    });
    expect(carrier.sent).to.have.length(2);
    expect(rows.filter(({ nextAt }) => nextAt?.toISOString() === '2026-11-20T15:00:00.000Z')).to.have.length(2);
  });

  it('a throttled message goes later, and counts once', async () => {
    const { id } = await oneWaiting();
    carrier.answer = ({ reference }, times) =>
      times === 1
        ? { kind: 'later', error: 'throttled', retryMs: 300 }
        : { kind: 'accepted', providerIds: [reference] };
    await run();
    await settled(id, 'accepted');
    expect(carrier.sent).to.have.length(2);
  });

  it('what the carrier never takes counts for nothing; half a text counts', async () => {
    const template = await seedTemplate(sql);
    const batch = await seedBatch(sql, template);
    const ids = [];
    for (let n = 0; n < 2; n++) ids.push(await seedMessage(sql, (await seedPerson(sql)).id, template, batch));
    const [never = '', broken = ''] = ids;
    carrier.answer = ({ reference }) =>
      reference === never ? { kind: 'refused', error: '0x0b' } : { kind: 'broken', error: '0x58', providerIds: ['x'] };
    await run();
    expect((await settled(never, 'failed')).sentAt).to.equal(null);
    expect((await settled(broken, 'failed')).sentAt).to.not.equal(null);
  });

  it('a paused batch stands still; a link that is down loses nothing', async () => {
    const { id } = await oneWaiting();
    await sql`update sms_batch set state = 'paused'`;
    await run();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await messageOf(sql, id)).state).to.equal('waiting');
    carrier.up = false;
    await sql`update sms_batch set state = 'sending'`;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await messageOf(sql, id)).to.include({ state: 'waiting', why: null });
    carrier.up = true;
    await settled(id, 'accepted');
  });

  it('a text that the city would not send any more is not sent', async () => {
    const { id } = await oneWaiting();
    await sql`update subject set name = 'お伝えしたいこと' where id = ${INSURANCE}`;
    await run();
    expect((await settled(id, 'refused')).refusal).to.equal('text_refused');
  });

  it('who reads another language gets the approved text in it', async () => {
    const { id, person } = await oneWaiting();
    await seedTemplate(sql, { language: 'vi', body: 'Thông báo từ {city}. Vui lòng gọi {section} {phone}.' });
    await sql`update person set language = 'vi' where id = ${person.id}`;
    await run();
    expect((await settled(id, 'accepted')).body).to.contain('Vui lòng gọi');
  });

  describe('killed between the send and the answer', () => {
    const strand = async () => {
      const { id, person } = await oneWaiting();
      carrier.answer = () => new Promise(() => undefined);
      const sender = senderOf(sql, carrier, clockAt(MORNING));
      await sender.start();
      await settled(id, 'sending');
      // As a killed worker leaves it: nobody waits for the answer, the lease runs out.
      void sender.stop();
      await sql`update sms_message set lease_until = now() - interval '1 second' where id = ${id}`;
      return { id, person };
    };

    it('nobody can be asked: uncertain, not sent again, settled by the report', async () => {
      const { id, person } = await strand();
      const next = new ScriptedCarrier();
      await run(clockAt(MORNING), next);
      await settled(id, 'uncertain');
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(next.sent).to.deep.equal([]);
      await next.report({ providerId: 'abc', digits: person.digits, state: 'delivered', error: null, raw: {} });
      await settled(id, 'delivered');
    });

    it('the report was faster than the doubt: it settles the message all the same', async () => {
      const { id, person } = await strand();
      await carrier.report({ providerId: 'abc', digits: person.digits, state: 'delivered', error: null, raw: {} });
      expect((await messageOf(sql, id)).state).to.equal('sending');
      await run(clockAt(MORNING), new ScriptedCarrier());
      await settled(id, 'delivered');
    });

    it('two are open to one telephone: a report settles neither', async () => {
      const { id, person } = await strand();
      await sql`update sms_message set state = 'uncertain' where id = ${id}`;
      await sql`insert into sms_message (id, person_id, subject_id, template_id, digits, transport, state, created_at)
        select gen_random_uuid(), person_id, subject_id, template_id, digits, transport, 'uncertain', created_at from sms_message where id = ${id}`;
      const next = new ScriptedCarrier();
      await run(clockAt(MORNING), next);
      await next.report({ providerId: 'abc', digits: person.digits, state: 'delivered', error: null, raw: {} });
      expect((await messages(sql)).map(({ state }) => state)).to.deep.equal(['uncertain', 'uncertain']);
      expect(await sql`select 1 from sms_report where matched_at is null`).to.have.length(1);
    });

    it('the carrier knows it: accepted; the carrier does not: sent, once', async () => {
      const { id } = await strand();
      const next = new ScriptedCarrier();
      next.find = async (reference) => ({ kind: 'accepted', providerIds: [reference] });
      const asked = await run(clockAt(MORNING), next);
      await settled(id, 'accepted');
      expect(next.sent).to.deep.equal([]);
      await asked.stop();
      await sql`update sms_batch set state = 'sending'`;
      await sql`update sms_message set state = 'sending', lease_until = now() - interval '1 second' where id = ${id}`;
      const third = new ScriptedCarrier();
      third.find = async () => ({ kind: 'never' });
      await run(clockAt(MORNING), third);
      await settled(id, 'accepted');
      expect(third.sent).to.have.length(1);
    });
  });
});
