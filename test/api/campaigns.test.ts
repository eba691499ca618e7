import { expect } from 'chai';
import { changeCampaign } from '../../api/campaigns/change-campaign.ts';
import { createCampaign } from '../../api/campaigns/create-campaign.ts';
import { createDemoApprovals } from '../../api/campaigns/demo-approvals.ts';
import { createDemoCampaigns } from '../../api/campaigns/demo-campaigns.ts';
import { openBlocks, type ScriptBlock, scriptBlockProblems } from '../../core/rules/script-blocks.ts';
import { SUBJECTS, seedCity, seedPersons } from '../telephony/dialer-population.ts';
import { type ApiUnderTest, apiUnderTest } from './api-under-test.ts';

const TODAY = '2026-11-20';

describe('api: campaigns', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await apiUnderTest();
    await seedCity(api.db.sql);
    await seedPersons(api.db.sql, 99, 200);
  });
  after(() => api.close());

  const audit = (action: string) => api.db.sql`select * from audit_log where action = ${action} order by id`;

  it('freezes who owes and may be called, in the words of one plain query', async () => {
    const { sql } = api.db;
    for (const { id: subject } of SUBJECTS) {
      const { id, targets } = await createCampaign(sql, {
        subjectId: subject,
        name: 'x',
        today: TODAY,
      });
      const [expected] = await sql<{ persons: number[] }[]>`
        select array_agg(p.id order by p.id) as persons from person p where p.deceased_on is null and not p.shielded
          and (select sum(unpaid) from arrears_item i where i.person_id = p.id and i.subject_id = ${subject}) > 0
          and not exists (select 1 from stop_flag f where f.person_id = p.id and f.kind not in ('no_sms', 'no_visit')
            and f.from_on <= ${TODAY} and coalesce(f.to_on, ${TODAY}) >= ${TODAY})`;
      const listed = await sql<{ person_id: number }[]>`
        select person_id from campaign_target where campaign_id = ${id} order by person_id`;
      expect(listed.map((row) => row.person_id)).to.deep.equal(expected?.persons);
      expect(targets).to.equal(listed.length).and.to.be.greaterThan(20);
    }
  });

  it('keeps shielded persons in the privileged queue and nobody else there', async () => {
    const { sql } = api.db;
    const request = { subjectId: 'tax', name: 'x', today: TODAY, privileged: true };
    const { id, targets } = await createCampaign(sql, request);
    expect(targets).to.be.greaterThan(0);
    const others = await sql`select 1 from campaign_target ct join person p on p.id = ct.person_id
      where ct.campaign_id = ${id} and not p.shielded`;
    expect(others).to.have.length(0);
  });

  it('tells how many shielded persons wait only to those who may work with them', async () => {
    const { id } = await createCampaign(api.db.sql, {
      subjectId: 'tax',
      name: '指定席',
      today: TODAY,
      privileged: true,
    });
    const listed = async (privileged: boolean) =>
      (await (await api.as('manager', { privileged })).get('/api/campaigns')).body.map((row: { id: string }) => row.id);
    expect(await listed(true)).to.include(id);
    expect(await listed(false)).to.not.include(id);
  });

  it('lets a manager create, start, pause and finish, with an audit row for each', async () => {
    const manager = await api.as('manager');
    const created = await manager.post('/api/campaigns', {
      subjectId: 'tax',
      name: '11月の納付案内',
      mode: 'progressive',
    });
    expect(created.status).to.equal(201);
    const { id, targets } = created.body;
    const find = async () => {
      const list = await manager.get('/api/campaigns');
      return list.body.find((row: { id: string }) => row.id === id);
    };
    expect(await find()).to.include({
      state: 'draft',
      targets,
      waiting: targets,
      done: 0,
      inProgress: 0,
      startedAt: null,
    });
    for (const [verb, state] of [
      ['start', 'running'],
      ['pause', 'paused'],
      ['start', 'running'],
      ['finish', 'finished'],
    ]) {
      expect((await manager.post(`/api/campaigns/${id}/${verb}`)).status).to.equal(204);
      expect(await find()).to.include({ state });
      expect((await audit(`campaign.${verb}`)).at(-1)).to.deep.include({ subject_id: 'tax', detail: { campaign: id } });
    }
    const again = await manager.post(`/api/campaigns/${id}/start`);
    expect(again.status).to.equal(409);
    expect(again.body.code).to.equal('campaign/state');
    expect((await audit('campaign.create')).at(-1)?.['detail']).to.include({ campaign: id, targets });
  });

  it('counts what is waiting, in hand and done', async () => {
    const { sql } = api.db;
    const { id, targets } = await createCampaign(sql, { subjectId: 'tax', name: 'n', today: TODAY });
    await sql`insert into target_progress (target_id, state) select id, (array['done', 'withdrawn', 'leased', 'in_call',
      'wrap_up', 'waiting', 'queued'])[position] from campaign_target where campaign_id = ${id} and position <= 7`;
    const list = await (await api.as('manager')).get('/api/campaigns');
    const row = list.body.find((one: { id: string }) => one.id === id);
    expect(row).to.include({ targets, done: 2, inProgress: 3, waiting: targets - 5 });
  });

  it('refuses the unknown subject, a name without letters, the privileged queue of an ordinary manager', async () => {
    const manager = await api.as('manager');
    const body = { subjectId: 'tax', name: 'x', mode: 'preview' };
    expect((await manager.post('/api/campaigns', { ...body, subjectId: 'nothing' })).body.code).to.equal(
      'subject/not-found',
    );
    expect((await manager.post('/api/campaigns', { ...body, name: '  ' })).status).to.equal(422);
    expect((await manager.post('/api/campaigns', { ...body, privileged: true })).body.code).to.equal(
      'campaign/privileged',
    );
    expect((await (await api.as('agent')).post('/api/campaigns', body)).status).to.equal(403);
  });

  it('shows and changes only what is in the caller’s scope', async () => {
    const { sql } = api.db;
    const { id } = await createCampaign(sql, { subjectId: 'tax', name: 'scoped', today: TODAY });
    const narrow = await api.as('manager', { subjectScope: ['lunch'] });
    const list = await narrow.get('/api/campaigns');
    expect(new Set(list.body.map((row: { subjectId: string }) => row.subjectId))).to.deep.equal(new Set(['lunch']));
    expect((await narrow.post(`/api/campaigns/${id}/start`)).status).to.equal(404);
    const inTax = await narrow.post('/api/campaigns', { subjectId: 'tax', name: 'x', mode: 'preview' });
    expect(inTax.status).to.equal(404);
  });

  it('writes a script per subject, and the common ones, that say nothing before the check', async () => {
    const rows = await api.db.sql<
      { blocks: ScriptBlock[]; subject_id: string | null; attribute: string; language: string }[]
    >`
      select subject_id, blocks, attribute, language from script`;
    const own = rows.flatMap((row) => row.subject_id ?? []);
    expect(own.sort()).to.deep.equal(SUBJECTS.map(({ id }) => id).sort());
    const common = rows.filter((row) => row.subject_id === null).map((row) => row.attribute ?? row.language);
    expect(common.sort()).to.deep.equal(['corporate', 'deceased', 'inbound', 'ne', 'vi']);
    for (const { blocks } of rows) {
      expect(scriptBlockProblems(blocks)).to.deep.equal([]);
      expect(openBlocks(blocks).size).to.be.lessThan(blocks.length);
    }
  });

  it('makes demo work once: a preview and a progressive campaign a subject, running', async () => {
    const { sql } = api.db;
    const now = new Date('2026-11-20T01:00:00Z');
    expect(await createDemoCampaigns(sql, now)).to.deep.equal([]);
    await sql`delete from target_progress`;
    await sql`delete from campaign_target`;
    await sql`delete from campaign`;
    const made = await createDemoCampaigns(sql, now, 2);
    const subjects = new Set(made.map(({ subjectId }) => subjectId));
    expect(made).to.have.length(subjects.size * 2);
    expect(SUBJECTS.some(({ id, debtClass }) => debtClass === 'private' && subjects.has(id))).to.equal(true);
    expect(new Set(made.map(({ mode }) => mode))).to.deep.equal(new Set(['preview', 'progressive']));
    const states = await sql`select distinct state from campaign`;
    expect([...states]).to.deep.equal([{ state: 'running' }]);
    expect(made.every(({ targets }) => targets > 0)).to.equal(true);
    for (let once = 0; once < 2; once += 1) await createDemoApprovals(sql, now);
    const asked =
      await sql`select state, count(*) as n from approval_request where kind = 'predictive' group by 1 order by 1`;
    expect([...asked]).to.deep.equal([
      { state: 'approved', n: 1 },
      { state: 'waiting', n: 1 },
    ]);
    expect(
      await sql`select 1 from predictive_approval where valid_from = ${TODAY} and valid_to is null`,
    ).to.have.length(1);
    const caller = { subjectScope: null, centreScope: null, privileged: false };
    await changeCampaign(sql, made[0]?.id ?? '', 'pause', caller, now);
  });
});

