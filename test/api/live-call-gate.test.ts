import { expect } from 'chai';
import { io, type Socket } from 'socket.io-client';
import { newId } from '../../core/platform/ids.ts';
import { type Answer, type ApiUnderTest, apiUnderTest, type Browser } from './api-under-test.ts';
import { INSURANCE, seedCampaign, seedPerson, seedSubjects, setAgent, startCall, TAX } from './city-fixture.ts';

/** Each no other day of the test; overdue, and so in the lists of what is to be followed up. */
const PROMISED_ON = { agent: '2026-11-15', supervisor: '2026-11-14' };
/** Every room that an agent or a supervisor may be in. */
const ROOMS = ['/desk', '/inbound', '/help', '/hand-overs'];
/** Long enough for every room to have looked once more. */
const LISTENED_MS = 2_500;

/** Queries without which a route only says that they are missing. */
const queriesOf = (path: string, person: { id: number }, targetId: number): string[] => {
  if (path === '/api/sms/hand') return [`?personId=${person.id}&targetId=${targetId}&subjectId=${TAX}`];
  if (path === '/api/promises') return ['', '?view=overdue', '?view=overdue&mine=1'];
  if (path === '/api/hand-overs') return ['', '?view=open', '?view=done'];
  return [''];
};

/**
 * Every GET route there is, whoever adds one, the search, what the desk's own buttons answer, and every room of the socket: a live call whose
 * person proved nothing shows no sum, no notice number and no promised day.
 */
