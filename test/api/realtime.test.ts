import { expect } from 'chai';
import { io, type Socket } from 'socket.io-client';
import type { AgentSnapshot } from '../../core/contracts/realtime.ts';
import { Stopwatch } from '../support/stopwatch.ts';
import { type ApiUnderTest, apiUnderTest, type Browser, until } from './api-under-test.ts';
import { seedCampaign, seedPerson, seedSubjects, setAgent, startCall, TAX } from './city-fixture.ts';

interface Desk {
  socket: Socket;
  seen: AgentSnapshot[];
  ended: string[];
  errors: string[];
}

describe('api: the live desk', () => {
  let api: ApiUnderTest;
  const open: Socket[] = [];
  before(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
  });
  after(() => api.close());
  afterEach(() => {
    for (const socket of open.splice(0)) socket.disconnect();
  });

  function connect(cookie: string, options: { namespace?: string; origin?: string; polling?: boolean } = {}): Desk {
    const socket = io(`${api.url}${options.namespace ?? '/desk'}`, {
      transports: options.polling ? ['polling'] : ['websocket'],
      forceNew: true,
      reconnectionDelay: 50,
      reconnectionDelayMax: 100,
      extraHeaders: { cookie, ...(options.polling ? {} : { origin: options.origin ?? api.url }) },
    });
    open.push(socket);
    const desk: Desk = { socket, seen: [], ended: [], errors: [] };
    socket.on('agent', (snapshot: AgentSnapshot) => desk.seen.push(snapshot));
    socket.on('ended', (reason: string) => desk.ended.push(reason));
    socket.on('connect_error', (error) => desk.errors.push(error.message));
    return desk;
  }
  const last = (desk: Desk) => desk.seen.at(-1);
  const bump = (browser: Browser) =>
    api.db.sql`update agent_state set seq = seq + 1 where agent_id = ${browser.staffId}`;

  it('sends the whole desk at connect and after every change, call and all', async () => {
    const agent = await api.as('agent');
    const desk = connect(agent.cookie);
    const first = await until('first snapshot', () => last(desk));
    expect(first).to.include({ seq: 0, state: 'offline', clockSimulated: true });
    const person = await seedPerson(api.db.sql);
    const campaign = await seedCampaign(api.db.sql, TAX, [person.id]);
    const target = { id: campaign.targets[0] ?? 0, personId: person.id };
    const callId = await startCall(api.db.sql, agent.staffId, { id: campaign.id, subjectId: TAX }, target);
    const talking = await until('talking', () => desk.seen.find((snapshot) => snapshot.state === 'talking'));
    expect(talking.call).to.include({ id: callId, state: 'talking', identityPassed: false, subjectId: TAX });
    expect(talking.campaign).to.include({ id: campaign.id, subjectId: TAX });
    const overHttp = (await agent.get('/api/desk/snapshot')).body;
    expect({ ...overHttp, productNow: '' }).to.deep.equal({ ...talking, productNow: '' });
  });

  it('arrives within a fraction of a second', async () => {
    const agent = await api.as('agent');
    await setAgent(api.db.sql, agent.staffId, { state: 'break' });
    const desk = connect(agent.cookie);
    await until('first', () => last(desk));
    // The one in the middle: on a busy machine any single one may be late.
    const took: number[] = [];
    for (let change = 0; change < 7; change += 1) {
      const watch = new Stopwatch();
      const state = change % 2 === 0 ? 'available' : 'break';
      await setAgent(api.db.sql, agent.staffId, { state });
      await until(state, () => (last(desk)?.state === state ? true : undefined));
      took.push(watch.tookMs);
    }
    expect(took.toSorted((a, b) => a - b)[3], String(took)).to.be.below(400);
  });

  it('loses nothing and doubles nothing over 1,000 changes, killed listeners and a reconnect', async function () {
    this.timeout(30_000);
    const agent = await api.as('agent');
    await setAgent(api.db.sql, agent.staffId, { state: 'break' });
    const desk = connect(agent.cookie);
    await until('first', () => last(desk));
    let killed = 0;
    for (let change = 1; change <= 1_000; change++) {
      await bump(agent);
      // postgres.js keeps one connection for all its LISTENs; its last statement is a `listen`.
      if (change % 250 === 100)
        killed += (
          await api.db.owner`select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'test' and query ilike 'listen %'`
        ).length;
      if (change === 600) desk.socket.io.engine.close();
    }
    const [row] = await api.db.sql<{ seq: number }[]>`select seq from agent_state where agent_id = ${agent.staffId}`;
    expect(killed).to.be.at.least(4);
    expect(row?.seq).to.equal(1_001);
    await until('the newest', () => (last(desk)?.seq === row?.seq ? true : undefined), 3_000);
    const seqs = desk.seen.map((snapshot) => snapshot.seq);
    expect(seqs.every((seq, index) => index === 0 || seq >= (seqs[index - 1] ?? 0))).to.equal(true);
    // Only a new connection may repeat what an old one has seen.
    expect(seqs.filter((seq, index) => seqs.indexOf(seq) !== index).length).to.be.at.most(1);
  });

  it('catches up within two seconds after the server was away', async () => {
    const agent = await api.as('agent');
    await setAgent(api.db.sql, agent.staffId, { state: 'break' });
    const desk = connect(agent.cookie);
    await until('first', () => last(desk));
    desk.socket.disconnect();
    await setAgent(api.db.sql, agent.staffId, { state: 'available' });
    const watch = new Stopwatch();
    desk.socket.connect();
    await until('caught up', () => desk.seen.find((snapshot) => snapshot.state === 'available'), 5_000);
    expect(watch.tookMs).to.be.below(2_000);
  });

  it('keeps each desk to its own agent', async () => {
    const [one, two] = [await api.as('agent'), await api.as('agent')];
    const desks = [connect(one.cookie), connect(two.cookie)];
    for (const desk of desks) await until('first', () => last(desk));
    await setAgent(api.db.sql, two.staffId, { state: 'break' });
    await until('two', () => desks[1]?.seen.find((snapshot) => snapshot.state === 'break'));
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(desks[0]?.seen).to.have.length(1);
  });

  it('lets in nobody without a session, permission or our own origin', async () => {
    const agent = await api.as('agent');
    const reviewer = await api.as('reviewer');
    const refused = [
      connect('toritsugi_session=nonsense'),
      connect(reviewer.cookie),
      connect(agent.cookie, { namespace: '/work' }),
      connect(agent.cookie, { namespace: '/' }),
      connect(agent.cookie, { origin: 'https://evil.example' }),
    ];
    for (const desk of refused) {
      await until('refusal', () => desk.errors[0]);
      expect(desk.socket.connected).to.equal(false);
      expect(desk.seen).to.have.length(0);
    }
    const polling = connect(agent.cookie, { polling: true });
    await until('long polling', () => last(polling));
  });

  it('ends with the session within a second, however the session ends', async () => {
    const { owner } = api.db;
    const ends: [string, (browser: Browser) => PromiseLike<unknown>][] = [
      ['log-out', (browser) => browser.send('DELETE', '/api/session')],
      [
        'closed account',
        (browser) => owner`update staff_account set disabled_at = now() where id = ${browser.staffId}`,
      ],
      [
        'idle',
        (browser) =>
          owner`update staff_session set last_seen_at = now() - interval '1 hour' where staff_id = ${browser.staffId}`,
      ],
      [
        'another process',
        (browser) => owner`update staff_session set ended_at = now() where staff_id = ${browser.staffId}`,
      ],
    ];
    for (const [name, end] of ends) {
      const agent = await api.as('agent');
      expect((await agent.post('/api/desk/login')).status).to.equal(200);
      const desk = connect(agent.cookie);
      await until('first', () => last(desk));
      const watch = new Stopwatch();
      await end(agent);
      await until(`${name}: ended`, () => desk.ended[0]);
      await until(`${name}: closed`, () => (desk.socket.connected ? undefined : true));
      const loginEnded = () =>
        api.db.sql`select 1 from agent_login where staff_id = ${agent.staffId} and ended_at is null`.then((rows) =>
          rows.length === 0 ? true : undefined,
        );
      await until(`${name}: SIP identity ended`, loginEnded);
      expect(watch.tookMs, name).to.be.below(1_000);
      const [command] = await api.db.sql`select kind, payload from command where agent_id = ${agent.staffId}`;
      expect(command?.['kind']).to.equal('agent_logout');
    }
  });

  it('does not let an agent in a call run idle', async () => {
    const agent = await api.as('agent');
    await agent.post('/api/desk/login');
    const [login] = await api.db.sql<{ id: string }[]>`select id from agent_login where staff_id = ${agent.staffId}`;
    await setAgent(api.db.sql, agent.staffId, { state: 'talking' });
    await api.db.sql`update agent_state set login_id = ${login?.id ?? null} where agent_id = ${agent.staffId}`;
    const { touchSessionsInCall } = await import('../../api/sessions/queries.ts');
    await api.db
      .owner`update staff_session set last_seen_at = now() - interval '29 minutes' where staff_id = ${agent.staffId}`;
    const [session] = await api.db.sql<
      { id: string }[]
    >`select id from staff_session where staff_id = ${agent.staffId}`;
    await touchSessionsInCall(api.db.sql, [session?.id ?? '']);
    const [after] = await api.db.sql`select last_seen_at > now() - interval '1 minute' as fresh from staff_session
      where staff_id = ${agent.staffId}`;
    expect(after?.['fresh']).to.equal(true);
  });

  it('tells supervisors on any page who asks for help, within their scope, and that it is over', async () => {
    const { sql } = api.db;
    const agent = await api.as('agent');
    const boss = await api.as('supervisor');
    const elsewhere = await api.as('supervisor', { subjectScope: ['99'] });
    const heard = [boss, elsewhere].map((who) => {
      const lists: { agentName: string }[][] = [];
      connect(who.cookie, { namespace: '/help' }).socket.on('asked', (list) => lists.push(list));
      return lists;
    });
    const refused = connect(agent.cookie, { namespace: '/help' });
    await until('refused', () => refused.errors.find((message) => message === 'permission/denied'));
    await until('both rooms', () => (heard.every(({ length }) => length > 0) ? true : undefined));
    const person = await seedPerson(sql);
    const campaign = await seedCampaign(sql, TAX, [person.id]);
    const target = { id: campaign.targets[0] ?? 0, personId: person.id };
    const callId = await startCall(sql, agent.staffId, { id: campaign.id, subjectId: TAX }, target);
    await sql`insert into call_party (id, call_id, kind, label, purpose, state, asked_by, created_at)
      values (gen_random_uuid(), ${callId}, 'supervisor', '業務責任者', 'help', 'dialling', ${agent.staffId}, now())`;
    const [asked] = await until('told', () => heard[0]?.find(({ length }) => length === 1));
    expect(asked).to.include({ callId, subjectName: '市税' });
    expect(JSON.stringify(asked)).to.not.include('試験');
    await sql`update call_party set state = 'failed' where call_id = ${callId}`;
    await until('over', () => (heard[0]?.at(-1)?.length === 0 ? true : undefined));
    expect(heard[1]?.every(({ length }) => length === 0)).to.equal(true);
  });

  it('tells the progress of imports to those who may import', async () => {
    const manager = await api.as('manager');
    const desk = connect(manager.cookie, { namespace: '/work' });
    const runs: { id: string; rowsDone: number; state: string }[] = [];
    desk.socket.on('import_run', (run) => runs.push(run));
    await until('connected', () => (desk.socket.connected ? true : undefined));
    const id = '01900000-0000-7000-8000-000000000001';
    await api.db.sql`insert into import_run (id, layout, source, state) values (${id}, 'demo', 'folder', 'running')`;
    await until('seen', () => runs.find((run) => run.id === id));
    await api.db.sql`update import_run set rows_done = 500 where id = ${id}`;
    await until('progress', () => runs.find((run) => run.rowsDone === 500));
    expect(runs.filter((run) => run.rowsDone === 500)).to.have.length(1);
  });
});
