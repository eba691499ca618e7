import { expect } from 'chai';
import { setPhoneStatus } from '../../api/persons/phone-status.ts';
import { newId } from '../../core/platform/ids.ts';
import { selectPersons } from '../../core/reach/fact-queries.ts';
import { personFacts } from '../../core/reach/person-facts.ts';
import { judgePhone } from '../../core/rules/phone-choice.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { seedCampaign, seedPerson, seedSubjects, TAX } from './city-fixture.ts';

const now = new Date('2026-11-20T02:00:00Z');
const tax: SharingScope = { subjectId: TAX, debtClass: 'tax', sharingGroup: 'tax' };
const lunch: SharingScope = { subjectId: '09', debtClass: 'private', sharingGroup: 'lunch' };

describe('api: what people found out about a number', () => {
  let db: TestDatabase;
  before(async () => {
    db = await testDatabase();
    await seedSubjects(db.sql);
  });
  after(() => db.close());

  /** The gate's own facts, as the dialler and the SMS sender read them. */
  const code = async (target: number, subject = tax) => {
    const { persons } = await selectPersons(db.sql, [target], now);
    const [row] = persons;
    const phone = row && personFacts(row, { subject, lines: new Map() }, []).phones[0];
    if (!phone) throw new Error('no phone');
    return judgePhone(
      { ...phone, source: subject },
      { now, subject, personShielded: false, channel: 'call', mobileFirst: true, tempOutDays: 7 },
    ).code;
  };
  const numberOf = async (personId: number) => {
    const [row] = await db.sql<{ id: number }[]>`select id from phone_number where person_id = ${personId}`;
    return row?.id ?? 0;
  };

  it('goes through the gate at once, the newest word first, and the city’s file stays as it is', async () => {
    const person = await seedPerson(db.sql);
    const { targets } = await seedCampaign(db.sql, TAX, [person.id]);
    const phoneId = await numberOf(person.id);
    const say = (status: 'dead' | 'valid' | 'foreign') =>
      db.sql.begin((tx) =>
        setPhoneStatus(tx, { phoneId, personId: person.id, status, callId: null, staffId: null, now }),
      );
    expect(await code(targets[0] ?? 0)).to.equal('ok');
    await say('dead');
    expect(await code(targets[0] ?? 0)).to.equal('unallocated');
    await say('valid');
    expect(await code(targets[0] ?? 0)).to.equal('ok');
    await say('foreign');
    expect(await code(targets[0] ?? 0)).to.equal('wrong');
    const [kept] = await db.sql`select usable, unusable_reason from phone_number where id = ${phoneId}`;
    expect(kept).to.deep.equal({ usable: true, unusable_reason: null });
  });

  it('refuses a number of somebody else', async () => {
    const [one, two] = [await seedPerson(db.sql), await seedPerson(db.sql)];
    const phoneId = await numberOf(two.id);
    const wrong = setPhoneStatus(db.sql, {
      phoneId,
      personId: one.id,
      status: 'dead',
      callId: null,
      staffId: null,
      now,
    });
    expect(await wrong.catch((error: { code?: string }) => error.code)).to.equal('phone/not-found');
  });

  it('tells the next person with the digits what is true of the digits, and never whose they are', async () => {
    const [one, two] = [await seedPerson(db.sql), await seedPerson(db.sql)];
    await db.sql`update phone_number set digits = ${one.digits} where person_id = ${two.id}`;
    const { targets } = await seedCampaign(db.sql, TAX, [two.id]);
    const word = { phoneId: await numberOf(one.id), personId: one.id, callId: null, staffId: null, now };
    await setPhoneStatus(db.sql, { ...word, status: 'foreign' });
    expect(await code(targets[0] ?? 0)).to.equal('ok');
    await setPhoneStatus(db.sql, { ...word, status: 'dead' });
    expect(await code(targets[0] ?? 0)).to.equal('unallocated');
  });

  it('keeps what a call about taxes found out from work on a private claim', async () => {
    const person = await seedPerson(db.sql);
    const { id, targets } = await seedCampaign(db.sql, TAX, [person.id]);
    const callId = newId();
    await db.sql`insert into call (id, node, direction, campaign_id, person_id, subject_id, state, created_at)
      values (${callId}, 'test', 'outbound', ${id}, ${person.id}, ${TAX}, 'ended', ${now})`;
    const phoneId = await numberOf(person.id);
    await setPhoneStatus(db.sql, { phoneId, personId: person.id, status: 'refused', callId, staffId: null, now });
    expect(await code(targets[0] ?? 0)).to.equal('refused');
    expect(await code(targets[0] ?? 0, lunch)).to.equal('ok');
  });
});
