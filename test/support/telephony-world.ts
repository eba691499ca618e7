import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import type { CampaignMode } from '../../core/contracts/calls.ts';
import type { CommandKind, CommandPayloads } from '../../core/contracts/commands.ts';
import { type Clock, simulatedClock } from '../../core/platform/clock.ts';
import { createLogger } from '../../core/platform/logger.ts';
import { openPostgres, type Sql } from '../../core/platform/postgres.ts';
import type { Pacer, PacingInit } from '../../core/rules/pacing/types.ts';
import { powerRatio } from '../../core/rules/pacing-simulation/reference-pacers/power-ratio.ts';
import { DEFAULT_LIMITS, type Limits, type TelephonyContext } from '../../telephony/context.ts';
import { Controller } from '../../telephony/controller.ts';
import type { Dialer } from '../../telephony/dialer-port.ts';
import type { FailPoint } from '../../telephony/fail-point.ts';
import { connect } from './fake-asterisk/connect.ts';
import { FakeAsterisk, type FakeChannel } from './fake-asterisk/fake-asterisk.ts';
import { type TestDatabase, testDatabase } from './postgres.ts';
import { scriptedDialer } from './scripted-dialer.ts';

/** A weekday at 10:00 in Tokyo. */
const NOON = { realAnchorMs: Date.now(), simulatedAnchorMs: Date.parse('2026-11-24T10:00:00+09:00'), speed: 1 };

export interface Agent {
  id: string;
  loginId: string;
  sipUser: string;
}
export interface RunningController {
  controller: Controller;
  /** As `kill -9`: nothing it asks is answered, nothing it writes arrives. */
  kill(): Promise<void>;
  crashed(): boolean;
}

/** A city with one campaign, its agents, a fake Asterisk, and controllers that come and go. */
export class TelephonyWorld {
  readonly fake: FakeAsterisk;
  readonly db: TestDatabase;
  readonly sql: Sql;
  /** Of the controllers started from now on. */
  clock: Clock = simulatedClock(NOON);
  readonly campaignId = randomUUID();
  dialer: Dialer = scriptedDialer();
  /** Of the agents added from now on: telephones without a page, unless a test is about pages. */
  device: 'webrtc' | 'sip' = 'sip';
  /** Of the controllers started from now on: self-tests want the simulated network. */
  carrier: TelephonyContext['carrier'];
  /** Told of every place between two effects that a controller passes. */
  atPoint: (point: FailPoint) => void = () => undefined;
  /** Of the controllers started from now on: one call for each free agent. */
  createPacer: TelephonyContext['createPacer'] = (init) => powerRatio(init, 1);
  limits: Limits = {
    ...DEFAULT_LIMITS,
    legReturnMs: 600,
    pbxLostAfterMs: 150,
    adoptedSilenceMs: 400,
    ringGraceMs: 200,
    proofEveryMs: 300,
    legSilentMs: 700,
    inCallSilentMs: 700,
    courtesyMs: 100,
    leastRingSec: 0,
    partyRingSec: 1,
    lineWaitMs: 900,
    offerMs: 10_000,
  };
  #numbers = 0;
  readonly #running = new Set<RunningController>();

  private constructor(db: TestDatabase, fake: FakeAsterisk) {
    this.db = db;
    this.sql = db.sql;
    this.fake = fake;
  }

  static async create(
    mode: CampaignMode,
    options: { targets?: number; ringTimeoutSec?: number } = {},
  ): Promise<TelephonyWorld> {
    const world = new TelephonyWorld(await testDatabase(), new FakeAsterisk());
    await world.#seed(mode, options.targets ?? 1, options.ringTimeoutSec ?? 3);
    return world;
  }

