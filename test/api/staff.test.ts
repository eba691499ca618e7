import { expect } from 'chai';
import type { StaffRow } from '../../core/contracts/http/records.ts';
import { seedCity } from '../telephony/dialer-population.ts';
import { type ApiUnderTest, apiUnderTest, type Browser, until } from './api-under-test.ts';

describe('api: staff', () => {
  let api: ApiUnderTest;
  let administrator: Browser;
  before(async () => {
    api = await apiUnderTest();
    await seedCity(api.db.sql);
    administrator = await api.as('administrator');
  });
  after(() => api.close());

  const row = async (id: string): Promise<StaffRow | undefined> =>
    (await administrator.get('/api/staff')).body.find((one: StaffRow) => one.id === id);
  const change = (id: string, body: object, who = administrator) => who.post(`/api/staff/${id}/change`, body);

  it('sets skills, languages and how long to stay on a line; what is left out stays', async () => {
    const { id } = await api.staff('agent', { seatNo: 7 });
    expect(await row(id)).to.deep.include({ skills: null, languages: [], stayCalls: 0, seatNo: 7, disabled: false });
    expect((await change(id, { skills: ['tax', 'lunch'], languages: ['ne', 'vi'], stayCalls: 5 })).status).to.equal(
      204,
    );
    expect(await row(id)).to.deep.include({
      skills: ['tax', 'lunch'],
      languages: ['ne', 'vi'],
      stayCalls: 5,
      seatNo: 7,
    });
    expect((await change(id, { seatNo: null, displayName: '佐藤' })).status).to.equal(204);
    expect(await row(id)).to.deep.include({
      skills: ['tax', 'lunch'],
      stayCalls: 5,
      seatNo: null,
      displayName: '佐藤',
    });
    expect((await change(id, { skills: null })).status).to.equal(204);
    expect(await row(id)).to.deep.include({ skills: null, languages: ['ne', 'vi'] });
    const audit = await api.db.sql`select detail from audit_log where action = 'staff.change' order by id`;
    expect(audit.map((one) => one['detail'])).to.deep.equal([
      { staff: id, skills: 'tax lunch', languages: 'ne vi', stayCalls: 5 },
      { staff: id, seatNo: null, renamed: true },
      { staff: id, skills: 'all' },
    ]);
  });

  it('gives nobody a line outside their scope, an unknown one, or none at all', async () => {
    const { id } = await api.staff('agent', { subjectScope: ['lunch'] });
    for (const [skills, status] of [
      [['lunch'], 204],
      [['lunch', 'tax'], 422],
      [['nothing'], 422],
      [[], 422],
    ] as const)
      expect((await change(id, { skills })).status, skills.join()).to.equal(status);
    expect(await row(id)).to.deep.include({ skills: ['lunch'] });
    for (const wrong of [{ stayCalls: -1 }, { languages: ['nepali'] }, { displayName: ' ' }, { seatNo: 0 }])
      expect((await change(id, wrong)).status, JSON.stringify(wrong)).to.equal(422);
    expect((await change('00000000-0000-4000-8000-000000000000', { stayCalls: 1 })).body.code).to.equal(
      'staff/not-found',
    );
  });

  it('closes an account with its session, and opens it again', async () => {
    const agent = await api.as('agent');
    expect((await change(agent.staffId, { disabled: true })).status).to.equal(204);
    expect(await row(agent.staffId)).to.include({ disabled: true });
    await until('session over', async () => ((await agent.get('/api/session')).status === 401 ? true : undefined));
    expect((await change(agent.staffId, { stayCalls: 3 })).status).to.equal(204);
    expect(await row(agent.staffId)).to.include({ disabled: true, stayCalls: 3 });
    expect((await change(agent.staffId, { disabled: false })).status).to.equal(204);
    expect((await api.browser(agent.login)).staffId).to.equal(agent.staffId);
  });

  it('never closes one’s own account or the last administrator', async () => {
    expect((await change(administrator.staffId, { disabled: true })).body.code).to.equal('staff/self');
    const second = await api.as('administrator');
    expect((await change(second.staffId, { disabled: true })).status).to.equal(204);
    expect((await change(second.staffId, { disabled: false })).status).to.equal(204);
    const other = await api.browser(second.login);
    expect((await change(administrator.staffId, { disabled: true }, other)).status).to.equal(204);
    const rest = await api.db.sql`select login from staff_account where role = 'administrator' and disabled_at is null`;
    expect(rest).to.have.length(1);
    await api.db.owner`update staff_account set disabled_at = null where id = ${administrator.staffId}`;
    administrator = await api.browser(administrator.login);
  });

  it('leaves one administrator when two close each other’s account at the same moment', async () => {
    await api.db.owner`update staff_account set disabled_at = now() where role = 'administrator'`;
    const two = [await api.as('administrator'), await api.as('administrator')] as const;
    const answers = await Promise.all([
      change(two[1].staffId, { disabled: true }, two[0]),
      change(two[0].staffId, { disabled: true }, two[1]),
    ]);
    expect(answers.map(({ status }) => status)).to.include(204);
    expect(answers.filter(({ status }) => status === 204)).to.have.length(1);
    await api.db.owner`update staff_account set disabled_at = null where role = 'administrator'`;
    administrator = await api.browser(administrator.login);
  });

  it('is the administrator’s alone', async () => {
    const { id } = await api.staff('agent');
    for (const role of ['manager', 'officer', 'supervisor'] as const)
      expect((await change(id, { stayCalls: 1 }, await api.as(role))).status, role).to.equal(403);
  });
});
