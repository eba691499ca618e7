import { expect } from 'chai';
import { newId } from '../../core/platform/ids.ts';
import { type ApiUnderTest, apiUnderTest, type Browser } from './api-under-test.ts';
import { endCall, reserve, seedCampaign, seedPerson, seedSubjects, startCall, TAX } from './city-fixture.ts';

/** Everybody who sees a list, a figure or a person. */
const ROLES = ['agent', 'supervisor', 'manager', 'reviewer', 'officer'] as const;

describe('api: training', () => {
  let api: ApiUnderTest;
  let agent: Browser;
  let campaign: { id: string; subjectId: string; name: string };
  let citizen: { id: number; targetId: number; digits: string; addresseeNo: string; noticeNo: string; callId: string };

  before(async () => {
    api = await apiUnderTest();
    const { sql } = api.db;
    await seedSubjects(sql);
    agent = await api.as('agent');
    expect((await agent.post('/api/training/enter', {})).status).to.equal(204);
    const [row] = await sql<{ id: string; subjectId: string; name: string }[]>`
      select id, subject_id as "subjectId", name from campaign where training`;
    if (!row) throw new Error('no campaign of the training');
    campaign = row;
    const [who] = await sql<Omit<typeof citizen, 'callId'>[]>`
      select p.id, t.id as "targetId", n.digits, p.addressee_no as "addresseeNo", a.notice_no as "noticeNo"
      from person p join campaign_target t on t.person_id = p.id join phone_number n on n.person_id = p.id
        join arrears_item a on a.person_id = p.id where p.training order by p.id limit 1`;
    if (!who) throw new Error('nobody was invented');
    citizen = { ...who, callId: '' };
  });
  after(() => api.close());

  it('brings invented citizens, whose numbers can be nobody’s, once', async () => {
    await agent.post('/api/training/enter', {});
    const [row] = await api.db.sql<{ persons: number; wrong: number; unmarked: number }[]>`
      select count(*)::int as persons, count(*) filter (where n.digits not like '09900%')::int as wrong,
        count(*) filter (where not t.training)::int as unmarked
      from person p join phone_number n on n.person_id = p.id join campaign_target t on t.person_id = p.id where p.training`;
    expect(row).to.deep.equal({ persons: 12, wrong: 0, unmarked: 0 });
  });

  it('offers who practises the practice and nothing else, and who works never', async () => {
    const person = await seedPerson(api.db.sql, { subjects: [TAX] });
    const real = await seedCampaign(api.db.sql, TAX, [person.id]);
    const mine = (await agent.get('/api/desk/campaigns')).body as { id: string; training: boolean }[];
    expect(mine.map(({ id, training }) => ({ id, training }))).to.deep.equal([{ id: campaign.id, training: true }]);
    const other = await api.as('agent');
    const theirs = (await other.get('/api/desk/campaigns')).body as { id: string; training: boolean }[];
    expect(theirs.map(({ id }) => id))
      .to.include(real.id)
      .and.not.include(campaign.id);
    expect((await agent.post('/api/desk/ready', { campaignId: null })).body.code).to.equal('training/no-pool');
    expect((await agent.post('/api/desk/ready', { campaignId: real.id })).body.code).to.equal('campaign/not-yours');
    expect((await other.post('/api/desk/ready', { campaignId: campaign.id })).body.code).to.equal('campaign/not-yours');
  });

  it('shows the same case at the same desk', async () => {
    await reserve(api.db.sql, agent.staffId, campaign.id, citizen.targetId);
    const { status, body } = await agent.get(`/api/desk/case/${citizen.targetId}`);
    expect(status).to.equal(200);
    expect(body.person.name).to.match(/（研修）$/);
  });

  it('marks call, record, seat and log-in by the row they come from', async () => {
    const { sql } = api.db;
    citizen.callId = await startCall(sql, agent.staffId, campaign, { id: citizen.targetId, personId: citizen.id });
    expect((await agent.post('/api/training/leave', {})).body.code).to.equal('training/in-work');
    await sql`update call set dialled_at = created_at, dialled_number = ${citizen.digits}, mode = 'preview', bridged_at = answered_at,
      full_ring = true, band = 'weekday_day', number_type = 'home', area = '0990' where id = ${citizen.callId}`;
    const record = newId();
    await sql`insert into contact_record (id, call_id, campaign_id, person_id, staff_id, subject_id, at, channel, direction,
        line_result, who_answered, talk_result, note)
      values (${record}, ${citizen.callId}, ${campaign.id}, ${citizen.id}, ${agent.staffId}, ${campaign.subjectId},
        '2026-11-20T01:01:00Z', 'call', 'outbound', 'answered_human', 'principal', 'promise', '研修の記録')`;
    await endCall(sql, agent.staffId, citizen.callId);
    await sql`insert into recording (id, call_id, state, started_at, recorded_ms) values (${newId()}, ${citizen.callId}, 'registered',
      '2026-11-20T01:00:10Z', 9000)`;
    const [row] = await sql`select (select training from call where id = ${citizen.callId}) as call,
      (select training from contact_record where id = ${record}) as record,
      (select training from agent_state where agent_id = ${agent.staffId}) as seat`;
    expect(row).to.deep.equal({ call: true, record: true, seat: true });
    expect(await sql`select 1 from rung_call where id = ${citizen.callId}`).to.have.length(0);
  });

  it('never reaches a real line, whatever asks for it', async () => {
    const { sql } = api.db;
    await sql`insert into trunk (id, node, name, kind, endpoint, channels, enabled) values ('t-real', 'test', '実回線', 'sip', 'real', 4, true)`;
    const onReal = sql`update call set trunk_id = 't-real' where id = ${citizen.callId}`;
    expect(await onReal.catch((error: Error) => error.message)).to.match(/simulator only/);
    const party = sql`insert into call_party (id, call_id, kind, number, label, trunk_id, purpose, state, created_at)
      values (${newId()}, ${citizen.callId}, 'outside', '0220001234', '外', 't-real', 'transfer', 'dialling', now())`;
    expect(await party.catch((error: Error) => error.message)).to.match(/simulator only/);
    const real = await seedPerson(sql);
    const mixed = sql`insert into campaign_target (campaign_id, person_id, position) values (${campaign.id}, ${real.id}, 99)`;
    expect(await mixed.catch((error: Error) => error.message)).to.match(/nobody else/);
  });

  it('sends nothing to an invented citizen', async () => {
    const byDesk = await agent.get(
      `/api/sms/hand?personId=${citizen.id}&subjectId=${campaign.subjectId}&targetId=${citizen.targetId}`,
    );
    expect(byDesk.body.code).to.equal('sms/training');
    const asked = await agent.get(`/api/sms/hand?personId=${citizen.id}&subjectId=${campaign.subjectId}`);
    expect(asked.text).not.to.include(citizen.digits.slice(-4));
    const { sql } = api.db;
    const template = newId();
    await sql`insert into sms_template (id, name, version, kind, body, state, created_at) values (${template}, 'x', 1, 'call_back', 'x', 'approved', now())`;
    const message = sql`insert into sms_message (id, person_id, subject_id, template_id, state, created_at)
      values (${newId()}, ${citizen.id}, ${campaign.subjectId}, ${template}, 'waiting', now())`;
    expect(await message.catch((error: Error) => error.message)).to.match(/nothing is sent/);
  });

  it('is in no list, search, figure or export of anybody, by any route there is', async function () {
    this.timeout(180_000);
    const { leaks, answered } = await walk(ROLES);
    expect(answered).to.be.greaterThan(100);
    expect(leaks).to.deep.equal([]);
  });

  it('would be found by that walk were it not marked', async function () {
    this.timeout(60_000);
    const mark = (training: boolean) =>
      api.db.owner.begin(async (tx) => {
        for (const table of ['person', 'campaign', 'campaign_target', 'call', 'contact_record'])
          await tx.unsafe(
            `update ${table} set training = ${training} where training = ${!training} and ${
              table === 'person'
                ? `id = ${citizen.id}`
                : table === 'campaign'
                  ? `id = '${campaign.id}'`
                  : table === 'call'
                    ? `id = '${citizen.callId}'`
                    : `person_id = ${citizen.id}`
            }`,
          );
      });
    await mark(false);
    const { leaks } = await walk(['manager']);
    await mark(true);
    const found = new Set(leaks.map((leak) => leak.replace(/^manager (\/api\/[\w-]+).*/, '$1')));
    expect([...found]).to.include.members(['/api/person-search', '/api/campaigns', '/api/goals', '/api/recordings']);
  });

  async function walk(roles: readonly (typeof ROLES)[number][]): Promise<{ leaks: string[]; answered: number }> {
    const { body } = await (await api.as('supervisor')).get('/api/openapi.json');
    const paths = Object.entries(body.paths as Record<string, object>)
      .filter(([path, methods]) => 'get' in methods && !/^\/api\/(audit|desk\/|training)/.test(path))
      .map(([path]) => path);
    const { id, addresseeNo, noticeNo, digits, callId } = citizen;
    const queries: Record<string, string[]> = {
      '/api/sms/hand': [`?personId=${id}&subjectId=${campaign.subjectId}`],
      '/api/recordings': ['', `?personId=${id}`],
    };
    const secrets = [addresseeNo, noticeNo, digits, campaign.id, callId, '（研修）', '研修の記録'];
    const leaks: string[] = [];
    let answered = 0;
    const searches = [addresseeNo, '伊藤', 'イトウ', digits, noticeNo];
    for (const role of roles) {
      const browser = await api.as(role);
      for (const q of searches) {
        const { text } = await browser.post('/api/person-search', { q });
        for (const secret of secrets)
          if (text.includes(secret)) leaks.push(`${role} /api/person-search ${q}: ${secret}`);
      }
      for (const path of paths) {
        for (const asked of path.includes('{')
          ? [filled(path)]
          : (queries[path] ?? ['']).map((query) => path + query)) {
          if (asked.includes('{')) continue;
          const { status, text } = await browser.get(asked);
          if (status !== 200) continue;
          answered += 1;
          for (const secret of secrets) if (text.includes(secret)) leaks.push(`${role} ${asked}: ${secret}`);
        }
      }
    }
    return { leaks, answered };
  }

  /** Pages of one case are asked for the invented one itself. */
  function filled(path: string): string {
    const name = /\{(\w+)\}/.exec(path)?.[1] ?? '';
    const ids: Record<string, string | number> = {
      targetId: citizen.targetId,
      callId: citizen.callId,
      personId: citizen.id,
    };
    const own = path.startsWith('/api/campaigns') || path.startsWith('/api/coverage') ? campaign.id : citizen.id;
    return path.replace(/\{\w+\}/, String(ids[name] ?? (name === 'id' ? own : '{')));
  }

  it('counts in no figure: the same answers with and without it', async () => {
    const { sql } = api.db;
    const figures = async () => {
      const officer = await api.as('officer');
      const texts: string[] = [];
      for (const path of [
        '/api/goals?from=2026-11-01&to=2026-11-30&by=subject',
        '/api/goals/campaigns',
        '/api/campaigns',
        '/api/promises',
        '/api/hand-overs',
        '/api/lists/call-lists',
        '/api/recordings',
      ])
        texts.push((await officer.get(path)).text.replaceAll(/"\w*[nN]ow\w*":"[^"]*"/g, ''));
      return texts;
    };
    const withIt = await figures();
    await api.db.owner`delete from contact_record where training`;
    await sql`update agent_state set call_id = null, target_id = null, campaign_id = null, state = 'offline'`;
    await sql`delete from recording`;
    await sql`delete from call where training`;
    await sql`delete from campaign_target where training`;
    expect(await figures()).to.deep.equal(withIt);
  });

  it('is ordered by a supervisor, and then ended by one', async () => {
    const boss = await api.as('supervisor');
    const other = await api.as('agent');
    expect((await boss.post('/api/training/order', { staffId: other.staffId, on: true })).status).to.equal(204);
    expect((await other.get('/api/training')).body)
      .to.include({ on: true })
      .and.have.property('orderedBy')
      .that.is.a('string');
    expect((await other.post('/api/training/enter', {})).status, 'own wish does not take the order over').to.equal(204);
    expect((await other.post('/api/training/leave', {})).body.code).to.equal('training/ordered');
    expect((await boss.post('/api/training/order', { staffId: other.staffId, on: false })).status).to.equal(204);
    expect((await other.get('/api/training')).body).to.deep.equal({ on: false, orderedBy: null });
    expect((await boss.post('/api/training/order', { staffId: newId(), on: true })).body.code).to.equal(
      'training/no-agent',
    );
  });
});
