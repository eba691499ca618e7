import { expect } from 'chai';
import { createDemoCalendar, demoDays } from '../../api/calendar/demo-calendar.ts';
import { monthOf } from '../../core/rules/calendar.ts';
import { checkMonth } from '../../core/rules/calendar-check.ts';
import { parametersOn } from '../../core/rules/calendar-parameters.ts';
import { isNationalHoliday } from '../../core/rules/national-holidays.ts';
import { addDays } from '../../core/rules/tokyo-time.ts';
import { type ApiUnderTest, apiUnderTest, type Browser } from './api-under-test.ts';
import { seedSubjects } from './city-fixture.ts';

/** Friday 2026-11-20 10:00: December is decided by the 25th, November is late. */
const DECEMBER = '/api/calendar/2026-12';
const day = (date: string, kind = 'open', interpreters: string[] = []) => ({ date, kind, interpreters });
const spoken = ['01', '08', '15', '22'].map((date) => day(`2026-12-${date}`, 'open', ['ne', 'vi']));
const december = [...spoken, day('2026-12-05'), day('2026-12-09', 'evening')];

describe('api: the calendar', () => {
  let api: ApiUnderTest;
  let manager: Browser;
  let officer: Browser;
  before(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
    await api.db.sql`insert into centre (id, name) values ('north', '北センター'), ('south', '南センター')`;
    manager = await api.as('manager');
    officer = await api.as('officer');
  });
  after(() => api.close());
  beforeEach(async () => {
    await api.db.sql`delete from approval_request`;
    await api.db.sql`delete from calendar_month`;
  });

  const save = (days: unknown[], basedOn = 0, path = DECEMBER, centreId: string | null = null) =>
    manager.send('PUT', path, { centreId, days, basedOn });
  const ask = (path = DECEMBER, centreId: string | null = null, note: string | null = null) =>
    manager.post(`${path}/request`, { centreId, note });
  const inbox = async () => (await officer.get('/api/approvals/inbox')).body;
  const decide = async (decision: 'approve' | 'return', answer: string | null = null) => {
    const [row] = await inbox();
    return officer.post(`/api/approvals/${row.id}/decide`, { decision, answer });
  };
  const view = async (path = DECEMBER) => (await manager.get(path)).body;

  it('shows a month that nobody decided about as the rule makes it', async () => {
    const month = await view('/api/calendar/2026-11');
    expect(month).to.deep.include({
      month: '2026-11-01',
      centreId: null,
      today: '2026-11-20',
      versions: [],
      inForce: { source: 'rule', version: null, days: [] },
      mayEdit: true,
      undecided: { month: '2026-12-01', decideBy: '2026-11-25' },
    });
    expect(month.holidays).to.deep.equal([
      { date: '2026-11-03', name: '文化の日' },
      { date: '2026-11-23', name: '勤労感謝の日' },
    ]);
    expect(month.subjects.map(({ id }: { id: string }) => id)).to.deep.equal(['01', '02', '09']);
  });

  it('goes from draft to request to approval, and only then is in force', async () => {
    const draft = await save([...december, day('2026-12-10')]);
    expect(draft.status).to.equal(200);
    expect(draft.body.versions).to.have.length(1);
    expect(draft.body.versions[0]).to.include({
      version: 1,
      state: 'draft',
      createdBy: manager.login.replace('manager', 'manager '),
    });
    expect(draft.body.versions[0].days, 'a plain weekday is the rule, not a decision').to.deep.equal(
      [...december].sort((a, b) => (a.date < b.date ? -1 : 1)),
    );
    expect((await view()).inForce.source).to.equal('rule');
    expect((await ask(DECEMBER, null, '繁忙期のため')).body).to.deep.equal({ version: 1, late: false });
    const [row] = await inbox();
    expect(row).to.include({
      kind: 'calendar_month',
      title: '2026年12月の業務日（市全体）',
      dueAt: '2026-11-25T08:00:00.000Z',
    });
    expect(row.detail).to.deep.include({ month: '2026-12-01', afterDeadline: false, note: '繁忙期のため' });
    expect(row.detail.days).to.deep.include({ date: '2026-12-05', open: true, text: '業務日', was: null });
    expect(row.detail.days).to.deep.include({ date: '2026-12-09', open: true, text: '20:00まで延長', was: null });
    expect(row.detail.interpreterDays).to.deep.equal([
      { language: 'ネパール語', days: 4 },
      { language: 'ベトナム語', days: 4 },
    ]);
    expect((await view()).inForce.source, 'asking changes nothing').to.equal('rule');
    expect((await decide('approve')).status).to.equal(204);
    const approved = await view();
    expect(approved.inForce).to.include({ source: 'city', version: 1 });
    expect(approved.undecided).to.equal(null);
    expect(approved.versions[0]).to.include({ state: 'approved', approvedBy: 'officer 2' });
    const interpreters = await manager.get(`${DECEMBER}/interpreters`);
    expect(interpreters.body[0]).to.deep.include({
      language: 'ne',
      required: 4,
      dates: spoken.map(({ date }) => date),
    });
    expect(interpreters.body[0].subjects).to.deep.equal([{ id: '02', name: '国民健康保険料' }]);
    const audited = await api.db.sql`select action from audit_log where action like 'calendar.%' order by id`;
    expect(audited.map(({ action }) => action)).to.deep.equal(['calendar.save', 'calendar.request']);
  });

  it('needs approval again for every change of an approved month; the officer sees what it was', async () => {
    await save(december);
    await ask();
    await decide('approve');
    const changed = await save(
      [...december.filter(({ date }) => date !== '2026-12-05'), day('2026-12-02', 'closed')],
      1,
    );
    expect(
      changed.body.versions.map(({ version, state }: { version: number; state: string }) => [version, state]),
    ).to.deep.equal([
      [2, 'draft'],
      [1, 'approved'],
    ]);
    await ask();
    expect((await view()).inForce.version, 'until the city says yes').to.equal(1);
    expect((await inbox())[0].detail.days).to.deep.include.members([
      { date: '2026-12-02', open: false, text: '休業日', was: '業務日' },
      { date: '2026-12-05', open: false, text: '週休日', was: '業務日' },
    ]);
    await decide('approve');
    const after = await view();
    expect(after.inForce).to.include({ version: 2 });
    expect(after.versions.map(({ state }: { state: string }) => state)).to.deep.equal(['approved', 'superseded']);
  });

  it('comes back with the officer’s words, is changed and asked for again', async () => {
    await save(december);
    await ask();
    expect((await save(spoken, 1)).body.code).to.equal('calendar/waiting');
    await decide('return', '5日は市役所の停電のため開けません。');
    expect((await view()).versions[0]).to.include({ state: 'returned', answer: '5日は市役所の停電のため開けません。' });
    await save(spoken, 1);
    expect((await ask()).body).to.include({ version: 2 });
    await decide('approve');
    expect((await view()).inForce).to.include({ version: 2 });
  });

  it('is taken back while nobody decided', async () => {
    await save(december);
    expect((await manager.post(`${DECEMBER}/withdraw`, { centreId: null })).body.code).to.equal('calendar/not-waiting');
    await ask();
    const [row] = await inbox();
    expect((await manager.post(`${DECEMBER}/withdraw`, { centreId: null })).status).to.equal(204);
    expect(await inbox()).to.deep.equal([]);
    expect((await officer.post(`/api/approvals/${row.id}/decide`, { decision: 'approve' })).body.code).to.equal(
      'approval/decided',
    );
    expect((await view()).versions[0]).to.include({ state: 'draft' });
    expect((await save(spoken, 1)).status).to.equal(200);
  });

  it('is approved or taken back, never both, when both happen at once', async () => {
    for (let round = 0; round < 6; round += 1) {
      await api.db.sql`delete from approval_request`;
      await api.db.sql`delete from calendar_month`;
      await save(december);
      await ask();
      const [question] = await inbox();
      const [approved, withdrawn] = await Promise.all([
        officer.post(`/api/approvals/${question.id}/decide`, { decision: 'approve' }),
        manager.post(`${DECEMBER}/withdraw`, { centreId: null }),
      ]);
      const [row] = (await view()).versions;
      const [asked] = await api.db.sql`select state from approval_request`;
      expect([approved.status, withdrawn.status].filter((status) => status === 204)).to.have.length(1);
      expect([row.state, asked?.['state']]).to.deep.equal(
        approved.status === 204 ? ['approved', 'approved'] : ['draft', 'withdrawn'],
      );
    }
  });

  it('refuses a month with every reason at once', async () => {
    await save([day('2026-12-30'), day('2026-12-06', 'closed', ['ne'])]);
    const refused = await ask();
    expect(refused.status).to.equal(422);
    expect(refused.body).to.include({ code: 'calendar/problems' });
    expect(refused.body.detail.problems.map(({ code }: { code: string }) => code)).to.deep.equal([
      'cannot_open',
      'interpreter_on_closed_day',
      'interpreter_few',
      'interpreter_few',
    ]);
    expect(await inbox()).to.deep.equal([]);
  });

  it('marks what is asked for after the 25th, weekend days of the month that runs', async () => {
    const november = ['24', '25', '26', '27'].map((date) => day(`2026-11-${date}`, 'open', ['ne', 'vi']));
    await save([...november, day('2026-11-28')], 0, '/api/calendar/2026-11');
    expect((await ask('/api/calendar/2026-11')).body).to.deep.equal({ version: 1, late: true });
    const [row] = await inbox();
    expect(row.detail.afterDeadline).to.equal(true);
    expect(row.dueAt, 'the end of the next day').to.equal('2026-11-21T08:00:00.000Z');
  });

  it('never changes a day that is over, not even with approval', async () => {
    const november = ['24', '25', '26', '27'].map((date) => day(`2026-11-${date}`, 'open', ['ne', 'vi']));
    await save([...november, day('2026-11-19', 'closed')], 0, '/api/calendar/2026-11');
    const refused = await ask('/api/calendar/2026-11');
    expect(refused.body.detail.problems.map(({ code }: { code: string }) => code)).to.include('past_day');
    expect(refused.body.title).to.include('11月19日(木)');
  });

  it('refuses the approval of what broke a rule since it was asked for, and decides nothing then', async () => {
    await save(december);
    await ask();
    await api.db.sql`insert into setting (key, valid_from, value)
      values ('calendar', '2026-12-01', ${api.db.sql.json({ closingDays: ['2026-12-09'] })})`;
    const refused = await decide('approve');
    expect(refused.body).to.include({ code: 'calendar/outdated' });
    expect((await view()).inForce.source).to.equal('rule');
    expect(await inbox()).to.have.length(1);
    expect((await decide('return', '9日は閉庁日になりました。')).status).to.equal(204);
    await api.db.sql`delete from setting where key = 'calendar'`;
  });

  it('keeps centres apart: each with its own month, the others with the city’s', async () => {
    await save(december);
    await ask();
    await decide('approve');
    await save(spoken, 0, DECEMBER, 'north');
    await ask(DECEMBER, 'north');
    expect((await inbox())[0]).to.include({ title: '2026年12月の業務日（北センター）' });
    await decide('approve');
    expect((await view(`${DECEMBER}?centre=north`)).inForce).to.include({ source: 'centre', version: 1 });
    expect((await view(`${DECEMBER}?centre=south`)).inForce).to.include({ source: 'city', version: 1 });
    expect((await manager.get(`${DECEMBER}?centre=west`)).body.code).to.equal('calendar/centre-unknown');
    const northern = await api.as('manager', { centreScope: ['north'] });
    expect((await northern.get(DECEMBER)).body.mayEdit).to.equal(false);
    expect((await northern.get(`${DECEMBER}?centre=north`)).body.mayEdit).to.equal(true);
    const other = await northern.send('PUT', DECEMBER, { centreId: 'south', days: [], basedOn: 0 });
    expect(other.body.code).to.equal('calendar/other-centre');
  });

  it('lets nobody overwrite what somebody else just saved', async () => {
    const answers = await Promise.all([save(december), save(spoken), save([])]);
    expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
    for (const { status, body } of answers) if (status !== 200) expect(body.code).to.equal('calendar/changed');
    expect((await save([day('2027-01-05')], 1)).body.code).to.equal('calendar/days');
    expect((await save([day('2026-12-05'), day('2026-12-05')], 1)).body.code).to.equal('calendar/days');
    expect((await ask('/api/calendar/2027-02')).body.code).to.equal('calendar/no-draft');
  });

  it('never asks for what is approved already', async () => {
    await save(december);
    await ask();
    await decide('approve');
    await save([...december].reverse(), 1);
    expect((await ask()).body.code).to.equal('calendar/nothing-new');
  });

  it('shows a stop of dialling and takes a person’s word for it, once', async () => {
    await api.db
      .sql`insert into dialling_hold (kind, node, detail) values ('clock_jump', 'n1', ${api.db.sql.json({ jumpMs: -3_600_400 })})`;
    const [hold] = (await (await api.as('agent')).get('/api/dialling-holds')).body;
    expect(hold).to.include({ kind: 'clock_jump', node: 'n1', jumpSec: -3600, confirmedAt: null });
    const confirm = (who: Browser) => who.post(`/api/dialling-holds/${hold.id}/confirm`);
    expect((await confirm(officer)).body.code).to.equal('permission/denied');
    expect((await confirm(await api.as('administrator'))).status).to.equal(204);
    expect((await confirm(manager)).body.code).to.equal('hold/not-open');
    expect((await manager.get('/api/dialling-holds')).body[0].confirmedBy).to.match(/^administrator/);
    const [row] = await api.db.sql`select detail from audit_log where action = 'hold.confirm'`;
    expect(row?.['detail']).to.include({ hold: hold.id, node: 'n1' });
  });

  it('stops dialling by hand with a reason every desk can read, and lets it go on', async () => {
    const [supervisor, agent] = [await api.as('supervisor'), await api.as('agent')];
    const open = async () =>
      (await agent.get('/api/dialling-holds')).body.filter((hold: { confirmedAt: string | null }) => !hold.confirmedAt);
    const { sql } = api.db;
    await sql`insert into process_heartbeat (process, node, pid) values ('telephony', 'n2', 1)`;
    await sql`insert into dialling_hold (kind, node) values ('clock_jump', 'n2')`;
    expect((await agent.post('/api/dialling-holds', { reason: '大雨' })).body.code).to.equal('permission/denied');
    expect((await supervisor.post('/api/dialling-holds', { reason: '  ' })).body.code).to.equal('request/invalid');
    expect((await supervisor.post('/api/dialling-holds', { reason: '大雨警報' })).status).to.equal(204);
    expect((await manager.post('/api/dialling-holds', { reason: 'もう一度' })).body.code).to.equal('hold/already');
    const stops = (await open()).filter(({ kind }: { kind: string }) => kind === 'by_hand');
    expect(stops.map(({ node }: { node: string }) => node)).to.include('n2');
    expect(stops.length).to.equal(2);
    expect(stops[0]).to.include({ reason: '大雨警報' });
    expect(stops[0].raisedBy).to.match(/^supervisor/);
    expect((await manager.post('/api/dialling-holds/resume')).status).to.equal(204);
    expect((await open()).map(({ kind }: { kind: string }) => kind)).to.deep.equal(['clock_jump']);
    expect((await manager.post('/api/dialling-holds/resume')).body.code).to.equal('hold/not-open');
    const audited = await sql`select action from audit_log where action like 'hold.r%' order by id`;
    expect(audited.map(({ action }) => action)).to.deep.equal(['hold.raise', 'hold.release']);
    await sql`delete from dialling_hold`;
  });

  it('takes the city’s values from a day on, and only hours that make a day', async () => {
    const [now] = (await manager.get('/api/calendar/settings')).body;
    expect(now).to.deep.include({ validFrom: '0001-01-01', state: 'current' });
    expect(now.parameters).to.deep.include({ closes: '17:00', decideByDay: 25, closingDays: [] });
    const put = (changes: object, validFrom = '2026-12-01') =>
      officer.send('PUT', '/api/calendar/settings', { validFrom, parameters: { ...now.parameters, ...changes } });
    expect((await put({ closes: '18:00' }, '2026-11-19')).body.code).to.equal('settings/past');
    for (const wrong of [
      { opens: '07:30' },
      { eveningCloses: '21:30' },
      { closes: '11:00' },
      { centres: { north: { opens: '18:00' } } },
      { centres: { nowhere: { opens: '09:00' } } },
    ])
      expect((await put(wrong)).body.code, JSON.stringify(wrong)).to.equal('calendar/setting-hours');
    expect((await put({ closingDays: ['soon'] })).body.code).to.equal('request/invalid');
    const saved = await put({ closingDays: ['2026-12-09'], centres: { north: { closes: '16:00' } } });
    expect(
      saved.body.map(({ validFrom, state }: { validFrom: string; state: string }) => [validFrom, state]),
    ).to.deep.equal([
      ['2026-12-01', 'coming'],
      ['0001-01-01', 'current'],
    ]);
    await save(december);
    expect((await ask()).body.title).to.include('12月9日(水)は市の閉庁日');
    expect((await manager.send('PUT', '/api/calendar/settings', {})).body.code).to.equal('permission/denied');
    await api.db.sql`delete from setting where key = 'calendar'`;
  });

  it('keeps every version of a subject’s windows, with its day, who and when', async () => {
    const windows = (validFrom: string, closes: string) =>
      officer.send('PUT', '/api/subjects/01/windows', {
        validFrom,
        days: [{ dayKind: 'weekday', opens: '09:00', closes }],
      });
    await api.db
      .sql`insert into calling_window (subject_id, day_kind, opens, closes) values ('01', 'weekday', '08:30', '17:00')`;
    expect((await windows('2026-12-01', '20:00')).status).to.equal(200);
    expect((await windows('2026-11-20', '18:00')).status).to.equal(200);
    const versions = (await manager.get('/api/subjects/01/windows')).body;
    expect(
      versions.map(({ validFrom, state }: { validFrom: string; state: string }) => [validFrom, state]),
    ).to.deep.equal([
      ['2026-12-01', 'coming'],
      ['2026-11-20', 'current'],
      ['0001-01-01', 'past'],
    ]);
    expect(versions[0].savedBy).to.match(/^officer/);
    expect(versions[2]).to.deep.include({ savedBy: null, savedAt: null });
    expect((await windows('2026-11-19', '18:00')).body.code).to.equal('subject/window-past');
    expect((await windows('2026-12-01', '21:30')).status, 'outside the guard').to.equal(422);
    expect((await manager.send('PUT', '/api/subjects/01/windows', {})).body.code).to.equal('permission/denied');
    const other = await api.as('officer', { subjectScope: ['02'] });
    expect((await other.get('/api/subjects/01/windows')).body.code).to.equal('subject/not-found');
    await api.db.sql`delete from calling_window where subject_id = '01'`;
  });

  it('gives the demo city months that every rule accepts, whenever it starts', async () => {
    const windows = (['weekday', 'saturday', 'sunday_holiday'] as const).map((dayKind) => ({
      dayKind,
      opens: '08:30',
      closes: '20:00',
      validFrom: '0001-01-01',
    }));
    const parameters = parametersOn([]);
    for (let month = '2026-01-01'; month < '2036-01-01'; month = monthOf(addDays(month, 31))) {
      const ground = { month, centreId: null, parameters, isHoliday: isNationalHoliday };
      const subjects = [{ id: '1', name: '国民健康保険料', windows }];
      const problems = checkMonth({
        ...ground,
        days: demoDays(month, parameters),
        inForce: null,
        today: '2025-12-01',
        subjects,
      });
      expect(problems, month).to.deep.equal([]);
    }
    const now = new Date('2026-11-20T01:00:00Z');
    await createDemoCalendar(api.db.sql, now);
    await createDemoCalendar(api.db.sql, now);
    const rows = await api.db.sql`select month, state, version from calendar_month order by month`;
    expect(rows.map((row) => [row['month'], row['state'], row['version']])).to.deep.equal([
      ['2026-11-01', 'approved', 1],
      ['2026-12-01', 'approved', 1],
      ['2027-01-01', 'approved', 1],
    ]);
  });
});
