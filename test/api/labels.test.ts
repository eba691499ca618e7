import { expect } from 'chai';
import { type ApiUnderTest, apiUnderTest } from './api-under-test.ts';
import { LUNCH, seedPerson, seedSubjects, TAX } from './city-fixture.ts';

describe('api: labels on persons', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
  });
  after(() => api.close());
  const body = { subjectId: TAX, colour: 'red', text: '要注意', endsOn: '2026-12-31' };

  it('are put, seen, taken off, and written down', async () => {
    const person = await seedPerson(api.db.sql);
    const manager = await api.as('manager');
    const path = `/api/persons/${person.id}/labels`;
    const { id } = (await manager.post(path, body)).body;
    expect((await manager.get(path)).body).to.deep.equal([
      { id, colour: 'red', text: '要注意', endsOn: '2026-12-31', subjectName: '市税', byName: 'manager 1' },
    ]);
    expect((await manager.post(path, { ...body, colour: 'plaid' })).status).to.equal(422);
    expect((await manager.send('DELETE', `${path}/${id}`)).status).to.equal(204);
    expect((await manager.send('DELETE', `${path}/${id}`)).status).to.equal(404);
    expect((await manager.get(path)).body).to.deep.equal([]);
    const actions = await api.db.sql`select action, person_id from audit_log where action like 'label.%' order by id`;
    expect(actions).to.deep.equal([
      { action: 'label.put', person_id: person.id },
      { action: 'label.remove', person_id: person.id },
    ]);
  });

  it('do not travel from tax work to private claims, and tell nothing of shielded persons', async () => {
    const person = await seedPerson(api.db.sql, { subjects: [TAX, LUNCH] });
    const manager = await api.as('manager');
    await manager.post(`/api/persons/${person.id}/labels`, body);
    const lunch = await api.as('manager', { subjectScope: [LUNCH] });
    expect((await lunch.get(`/api/persons/${person.id}/labels`)).body).to.deep.equal([]);
    const foreign = await lunch.post(`/api/persons/${person.id}/labels`, body);
    expect(foreign.body.code).to.equal('label/subject');
    const hidden = await seedPerson(api.db.sql, { shielded: true });
    expect((await manager.get(`/api/persons/${hidden.id}/labels`)).status).to.equal(404);
    expect((await manager.post(`/api/persons/${hidden.id}/labels`, body)).status).to.equal(404);
  });
});
