import type { Clock } from '../../core/platform/clock.ts';
import { newId } from '../../core/platform/ids.ts';
import { createDialer } from '../../telephony/dialer/create-dialer.ts';
import type { Dialer, DialPlan, DialRefusal, NothingToDial, Reservation } from '../../telephony/dialer-port.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { type CallStory, playCall, seedAgent, seedCity } from './dialer-population.ts';

export const TUESDAY = '2026-11-24';
export const at = (time: string, day = TUESDAY) => new Date(`${day}T${time}:00+09:00`);

const EMPTIED = [
  'contact_record',
  'call',
  'target_progress',
  'campaign_target',
  'campaign',
  'stop_flag',
  'arrears_item',
  'phone_number',
  'person',
  'setting',
  'predictive_approval',
];

export interface PersonWish {
  owes?: string[];
  numbers?: { digits: string; type?: string; source?: string }[];
  kind?: string;
}

/** An empty city with one agent and a dialer whose clock the test sets; call inside `describe`. */
export class DialerStage {
  now = at('10:00');
  agent = '';
  serial = 0;
  readonly #clock: Clock = { simulated: true, speed: 1, now: () => this.now };
  #db: TestDatabase | undefined;
  #dialer: Dialer | undefined;

  constructor() {
    before(async () => {
      this.#db = await testDatabase();
      await seedCity(this.sql);
    });
    after(() => this.#db?.close());
    beforeEach(async () => {
      this.now = at('10:00');
      this.restart();
      this.agent = await seedAgent(this.sql);
      for (const table of EMPTIED) await this.owner`delete from ${this.owner(table)}`;
    });
  }

  get sql() {
    return this.#open.sql;
  }

  /** For emptying: the product may not take back what was said. */
  get owner() {
    return this.#open.owner;
  }

  get #open(): TestDatabase {
    if (!this.#db) throw new Error('the stage is used outside a test');
    return this.#db;
  }

  get dialer(): Dialer {
    if (!this.#dialer) throw new Error('the stage is used outside a test');
    return this.#dialer;
  }

  /** A new controller: nothing in memory. */
  restart(): void {
    this.#dialer = createDialer({ clock: this.#clock, node: 'node1' });
  }

  /** A person who owes on every subject in `owes`, with these numbers. */
  person = async ({ owes = ['tax'], numbers, kind = 'individual' }: PersonWish = {}): Promise<number> => {
    this.serial += 1;
    const { sql, serial } = this;
    const [row] = await sql<{ id: number }[]>`
      insert into person (addressee_no, kind, name_official, name_search, name_kana, kana_search)
      values (${`a${serial}`}, ${kind}, 'x', 'x', 'x', 'x') returning id`;
    const id = row?.id ?? 0;
    for (const subject of owes) {
      await sql`insert into arrears_item (subject_id, levy_year, taxable_year, notice_no, period_no, person_id, due_date, principal)
        values (${subject}, 2025, 2025, ${`n${serial}`}, '1', ${id}, '2026-06-30', 5000)`;
    }
    const all = numbers ?? [{ digits: `0900000${String(serial).padStart(4, '0')}` }];
    for (const [index, { digits, type, source }] of all.entries()) {
      await sql`insert into phone_number (person_id, position, raw, digits, type, usable, source_subject_id)
        values (${id}, ${index + 1}, ${digits}, ${digits}, ${type ?? 'mobile'}, true, ${source ?? 'tax'})`;
    }
    return id;
  };

  reserve = (campaign: string | null, who = this.agent): Promise<Reservation | NothingToDial> =>
    this.sql.begin((tx) => this.dialer.reserve(tx, who, campaign));

  prepare = (targetId: number, who = this.agent, phoneId: number | null = null): Promise<DialPlan | DialRefusal> =>
    this.sql.begin((tx) => this.dialer.prepareDial(tx, { targetId, phoneId, agentId: who }));

  reserved = async (campaign: string | null, who = this.agent): Promise<Reservation> => {
    const answer = await this.reserve(campaign, who);
    if (answer.kind !== 'reserved') throw new Error(`nothing to dial: ${answer.code}`);
    return answer;
  };

  planned = async (campaign: string): Promise<DialPlan> => {
    const { targetId } = await this.reserved(campaign);
    const plan = await this.prepare(targetId);
    if (plan.kind !== 'plan') throw new Error(`refused: ${plan.code}`);
    return plan;
  };

  play = async (campaign: string, story: CallStory): Promise<DialPlan> => {
    const plan = await this.planned(campaign);
    await playCall(this.sql, this.dialer, plan, this.agent, this.now, story);
    return plan;
  };

  /** The city's yes to predictive calling. */
  approve = (subject: string) =>
    this
      .sql`insert into predictive_approval (id, subject_id, valid_from, created_at) values (${newId()}, ${subject}, '2026-11-01', now())`;

  take = (subject = 'tax'): Promise<DialPlan | NothingToDial> =>
    this.sql.begin((tx) => this.dialer.takeForPool(tx, subject));

  taken = async (subject = 'tax'): Promise<DialPlan> => {
    const plan = await this.take(subject);
    if (plan.kind !== 'plan') throw new Error(`nothing for the pool: ${plan.code}`);
    return plan;
  };

  /** A call of the pool that no agent ever had. */
  playForPool = async (story: CallStory, subject = 'tax'): Promise<DialPlan> => {
    const plan = await this.taken(subject);
    await playCall(this.sql, this.dialer, plan, null, this.now, story);
    return plan;
  };

  progress = async (targetId: number) => {
    const [row] = await this.sql`select * from target_progress where target_id = ${targetId}`;
    return row ?? {};
  };

  /** What the controller asks for every few seconds, in its order. */
  sweep = async () => {
    const freed = await this.sql.begin((tx) => this.dialer.sweep(tx));
    await this.sql.begin((tx) => this.dialer.followDebts(tx));
    return freed;
  };
}
