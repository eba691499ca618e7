import { expect } from 'chai';
import type { Caller } from '../../api/http/caller.ts';
import type { ApiDeps } from '../../api/http/deps.ts';
import { routeLimit } from '../../api/http/route-limits.ts';
import { personRoutes } from '../../api/persons/routes.ts';
import type { DomainError } from '../../core/platform/errors.ts';
import { type ApiUnderTest, apiUnderTest } from './api-under-test.ts';

const somebody = (staffId: string) => ({ staffId }) as Caller;

describe('api: how often one account may ask', () => {
  it('is counted by account, and says when to come back', async () => {
    const take = routeLimit({ limit: { most: 2, inSec: 60 } });
    await take(somebody('a'));
    await take(somebody('a'));
    const refused = await take(somebody('a')).then(
      () => undefined,
      (error: DomainError) => error,
    );
    expect(refused).to.include({ code: 'request/too-often', status: 429 });
    expect(refused?.detail?.['retryAfterSec']).to.be.within(1, 60);
    await take(somebody('b'));
  });

  it('is not looked at where a route names no limit', async () => {
    const take = routeLimit({});
    for (let time = 0; time < 1_000; time += 1) await take(somebody('a'));
  });

  it('stands before every page of a person, whose number can be counted up', () => {
    const limits = personRoutes({} as ApiDeps).flatMap(({ method, path, limit }) =>
      method === 'get' && /^\/api\/persons\/:id(\/debt)?$/.test(path) ? [[path, limit?.most ?? Infinity] as const] : [],
    );
    expect(limits.map(([path]) => path)).to.deep.equal(['/api/persons/:id', '/api/persons/:id/debt']);
    for (const [path, most] of limits) expect(most, path).to.be.at.most(600);
  });

  describe('of routes that open persons', () => {
    let api: ApiUnderTest;
    before(async () => {
      api = await apiUnderTest();
    });
    after(() => api.close());

    it('ends a search through the whole city, and nobody else’s work', async function () {
      this.timeout(60_000);
      const agent = await api.as('agent');
      const search = (who: typeof agent) => who.post('/api/person-search', { q: '98765432' });
      const answers: number[] = [];
      for (let turn = 0; turn < 10; turn += 1)
        answers.push(
          ...(await Promise.all(Array.from({ length: 31 }, () => search(agent)))).map(({ status }) => status),
        );
      expect(answers.filter((status) => status === 200)).to.have.length(300);
      expect(answers.filter((status) => status === 429)).to.have.length(10);
      expect((await search(await api.as('agent'))).status).to.equal(200);
    });
  });
});
