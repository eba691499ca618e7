import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { io, type Socket } from 'socket.io-client';
import type { DeviceProblem } from '../../core/rules/device-problem.ts';
import { Stopwatch } from '../support/stopwatch.ts';
import { type ApiUnderTest, apiUnderTest, type Browser, until } from './api-under-test.ts';
import { seedSubjects, setAgent } from './city-fixture.ts';

interface Page {
  socket: Socket;
  agent: Browser;
  loginId: string;
  beat(problem?: DeviceProblem | null, loginId?: string, answeredWithinMs?: number): Promise<number>;
}

describe('api: the pages are heard', () => {
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

  async function page(device: 'webrtc' | 'sip' = 'webrtc'): Promise<Page> {
    const agent = await api.as('agent');
    const loginId = randomUUID();
    await setAgent(api.db.sql, agent.staffId, { state: 'break' });
    await api.db.owner`insert into agent_login (id, staff_id, session_id, node, sip_user, sip_ha1, device)
      select ${loginId}, staff_id, id, 'pbx1', ${`u${loginId.replaceAll('-', '')}`}, 'x', ${device} from staff_session
      where staff_id = ${agent.staffId} limit 1`;
    await api.db
      .sql`update agent_state set login_id = ${loginId}, device_problem = ${device === 'sip' ? null : 'unseen'}
      where agent_id = ${agent.staffId}`;
    const socket = io(`${api.url}/desk`, {
      transports: ['websocket'],
      forceNew: true,
      extraHeaders: { cookie: agent.cookie, origin: api.url },
    });
    open.push(socket);
    await until('connected', () => (socket.connected ? true : undefined));
    let seq = 0;
    const beat: Page['beat'] = (problem = null, of = loginId, answeredWithinMs = 3_000) => {
      seq += 1;
      return socket
        .timeout(answeredWithinMs)
        .emitWithAck('beat', { seq, loginId: of, problem })
        .then(
          ({ serverMs }: { serverMs: number }) => serverMs,
          () => 0,
        );
    };
    return { socket, agent, loginId, beat };
  }

  /** What telephony was told, oldest first; carried out as telephony would. */
  async function told({ agent }: Page): Promise<(string | null)[]> {
    const rows = await api.db.owner<{ id: number; problem: string | null }[]>`
      select id, payload->>'problem' as problem from command where agent_id = ${agent.staffId} and kind = 'device_state' order by id`;
    const last = rows.at(-1);
    if (last)
      await api.db.owner`update agent_state set device_problem = ${last.problem} where agent_id = ${agent.staffId}`;
    return rows.map(({ problem }) => problem);
  }

  it('tells a change at once, the same again never, and 2 s of silence as unseen', async function () {
    this.timeout(10_000);
    const one = await page();
    expect(Math.abs((await one.beat()) - Date.now())).to.be.below(1_000);
    await until('seen', async () => ((await told(one)).length > 0 ? true : undefined));
    for (let second = 0; second < 2; second += 1) {
      await one.beat();
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    expect(await told(one)).to.deep.equal([null]);
    await one.beat('muted');
    const watch = new Stopwatch();
    await until('muted', async () => ((await told(one)).at(-1) === 'muted' ? true : undefined));
    expect(watch.tookMs, 'at once').to.be.below(500);
    await until('unseen', async () => ((await told(one)).at(-1) === 'unseen' ? true : undefined), 6_000);
    expect(watch.passedMs, 'after 2 s of silence').to.be.at.least(1_900);
    expect(watch.tookMs, 'after 2 s of silence').to.be.at.most(2_800);
    await one.beat();
    const again = new Stopwatch();
    await until('seen again', async () => ((await told(one)).at(-1) === null ? true : undefined));
    expect(again.tookMs, 'at once').to.be.below(500);
    expect(await told(one)).to.deep.equal([null, 'muted', 'unseen', null]);
  });

  it('a telephone without a page is told nothing of, whatever it sends or does not', async () => {
    const one = await page('sip');
    await one.beat('muted');
    await new Promise((resolve) => setTimeout(resolve, 2_600));
    expect(await told(one)).to.deep.equal([]);
  });

  it("nobody speaks for another's log-in, and what is no beat is not heard", async () => {
    const [one, other] = [await page(), await page()];
    await one.beat();
    await until('seen', async () => ((await told(one)).at(-1) === null ? true : undefined));
    await other.beat('muted', one.loginId, 300);
    await one.beat();
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await told(one)).to.not.include('muted');
    expect(await one.beat('unseen', one.loginId, 300)).to.equal(0);
    expect(await one.beat('x' as DeviceProblem, one.loginId, 300)).to.equal(0);
  });
});
