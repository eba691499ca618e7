import { expect } from 'chai';
import type { Sql } from '../../core/platform/postgres.ts';
import { followMessages } from '../../telephony/dialer/follow-messages.ts';
import { seedCampaign, seedPerson, seedSubjects, TAX } from '../api/city-fixture.ts';
import { seedBatch, seedMessage, seedTemplate } from '../api/sms-stage.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

const NOW = new Date('2026-11-20T01:00:00Z');

describe('who was to be told by SMS', () => {
  let db: TestDatabase;
  let sql: Sql;
  before(async () => {
    db = await testDatabase();
    sql = db.sql;
    await seedSubjects(sql);
  });
  after(() => db.close());

  const cases: [string, { state: string; refusal?: string; sentAt?: string; calledAt?: string }, object][] = [
    ['delivered is done', { state: 'delivered' }, { state: 'done', channel: 'sms', code: 'sms_told' }],
    [
      'accepted still waits for its report',
      { state: 'accepted' },
      { state: 'waiting', channel: 'sms', code: 'bands_exhausted' },
    ],
    [
      'accepted days ago is done',
      { state: 'accepted', sentAt: '2026-11-10' },
      { state: 'done', channel: 'sms', code: 'sms_told' },
    ],
    ['undeliverable gets a letter', { state: 'failed' }, { state: 'waiting', channel: 'letter', code: 'sms_failed' }],
    [
      'refused by the gate gets a letter',
      { state: 'refused', refusal: 'no_phone' },
      { state: 'waiting', channel: 'letter', code: 'sms_failed' },
    ],
    [
      'cancelled says nothing',
      { state: 'refused', refusal: 'cancelled' },
      { state: 'waiting', channel: 'sms', code: 'bands_exhausted' },
    ],
    [
      'uncertain waits for a person',
      { state: 'uncertain' },
      { state: 'waiting', channel: 'sms', code: 'bands_exhausted' },
    ],
    [
      'called again since: the old message says nothing',
      { state: 'delivered', calledAt: '2026-11-20' },
      { state: 'waiting', channel: 'sms', code: 'bands_exhausted' },
    ],
  ];
  for (const [name, { state, refusal = null, sentAt = '2026-11-19', calledAt = null }, expected] of cases)
    it(name, async () => {
      const person = await seedPerson(sql);
      const { targets } = await seedCampaign(sql, TAX, [person.id]);
      const [target = 0] = targets;
      await sql`insert into target_progress (target_id, state, next_channel, reason_code) values (${target}, 'waiting', 'sms', 'bands_exhausted')`;
      const template = await seedTemplate(sql);
      const id = await seedMessage(
        sql,
        person.id,
        template,
        await seedBatch(sql, template, { source: 'after_attempts' }),
        '2026-11-19',
      );
      await sql`update sms_message set target_id = ${target}, state = ${state}, refusal = ${refusal}, sent_at = ${sentAt} where id = ${id}`;
      if (calledAt)
        await sql`insert into call (id, node, direction, target_id, person_id, state, created_at)
          values (gen_random_uuid(), 'test', 'outbound', ${target}, ${person.id}, 'ended', ${calledAt})`;
      await followMessages(sql, NOW);
      const [row] =
        await sql`select state, next_channel as channel, reason_code as code from target_progress where target_id = ${target}`;
      expect(row).to.deep.equal(expected);
    });
});
