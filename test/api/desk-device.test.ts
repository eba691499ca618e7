import { expect } from 'chai';
import { loginDesk } from '../../api/desk/login-desk.ts';
import type { Caller } from '../../api/http/caller.ts';
import type { ApiDeps } from '../../api/http/deps.ts';
import { simulatedClock } from '../../core/platform/clock.ts';
import { createLogger } from '../../core/platform/logger.ts';
import { type ApiUnderTest, apiUnderTest } from './api-under-test.ts';

const carrier = {
  ...{ sipHost: '127.0.0.2', sipPort: 1, amiHost: '127.0.0.1', amiPort: 1, amiUser: 'u', amiPassword: 'p' },
  ...{ logFile: '/nowhere', soundDir: '/nowhere' },
};

describe('api: with which telephone an agent logs in', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await apiUnderTest();
  });
  after(() => api.close());

  async function agent(): Promise<{ deps: ApiDeps; caller: Caller }> {
    const { staffId } = await api.as('agent');
    const [session] = await api.db.sql<{ id: string }[]>`select id from staff_session where staff_id = ${staffId}`;
    const { clock } = api.config;
    if (clock.mode !== 'simulated') throw new Error('tests run on a simulated clock');
    const config = { ...api.config, carrier };
    const deps = { sql: api.db.sql, config, clock: simulatedClock(clock), logger: createLogger('test', 'silent') };
    return { deps, caller: { staffId, sessionId: session?.id ?? '' } as Caller };
  }
  const refused = async (work: Promise<unknown>) =>
    work.then(
      () => 'let in',
      (error: { code?: string }) => error.code,
    );

  it('refuses a plain SIP telephone where there is no simulated network', async () => {
    const browser = await api.as('agent');
    const answer = await browser.post('/api/desk/login', { device: 'sip' });
    expect([answer.status, answer.body.code]).to.deep.equal([403, 'desk/device']);
    expect((await browser.post('/api/desk/login')).status).to.equal(200);
    expect((await browser.post('/api/desk/login', { device: 'carrier pigeon' })).status).to.equal(422);
  });

  it('lets it in where every trunk is simulated, and never beside a real one', async () => {
    const { deps, caller } = await agent();
    const { loginId } = await loginDesk(deps, caller, 'sip');
    const [row] = await api.db.sql`select device from agent_login where id = ${loginId}`;
    expect(row?.['device']).to.equal('sip');
    // Not even a disabled one: it may be enabled while the telephone is up.
    await api.db.sql`insert into trunk (id, name, kind, node, endpoint, channels, enabled)
      values ('real', '実回線', 'sip', 'test', 'real', 2, false)`;
    expect(await refused(loginDesk(deps, caller, 'sip'))).to.equal('desk/device');
    expect(await refused(loginDesk(deps, caller, 'webrtc'))).to.equal('let in');
    await api.db.sql`delete from trunk where id = 'real'`;
  });
});