  async #seed(mode: CampaignMode, targets: number, ringTimeoutSec: number): Promise<void> {
    const { owner } = this.db;
    await owner`insert into trunk (id, name, kind, node, endpoint, channels) values ('sim', 'sim', 'simulator', 'pbx1', 'carrier', 30)`;
    await this.addLine('10', { mode, targets, ringTimeoutSec, campaignId: this.campaignId });
  }

  /** Another subject with a running campaign, and for predictive the city's yes. Numbers go on from the last one. */
  async addLine(
    subjectId: string,
    line: { mode: CampaignMode; targets: number; ringTimeoutSec?: number; campaignId?: string },
  ): Promise<string> {
    const { owner } = this.db;
    const { mode, targets, ringTimeoutSec = 3, campaignId = randomUUID() } = line;
    await owner`insert into subject (id, name, short_name, debt_class, sharing_group, colour, caller_id)
      values (${subjectId}, ${`科目${subjectId}`}, ${`科目${subjectId}`}, 'public', 'kokuho', '#aa0000', ${`02200011${subjectId.slice(-2)}`.replace('0220001110', '0220001100')})`;
    await owner`insert into campaign (id, subject_id, name, mode, state, ring_timeout_sec)
      values (${campaignId}, ${subjectId}, '架電', ${mode}, 'running', ${ringTimeoutSec})`;
    await owner`insert into predictive_approval (id, subject_id, valid_from, cap_percent, created_at)
      values (${randomUUID()}, ${subjectId}, '2020-01-01', 1, now())`;
    const from = this.#numbers;
    this.#numbers += targets;
    for (let index = from; index < from + targets; index += 1) {
      const [person] = await owner<{ id: number }[]>`
        insert into person (addressee_no, kind, name_official, name_search, name_kana, kana_search)
        values (${`A${index}`}, 'individual', '試験 太郎', '試験太郎', 'シケン タロウ', 'シケンタロウ') returning id`;
      const personId = person?.id ?? 0;
      await owner`insert into phone_number (person_id, position, raw, digits, type, usable)
        values (${personId}, 1, ${this.number(index)}, ${this.number(index)}, 'mobile', true)`;
      const [target] = await owner<{ id: number }[]>`insert into campaign_target (campaign_id, person_id, position)
        values (${campaignId}, ${personId}, ${index}) returning id`;
      await owner`insert into target_progress (target_id, state) values (${target?.id ?? 0}, 'queued')`;
    }
    return campaignId;
  }

  number(index: number): string {
    return `090000000${String(index).padStart(2, '0')}`;
  }

  /** @param skills subjects whose lines ring for the agent; null = all */
  async addAgent(login = `agent-${randomUUID()}`, skills: string[] | null = null, stayCalls = 0): Promise<Agent> {
    const { owner } = this.db;
    const id = randomUUID();
    const sessionId = randomUUID();
    await owner`insert into staff_account (id, login, display_name, password_hash, role, skills, stay_calls)
      values (${id}, ${login}, '従事者', 'x', 'agent', ${skills}, ${stayCalls})`;
    await owner`insert into staff_session (id, token_hash, csrf_token, staff_id, expires_at)
      values (${sessionId}, ${sessionId}, 'x', ${id}, now() + interval '1 hour')`;
    const agent = { id, loginId: randomUUID(), sipUser: `u${randomUUID().replaceAll('-', '')}` };
    await owner`insert into agent_login (id, staff_id, session_id, node, sip_user, sip_ha1, device)
      values (${agent.loginId}, ${id}, ${sessionId}, 'pbx1', ${agent.sipUser}, 'ha1', ${this.device})`;
    return agent;
  }

  /** @param crashAt the controller dies there, once. */
  async startController(crashAt?: FailPoint): Promise<RunningController> {
    const connection = connect(this.fake);
    const sql = openPostgres(this.db.url, {
      applicationName: 'test-telephony',
      schema: this.db.schema,
      maxConnections: 6,
    });
    let dead = false;
    const kill = async () => {
      if (dead) return;
      dead = true;
      connection.die();
      await sql.end({ timeout: 0 });
    };
    const ctx: TelephonyContext = {
      sql,
      ari: connection.ari,
      ami: connection.ami,
      dialer: this.dialer,
      clock: this.clock,
      logger: createLogger('telephony', process.env['TEST_LOG_LEVEL'] ?? 'silent'),
      node: 'pbx1',
      spoolDir: tmpdir(),
      sipRealm: 'toritsugi',
      carrier: this.carrier,
      failPoint: (point) => {
        if (point === crashAt) void kill();
        this.atPoint(point);
      },
      limits: this.limits,
      createPacer: this.createPacer,
    };
    const [beat] = await this.sql<{ detail: { asteriskStartedAt?: string } }[]>`
      select detail from process_heartbeat where process = 'telephony'`;
    const controller = new Controller(ctx, beat?.detail.asteriskStartedAt);
    await controller.start();
    await this.sql`insert into process_heartbeat (process, node, pid, detail)
      values ('telephony', 'pbx1', 1, ${this.sql.json({ asteriskStartedAt: this.fake.startedAt })})
      on conflict (process) do update set detail = excluded.detail`;
    const running = {
      controller,
      crashed: () => dead,
      kill: async () => {
        await kill();
        // Nothing it waits for will ever come.
        void controller.stop().catch(() => undefined);
      },
    };
    this.#running.add(running);
    return running;
  }

  /** Whatever controllers run, as `kill -9`. */
  async killAll(): Promise<void> {
    for (const running of this.#running) await running.kill();
  }

  /** Identity pushed, leg up, media proven. */
  async seat(agent: Agent): Promise<FakeChannel> {
    const leg = await eventually('SIP identity', () => this.fake.agentCalls(agent.sipUser));
    await eventually('media proof', async () => (await this.agentRow(agent)).media_proven_at !== null);
    return leg;
  }

  async command<K extends CommandKind>(agent: Agent, kind: K, payload: CommandPayloads[K], expiresInSec = 10) {
    const [row] = await this.db.owner<{ id: number }[]>`insert into command (kind, agent_id, payload, expires_at)
      values (${kind}, ${agent.id}, ${this.db.owner.json(payload as Record<string, string>)}, now() + ${expiresInSec} * interval '1 second')
      returning id`;
    return eventually(`answer to ${kind}`, async () => {
      const [found] = await this.sql<{ state: string; result: { code?: string; callId?: string } }[]>`
        select state, result from command where id = ${row?.id ?? 0} and state <> 'waiting'`;
      return found;
    });
  }

  async ready(agent: Agent): Promise<void> {
    const answer = await this.command(agent, 'agent_ready', { campaignId: this.campaignId });
    if (answer.state !== 'done') throw new Error(`not ready: ${JSON.stringify(answer.result)}`);
  }

  /** So many calls ring for each agent who is free. */
  ratio(init: PacingInit, ratio: number): Pacer {
    return powerRatio(init, ratio);
  }

  /** Of the controllers started from now on, as the city's setting. */
  async patience(patienceSec: number, more: Record<string, number> = {}): Promise<void> {
    await this.db
      .owner`insert into setting (key, value) values ('pacing', ${this.db.owner.json({ patienceSec, ...more })})`;
  }

  /** Ready for every line of the skills. */
  async readyForPool(agent: Agent): Promise<void> {
    const answer = await this.command(agent, 'agent_ready', { campaignId: null });
    if (answer.state !== 'done') throw new Error(`not ready: ${JSON.stringify(answer.result)}`);
  }

  /** Seated and ready for the pool. */
  async poolAgent(skills: string[] | null = null, stayCalls = 0): Promise<{ agent: Agent; leg: FakeChannel }> {
    const agent = await this.addAgent(undefined, skills, stayCalls);
    const leg = await this.seat(agent);
    await this.readyForPool(agent);
    return { agent, leg };
  }

  async agentRow(agent: Agent): Promise<Record<string, unknown>> {
    const [row] = await this.sql`select * from agent_state where agent_id = ${agent.id}`;
    return row ?? {};
  }
  untilAgent(agent: Agent, state: string): Promise<Record<string, unknown>> {
    return eventually(`agent ${state}`, async () => {
      const row = await this.agentRow(agent);
      return row['state'] === state ? row : undefined;
    });
  }
  async calls(): Promise<Record<string, unknown>[]> {
    return [...(await this.sql`select * from call order by created_at, id`)];
  }
  untilCall(state: string): Promise<Record<string, unknown>> {
    return eventually(`call ${state}`, async () => (await this.calls()).find((call) => call['state'] === state));
  }

  async saveResult(agent: Agent, callId: string): Promise<void> {
    await this.db.owner`insert into contact_record (id, person_id, call_id, staff_id, at, channel, direction)
      select gen_random_uuid(), person_id, id, ${agent.id}, now(), 'call', 'outbound' from call where id = ${callId}`;
  }

  /** What must be true after every story. Agents' own legs are the only channels, the holding bridge the only bridge. */
  async leftovers(): Promise<{
    channels: string[];
    bridges: string[];
    leases: number;
    openCalls: number;
    unrecorded: number;
  }> {
    const [leases] = await this
      .sql`select count(*)::int as n from target_progress where lease_agent_id is not null or lease_pool`;
    const calls = await this.calls();
    const unrecorded = calls.filter((call) => {
      if (call['answered_at'] === null) return false;
      return !this.fake.recorders.some((recorder) => recorder.channelId === call['channel_id']);
    });
    return {
      channels: [...this.fake.channels.keys()].filter((id) => !id.startsWith('leg-')),
      bridges: [...this.fake.bridges.keys()].filter((id) => id !== 'hold-pbx1'),
      leases: Number(leases?.['n']),
      openCalls: calls.filter((call) => call['ended_at'] === null).length,
      unrecorded: unrecorded.length,
    };
  }

  /** The same, once clean-up had its moment: what is still there after 3 s is left over. */
  async settled(): Promise<Awaited<ReturnType<TelephonyWorld['leftovers']>>> {
    const nothing = JSON.stringify(NOTHING_LEFT);
    for (const deadline = Date.now() + 3_000; ; ) {
      const left = await this.leftovers();
      if (JSON.stringify(left) === nothing || Date.now() > deadline) return left;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  async close(): Promise<void> {
    for (const running of this.#running) await running.kill();
    await this.db.close();
  }
}

export const NOTHING_LEFT = { channels: [], bridges: [], leases: 0, openCalls: 0, unrecorded: 0 };

/** Asks every 15 ms until the answer is neither undefined nor false. */
export async function eventually<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  withinMs = 8_000,
): Promise<T> {
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; ) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer as T;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  throw new Error(`not within ${withinMs} ms: ${what}`);
}
