import { expect } from 'chai';
import { io, type Socket } from 'socket.io-client';
import { lapsePredictive } from '../../api/campaigns/predictive-queries.ts';
import type { PredictiveLine } from '../../core/contracts/http/campaigns.ts';
import type { CampaignRow } from '../../core/contracts/http/records.ts';
import type { PoolPacing } from '../../core/contracts/realtime.ts';
import { newId } from '../../core/platform/ids.ts';
import { seedCity, seedPersons } from '../telephony/dialer-population.ts';
import { type ApiUnderTest, apiUnderTest, type Browser, START, until } from './api-under-test.ts';

const DAY_MS = 86_400_000;

describe('api: modes, plan and predictive approval of campaigns', () => {
  let api: ApiUnderTest;
  let manager: Browser;
  let officer: Browser;
  const open: Socket[] = [];
  before(async () => {
    api = await apiUnderTest();
    await seedCity(api.db.sql);
    await seedPersons(api.db.sql, 7, 60);
    manager = await api.as('manager');
    officer = await api.as('officer');
  });
  afterEach(() => {
    for (const socket of open.splice(0)) socket.disconnect();
  });
  after(() => api.close());

  const create = async (subjectId: string, more: object = {}): Promise<string> => {
    const answer = await manager.post('/api/campaigns', { subjectId, name: '11月', ...more });
    expect(answer.status, answer.text).to.equal(201);
    return answer.body.id;
  };
  const row = async (id: string): Promise<CampaignRow | undefined> =>
    (await manager.get('/api/campaigns')).body.find((one: CampaignRow) => one.id === id);
  const mode = (id: string, to: string, who = manager) => who.post(`/api/campaigns/${id}/mode`, { mode: to });
  const line = async (subjectId: string): Promise<PredictiveLine> =>
    (await manager.get('/api/predictive-lines')).body.find((one: PredictiveLine) => one.subjectId === subjectId);
  const approve = async (subjectId: string, more: object = {}) => {
    const ask = { capPercent: 1, validFrom: '2026-11-20', validTo: null, ...more };
    const asked = await manager.post(`/api/predictive-lines/${subjectId}/ask`, ask);
    expect(asked.status, asked.text).to.equal(201);
    const decided = await officer.post(`/api/approvals/${asked.body.id}/decide`, { decision: 'approve' });
    expect(decided.status, decided.text).to.equal(204);
  };

  it('starts every campaign in preview, whatever was asked', async () => {
    const id = await create('tax', { mode: 'predictive' });
    expect(await row(id)).to.include({ mode: 'preview', state: 'draft', priority: 100, goalPercent: 40, dueOn: null });
  });

  it('switches preview and progressive live and touches no contact in hand', async () => {
    const { sql } = api.db;
    const id = await create('tax');
    await manager.post(`/api/campaigns/${id}/start`);
    await sql`insert into target_progress (target_id, state, lease_agent_id, lease_until, attempts)
      select id, (array['leased', 'in_call', 'wrap_up', 'waiting'])[position], ${manager.staffId}, now() + interval '1 minute', position
      from campaign_target where campaign_id = ${id} and position <= 4`;
    const progress = () => sql`select p.* from target_progress p join campaign_target t on t.id = p.target_id
      where t.campaign_id = ${id} order by target_id`;
    const before = await progress();
    for (const to of ['progressive', 'preview', 'progressive']) {
      expect((await mode(id, to)).status).to.equal(204);
      expect(await row(id)).to.include({ mode: to, state: 'running' });
    }
    expect(before).to.have.length(4);
    expect([...(await progress())]).to.deep.equal([...before]);
    const audit = await sql`select detail from audit_log where action = 'campaign.mode' order by id`;
    expect(audit.map((one) => one['detail'])).to.deep.include({ campaign: id, before: 'preview', mode: 'progressive' });
  });

  it('dials predictively only with the city’s yes in force on the product’s day', async () => {
    const id = await create('health');
    const refused = await mode(id, 'predictive');
    expect([refused.status, refused.body.code]).to.deep.equal([409, 'campaign/no-approval']);
    await approve('health', { validFrom: '2026-11-21' });
    const { frontier } = (await manager.get('/api/approvals/mine')).body[0].detail;
    expect(frontier.map((point: { capPercent: number }) => point.capPercent)).to.deep.equal([
      0, 0.5, 1, 1.5, 2, 2.5, 3,
    ]);
    for (const point of frontier) {
      expect(point.occupancyPercent, point.mode).to.be.within(1, 100);
      expect(point.abandonedPercent, point.mode).to.be.within(0, 10);
    }
    expect(frontier[0], '1:1 abandons nobody').to.include({ mode: '1対1', abandonedPercent: 0 });
    expect((await mode(id, 'predictive')).body.code, 'tomorrow is not today').to.equal('campaign/no-approval');
    expect((await line('health')).inForce).to.equal(null);
    await approve('health', { capPercent: 2, validTo: '2026-11-30' });
    expect((await line('health')).inForce).to.deep.equal({
      capPercent: 2,
      validFrom: '2026-11-20',
      validTo: '2026-11-30',
    });
    expect((await mode(id, 'predictive')).status).to.equal(204);
    expect(await row(id)).to.include({ mode: 'predictive' });
    const other = await create('tax');
    expect((await mode(other, 'predictive')).body.code, 'of another subject').to.equal('campaign/no-approval');
  });

  it('lets no pool share the queue of shielded persons', async () => {
    await approve('loan');
    const privileged = await api.as('manager', { privileged: true });
    const made = await privileged.post('/api/campaigns', { subjectId: 'loan', name: '指名', privileged: true });
    expect((await mode(made.body.id, 'predictive', privileged)).body.code).to.equal('campaign/named-agents');
    expect((await mode(made.body.id, 'progressive', manager)).status, 'unknown to others').to.equal(404);
  });

  it('falls back to progressive when the yes runs out or is taken back', async () => {
    const { sql } = api.db;
    await approve('lunch', { validTo: '2026-11-25' });
    const id = await create('lunch');
    await mode(id, 'predictive');
    expect(await lapsePredictive(sql, '2026-11-25')).to.deep.equal([]);
    expect((await lapsePredictive(sql, '2026-11-26')).map((one) => one.id)).to.include(id);
    expect(await row(id)).to.include({ mode: 'progressive' });
    await mode(id, 'predictive');
    expect((await manager.post('/api/predictive-lines/lunch/end')).status).to.equal(403);
    const ended = await officer.post('/api/predictive-lines/lunch/end');
    expect(ended.body).to.deep.equal({ switched: 1 });
    expect(await row(id)).to.include({ mode: 'progressive' });
    expect((await line('lunch')).inForce).to.equal(null);
    expect((await mode(id, 'predictive')).body.code).to.equal('campaign/no-approval');
  });

  it('asks with what the subject’s own calls measured; the answer comes back on the line', async () => {
    const { sql } = api.db;
    const call = (more: {
      state?: string;
      answered?: Date | null;
      line?: string;
      abandoned?: boolean;
      mode?: string;
      by?: string;
      at?: Date;
    }) => {
      const at = more.at ?? new Date(START - DAY_MS);
      const answered = more.answered === undefined ? new Date(at.getTime() + 12_000) : more.answered;
      return sql`insert into call (id, node, direction, mode, subject_id, state, created_at, dialled_at, answered_at, line_result, abandoned,
          answered_by, answered_real_ms, ended_real_ms)
        values (${newId()}, 'n', 'outbound', ${more.mode ?? 'predictive'}, 'odd', 'ended', ${at}, ${at}, ${answered},
          ${more.line ?? 'answered_human'}, ${more.abandoned ?? false}, ${more.by ?? null}, 0, 90000)`;
    };
    for (let n = 0; n < 8; n += 1) await call({ at: new Date(START - 60_000 * n) });
    await call({ abandoned: true, line: 'abandoned' });
    await call({ line: 'answered_machine' });
    await call({ by: 'machine', abandoned: true });
    await call({ answered: null, line: 'no_answer' });
    await call({ mode: 'preview' });
    await call({ at: new Date(START - 40 * DAY_MS), abandoned: true });
    expect(await line('odd')).to.deep.include({
      today: { answered: 8, abandoned: 0 },
      rolling: { answered: 9, abandoned: 1 },
      waitingSince: null,
    });
    const ask = { capPercent: 1, validFrom: '2026-11-24', validTo: null };
    const asked = await manager.post('/api/predictive-lines/odd/ask', ask);
    expect((await line('odd')).waitingSince).to.equal((await officer.get('/api/approvals/inbox')).body[0].requestedAt);
    const [question] = (await officer.get('/api/approvals/inbox')).body;
    expect(question).to.include({ id: asked.body.id, kind: 'predictive', dueAt: '2026-11-27T08:00:00.000Z' });
    expect(question.detail.measured).to.deep.include({ calls: 13, talkSec: 90, ringSec: 12 });
    expect(question.detail.measured.answerPercent).to.be.closeTo((10 / 13) * 100, 0.1);
    await officer.post(`/api/approvals/${asked.body.id}/decide`, { decision: 'return', answer: '時期を待つ' });
    expect(await line('odd')).to.include({ waitingSince: null, returned: '時期を待つ', inForce: null });
    for (const wrong of [
      { capPercent: 3.5 },
      { capPercent: 0 },
      { validFrom: '2026-11-19' },
      { validTo: '2026-11-01' },
    ])
      expect((await manager.post('/api/predictive-lines/odd/ask', { ...ask, ...wrong })).status).to.equal(422);
  });

  it('keeps priority, due date and goal; a supervisor may stop and nothing else', async () => {
    const id = await create('tax');
    const plan = (body: object, who = manager) => who.post(`/api/campaigns/${id}/plan`, body);
    expect((await plan({ priority: 5, dueOn: '2026-12-18', goalPercent: 45.5 })).status).to.equal(204);
    expect(await row(id)).to.include({ priority: 5, dueOn: '2026-12-18', goalPercent: 45.5 });
    expect((await plan({ priority: 7 })).status).to.equal(204);
    expect(await row(id)).to.include({ priority: 7, dueOn: '2026-12-18', goalPercent: 45.5 });
    expect((await plan({ dueOn: null })).status).to.equal(204);
    expect(await row(id)).to.include({ priority: 7, dueOn: null });
    for (const wrong of [{ priority: 0 }, { goalPercent: 101 }, { dueOn: '18日' }])
      expect((await plan(wrong)).status).to.equal(422);
    await manager.post(`/api/campaigns/${id}/start`);
    const supervisor = await api.as('supervisor');
    for (const act of ['start', 'finish', 'mode', 'plan'])
      expect((await supervisor.post(`/api/campaigns/${id}/${act}`, { mode: 'preview' })).status, act).to.equal(403);
    expect((await supervisor.post(`/api/campaigns/${id}/pause`)).status).to.equal(204);
    expect(await row(id)).to.include({ state: 'paused' });
    await manager.post(`/api/campaigns/${id}/finish`);
    expect((await mode(id, 'preview')).body.code).to.equal('campaign/state');
  });

  it('hands on why the pool dials so many, as the pacing controller writes it', async () => {
    const { sql } = api.db;
    const supervisor = await api.as('supervisor');
    const socket = io(`${api.url}/campaigns`, {
      transports: ['websocket'],
      forceNew: true,
      extraHeaders: { cookie: supervisor.cookie, origin: api.url },
    });
    open.push(socket);
    const heard: PoolPacing[][] = [];
    let changes = 0;
    socket.on('pacing', (pools: PoolPacing[]) => heard.push(pools));
    socket.on('changed', () => {
      changes += 1;
    });
    await until('nothing yet', () => heard.find((pools) => pools.length === 0));
    const write = (sentence: string) => sql`insert into pacing_status (node, sentence, decision)
      values ('n1', ${sentence}, ${sql.json({ limit: 'budget' })})
      on conflict (node) do update set at = now(), sentence = excluded.sentence`;
    await write('空き2席に3件発信しています。');
    const first = await until('first', () => heard.at(-1)?.[0]);
    expect(first).to.deep.include({
      node: 'n1',
      sentence: '空き2席に3件発信しています。',
      decision: { limit: 'budget' },
    });
    await write('予算に近いため1件に抑えています。');
    await until('second', () => heard.find((pools) => pools[0]?.sentence.includes('1件')));
    await sql`update pacing_status set at = now(), sentence = '業務なし', decision = 'null'`;
    const idle = await until('no line', () => heard.find((pools) => pools[0]?.sentence === '業務なし'));
    expect(idle[0]?.decision).to.deep.equal({});
    const id = await create('tax');
    const before = changes;
    await mode(id, 'progressive');
    await until('a campaign changed', () => (changes > before ? true : undefined));
  });
});