describe('api: a live call before its check', () => {
  let api: ApiUnderTest;
  let paths: string[];
  before(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
    const { body } = await (await api.as('supervisor')).get('/api/openapi.json');
    paths = Object.entries(body.paths as Record<string, object>)
      .filter(([, methods]) => 'get' in methods)
      .map(([path]) => path);
  });
  after(() => api.close());

  /** Somebody of whom everything there is to know is known. */
  async function knownPerson(staffId: string, promisedOn: string) {
    const { sql } = api.db;
    const person = await seedPerson(sql, { subjects: [TAX, INSURANCE] });
    const [amount = 0] = person.amounts;
    const told = `${amount}円を支払うとのこと`;
    const [item] = await sql<
      { id: number }[]
    >`select id from arrears_item where person_id = ${person.id} order by id limit 1`;
    const promise = newId();
    await sql`insert into promise (id, person_id, subject_id, promised_on, amount, method, made_by, grace_days, staff_id, created_at)
      values (${promise}, ${person.id}, ${TAX}, ${promisedOn}, ${amount}, 'slip', 'principal', 3, ${staffId}, '2026-11-18T01:00:00Z')`;
    await sql`insert into promise_item (promise_id, arrears_item_id, unpaid, received)
      values (${promise}, ${item?.id ?? 0}, ${amount}, 0)`;
    await sql`insert into hand_over (id, kind, person_id, subject_id, reason, body, wishes, due_at, raised_by, raised_at)
      values (${newId()}, 'instalment_request', ${person.id}, ${TAX}, 'instalment', ${told},
        ${sql.json([
          { on: '2026-12-01', amount },
          { on: '2027-01-01', amount },
        ])}, '2026-11-20T08:00:00Z', ${staffId}, '2026-11-19T01:00:00Z')`;
    await sql`insert into hand_over (id, kind, person_id, subject_id, reason, body, due_at, raised_by, raised_at, state, answer, answered_at)
      values (${newId()}, 'hand_over', ${person.id}, ${TAX}, 'hardship', ${told}, '2026-11-20T08:00:00Z', ${staffId}, '2026-11-19T01:00:00Z',
        'answered', ${told}, '2026-11-19T06:00:00Z')`;
    await sql`insert into contact_record (id, person_id, staff_id, subject_id, at, channel, direction, note)
      values (${newId()}, ${person.id}, ${staffId}, ${TAX}, '2026-11-18T01:00:00Z', 'call', 'outbound', ${told})`;
    await sql`insert into contact_preference (person_id, ways, note, set_by, at)
      values (${person.id}, '{relay}', ${told}, ${staffId}, '2026-11-18T01:00:00Z')`;
    await sql`insert into person_label (person_id, subject_id, colour, text, created_by, created_at)
      values (${person.id}, ${TAX}, 'red', ${`残り${amount}円`}, ${staffId}, '2026-11-18T01:00:00Z')`;
    return {
      ...person,
      secrets: [...person.amounts.map(String), person.noticeNo, promisedOn],
    };
  }

  async function look(browser: Browser, person: Awaited<ReturnType<typeof knownPerson>>) {
    const campaign = await seedCampaign(api.db.sql, TAX, [person.id]);
    const target = { id: campaign.targets[0] ?? 0, personId: person.id };
    const callId = await startCall(api.db.sql, browser.staffId, { id: campaign.id, subjectId: TAX }, target);
    const [matter] = await api.db.sql<
      { id: string }[]
    >`select id from hand_over where person_id = ${person.id} limit 1`;
    const [record] = await api.db.sql<
      { id: string }[]
    >`select id from contact_record where person_id = ${person.id} limit 1`;
    const ids: Record<string, (string | number)[]> = {
      targetId: [target.id],
      callId: [callId],
      personId: [person.id],
      id: [person.id, target.id, campaign.id, callId, record?.id ?? '', matter?.id ?? ''],
    };
    const leaks: string[] = [];
    let answered = 0;
    const note = (asked: string, { status, text }: Answer) => {
      if (status === 200) answered += 1;
      const plain = text.replaceAll(/(\d),(?=\d{3})/g, '$1');
      for (const secret of person.secrets) if (plain.includes(secret)) leaks.push(`${asked}: ${secret}`);
    };
    note('the search', await browser.post('/api/person-search', { q: person.addresseeNo }));
    for (const path of paths) {
      const name = /\{(\w+)\}/.exec(path)?.[1];
      for (const id of name ? (ids[name] ?? []) : ['']) {
        for (const query of queriesOf(path, person, target.id)) {
          const asked = `${path.replace(/\{\w+\}/, String(id))}${query}`;
          if (!asked.includes('{')) note(asked, await browser.get(asked));
        }
      }
    }
    const failed = { callId, nameResult: 'matched', factors: [{ factor: 'birth_date', result: 'failed' }] };
    note('a check that failed', await browser.post('/api/desk/identity', failed));
    note('the next task', await browser.post('/api/tasks/take-next', {}));
    const heard = await listen(browser, () =>
      setAgent(api.db.sql, browser.staffId, { state: 'talking', callId, targetId: target.id }),
    );
    for (const [room, text] of heard) note(room, { status: 200, text } as Answer);
    return { leaks, answered, heard };
  }

  /** What the rooms tell, at connect and when something moves. */
  async function listen({ cookie }: Browser, move: () => Promise<unknown>): Promise<[string, string][]> {
    const heard: [string, string][] = [];
    const extraHeaders = { cookie, origin: api.url };
    const sockets = ROOMS.map((room): Socket => {
      const socket = io(`${api.url}${room}`, {
        transports: ['websocket'],
        forceNew: true,
        reconnection: false,
        extraHeaders,
      });
      return socket.onAny((event: string, ...told) => heard.push([`${room} ${event}`, JSON.stringify(told)]));
    });
    await new Promise((resolve) => setTimeout(resolve, LISTENED_MS / 2));
    await move();
    await new Promise((resolve) => setTimeout(resolve, LISTENED_MS / 2));
    for (const socket of sockets) socket.disconnect();
    return heard;
  }

  for (const role of ['agent', 'supervisor'] as const) {
    it(`lets no route tell the ${role} on the line of any sum`, async function () {
      this.timeout(60_000);
      const browser = await api.as(role);
      const person = await knownPerson(browser.staffId, PROMISED_ON[role]);
      const { leaks, answered, heard } = await look(browser, person);
      expect(answered).to.be.greaterThan(12);
      const rooms = new Set(heard.map(([room]) => room));
      expect([...rooms]).to.include.members(['/desk agent', '/hand-overs counts']);
      expect(leaks).to.deep.equal([]);
    });
  }
});