describe('api: subjects', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await apiUnderTest();
    await seedCity(api.db.sql);
  });
  after(() => api.close());

  const change = { name: '市県民税', shortName: '市県', colour: '#123abc', callerId: '0220009999', active: true };
  const days = [
    { dayKind: 'weekday', opens: '09:00', closes: '12:00' },
    { dayKind: 'weekday', opens: '13:00', closes: '20:00' },
  ];

  it('lists caller ID, colour and windows within the scope', async () => {
    const agent = await api.as('agent', { subjectScope: ['lunch'] });
    const { body } = await agent.get('/api/subjects');
    expect(body).to.have.length(1);
    expect(body[0]).to.deep.include({ id: 'lunch', callerId: '0220001003', debtClass: 'private', colour: '#336699' });
    expect(body[0].windows).to.deep.include({
      dayKind: 'weekday',
      opens: '08:30',
      closes: '20:00',
      validFrom: '0001-01-01',
    });
  });

  it('lets an administrator change it, keeps the windows of the past, and writes the audit row', async () => {
    const administrator = await api.as('administrator');
    const saved = await administrator.send('PUT', '/api/subjects/tax', {
      ...change,
      windows: { validFrom: '2026-12-01', days },
    });
    expect(saved.status).to.equal(200);
    expect(saved.body).to.include({ callerId: '0220009999', shortName: '市県', colour: '#123abc' });
    expect(saved.body.windows).to.have.length(4);
    const rows = await api.db.sql`select detail from audit_log where action = 'subject.save' and subject_id = 'tax'`;
    expect(rows[0]?.['detail']).to.include({ windowsFrom: '2026-12-01' });
  });

  for (const [name, body, status, code] of [
    [
      'an hour before the guard',
      { windows: { validFrom: '2026-12-01', days: [{ ...days[0], opens: '07:00' }] } },
      422,
      null,
    ],
    [
      'an hour after the guard',
      { windows: { validFrom: '2026-12-01', days: [{ ...days[0], closes: '21:30' }] } },
      422,
      null,
    ],
    [
      'closing before opening',
      { windows: { validFrom: '2026-12-01', days: [{ ...days[0], closes: '08:30' }] } },
      422,
      null,
    ],
    [
      'windows that overlap',
      { windows: { validFrom: '2026-12-01', days: [days[0], days[0]] } },
      422,
      'subject/window-overlap',
    ],
    ['windows of yesterday', { windows: { validFrom: '2026-11-19', days } }, 409, 'subject/window-past'],
    ['the caller ID of another subject', { callerId: '0220001002' }, 409, 'subject/caller-id-taken'],
    ['a caller ID that is no number', { callerId: '110' }, 422, null],
    ['a colour that is none', { colour: 'red' }, 422, null],
  ] as [string, Record<string, unknown>, number, string | null][]) {
    it(`refuses ${name}`, async () => {
      const administrator = await api.as('administrator');
      const answer = await administrator.send('PUT', '/api/subjects/loan', {
        ...change,
        callerId: '0220001004',
        ...body,
      });
      expect(answer.status).to.equal(status);
      if (code) expect(answer.body.code).to.equal(code);
      const [row] = await api.db.sql`select name from subject where id = 'loan'`;
      expect(row?.['name']).to.equal('loan');
    });
  }

  it('is not for agents to change', async () => {
    const agent = await api.as('agent');
    expect((await agent.send('PUT', '/api/subjects/tax', change)).status).to.equal(403);
  });
});
