import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { NumberCheckPage, NumberCheckRow } from '../../core/contracts/http/number-checks.ts';
import { DeskSession } from '../../runtime/drill/desk/desk-session.ts';
import { bestCorrelation, envelope, readRaw, readWav, toneTrace } from '../support/sound.ts';
import { nothing, untilNothingIsLeft } from './support/leftovers.ts';
import { type OwnCampaign, ownCampaign } from './support/own-campaign.ts';
import { type SipAgents, sipAgents } from './support/sip-agents.ts';
import { decode, sessionCookie } from './support/stored-recording.ts';
import { alike, sameSound } from './support/talking.ts';
import { theWorld, type World } from './support/world.ts';

/** Longer than what is kept, so that the end of it is seen. */
const RING_SEC = 18;
const SHORT_SEC = 6;
const frameMs = 20;
const LATEST_START_FRAMES = 60;

describe('story: what the network says instead of an answer (183 with sound)', () => {
  let world: World;
  let campaign: OwnCampaign;
  let desk: SipAgents;
  let session: DeskSession;
  let voices: { short: string; long: string };
  const numberOf = (index: number) => campaign.persons[index]?.number ?? '';

  before(async function () {
    this.timeout(300_000);
    world = await theWorld();
    const { system, far } = world;
    campaign = await ownCampaign(system, {
      name: '欠番の確認',
      mode: 'progressive',
      persons: 5,
      ringTimeoutSec: RING_SEC,
    });
    voices = { short: far.patternVoice(71, SHORT_SEC), long: far.patternVoice(72) };
    const behaviours = [
      `announcement;file=${voices.short}`,
      `announcement;file=${voices.long}`,
      'unallocated',
      'in-band-ringing',
      'no-answer',
    ];
    for (const [index, behaviour] of behaviours.entries()) await far.control.setBehaviour(numberOf(index), behaviour);
    const { user, password } = system.login('supervisor');
    session = await DeskSession.logIn(system.url, { login: user, password });
    desk = await sipAgents(system, 1);
  });
  after(async function () {
    this.timeout(60_000);
    await desk?.goHome();
    session?.close();
    for (const { number } of campaign?.persons ?? []) await world.far.control.clearBehaviour(number);
    await campaign?.close();
  });

  async function until<T>(what: string, find: () => Promise<T | undefined>, withinMs: number): Promise<T> {
    for (const deadline = Date.now() + withinMs; Date.now() < deadline; await new Promise((r) => setTimeout(r, 300))) {
      const found = await find();
      if (found !== undefined) return found;
    }
    throw new Error(`not within ${withinMs / 1_000} s: ${what}; ${desk.notices()}; ${desk.troubles.join('; ')}`);
  }

  async function waitingForAnEar(): Promise<Map<string, NumberCheckRow>> {
    const { open } = await session.get<NumberCheckPage>('/api/number-checks');
    const own = new Set(campaign.persons.map(({ number }) => number));
    return new Map(open.filter(({ digits }) => own.has(digits)).map((row) => [row.digits, row]));
  }

  /** Left: what came from the network. */
  async function played(row: NumberCheckRow | undefined): Promise<Float64Array> {
    const { system } = world;
    const response = await fetch(`${system.url}/api/number-checks/${row?.callId}/audio`, {
      headers: { cookie: await sessionCookie(system, 'supervisor') },
    });
    expect(response.status).to.equal(200);
    const raw = await decode(system.config.recordings.ffmpeg, Buffer.from(await response.arrayBuffer()));
    return readRaw(raw, 8_000, 2).channels[0] ?? new Float64Array();
  }

  const wav = (file: string) => readWav(readFileSync(`${file}.wav`)).channels[0] ?? new Float64Array();
  const tone = (track: Float64Array) => toneTrace(track, 8_000, 1_000, frameMs);
  const secondsOf = (track: Float64Array) => track.length / 8_000;

  it('all five are dialled, and the exchange’s word stands in the row', async function () {
    this.timeout(180_000);
    await desk.agents[0]?.ready(campaign.id);
    const results = await until(
      'five calls',
      async () => {
        const rows = await world.system.sql<{ number: string; result: string }[]>`
          select dialled_number as number, line_result as result from call
          where campaign_id = ${campaign.id} and ended_at is not null and line_result is not null`;
        return rows.length >= 5 ? rows : undefined;
      },
      150_000,
    );
    const told = campaign.persons.map(({ number }) => results.find((row) => row.number === number)?.result);
    // The simulated network's own words take about as long as we wait for an answer.
    expect(told[2]).to.be.oneOf(['unallocated', 'no_answer']);
    told.splice(2, 1);
    expect(told).to.deep.equal(['unallocated', 'no_answer', 'no_answer', 'no_answer']);
  });

  it('the spoken ones wait for an ear; a ringing tone in the band is no speech', async function () {
    this.timeout(60_000);
    await until(
      'what the tone left is thrown away',
      async () => {
        const [row] = await world.system.sql<{ flags: string[] }[]>`
          select r.flags from recording r join call c on c.id = r.call_id
          where c.campaign_id = ${campaign.id} and c.dialled_number = ${numberOf(3)} and r.state = 'purged'`;
        return row?.flags.includes('only_tone') ? true : undefined;
      },
      30_000,
    );
    const rows = await until(
      'three in the list',
      async () => {
        const list = await waitingForAnEar();
        return list.size >= 3 ? list : undefined;
      },
      30_000,
    );
    expect([...rows.keys()].sort()).to.deep.equal([0, 1, 2].map(numberOf).sort());
    expect(rows.get(numberOf(0))).to.include({ guess: 'unallocated' });
    expect(rows.get(numberOf(1))).to.include({ guess: 'no_answer', seconds: 15 });
    const silent = await world.system.sql`select r.id from recording r join call c on c.id = r.call_id
      where c.campaign_id = ${campaign.id} and c.dialled_number = ${numberOf(4)}`;
    expect(silent, 'a telephone that only rang').to.deep.equal([]);
  });

  it('what is played is what the network said, its first 15 seconds', async () => {
    const rows = await waitingForAnEar();
    const short = await played(rows.get(numberOf(0)));
    expect(secondsOf(short)).to.be.within(SHORT_SEC - 1, SHORT_SEC + 1.5);
    const long = await played(rows.get(numberOf(1)));
    expect(secondsOf(long)).to.be.within(14.9, 15.1);
    // What is kept begins with the first sound, which is not where the file begins.
    const same = (own: Float64Array, file: string) => alike(tone(own), tone(wav(file)), 1e-4, LATEST_START_FRAMES).mean;
    expect(same(short, voices.short), 'short').to.be.above(sameSound);
    expect(same(long, voices.long), 'long').to.be.above(sameSound);
    const crossed = bestCorrelation(tone(long), tone(wav(voices.short)), LATEST_START_FRAMES).value;
    expect(crossed, 'somebody else’s').to.be.below(0.6);
    // The network's own words, twice.
    const words = await played(rows.get(numberOf(2)));
    expect(Math.max(...envelope(words, 8_000))).to.be.above(0.02);
    expect(secondsOf(words)).to.be.within(4, 15.1);
  });

  it('one verdict, and the number has left the list', async () => {
    const row = (await waitingForAnEar()).get(numberOf(0));
    await session.post(`/api/number-checks/${row?.callId}`, { verdict: 'unallocated' });
    expect([...(await waitingForAnEar()).keys()].sort()).to.deep.equal([1, 2].map(numberOf).sort());
    const kept = await world.system.sql`select guess, verdict from number_check where digits = ${numberOf(0)}`;
    expect(kept).to.deep.equal([{ guess: 'unallocated', verdict: 'unallocated' }]);
    await desk.goHome();
    expect(await untilNothingIsLeft(world.system)).to.deep.equal(nothing);
    expect(desk.troubles).to.deep.equal([]);
  });
});
