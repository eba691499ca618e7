import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { hums } from '../../dialplan/carrier/crowd.ts';
import { MediaClock } from '../../runtime/drill/sip/media-clock.ts';
import { AGENT_HERTZ } from '../../runtime/drill/sip/telephone-sound.ts';
import { tonePower } from '../support/sound.ts';
import { HeldUp } from './support/held-up.ts';
import { nothing, untilNothingIsLeft } from './support/leftovers.ts';
import { FRAME_MS, firstOf, lastAgentBefore, longest, onLine } from './support/line-sound.ts';
import { type OwnCampaign, ownCampaign } from './support/own-campaign.ts';
import { type SipDesk, sipDesk } from './support/sip-desk.ts';
import { storedRecording } from './support/stored-recording.ts';
import { measuresSeconds } from './support/take-turns.ts';
import { farSound } from './support/talking.ts';
import { theWorld, type World } from './support/world.ts';

const RATE = 8_000;
const NOTE = '夜勤明け';
/** The limits of the product's promise. */
const SILENT_AT_MOST_MS = 2_000;
const OFFERED_FROM_MS = 30_000;
/** A call on a desk, a key, and the sound: to whoever comes at once. */
const TAKEN_WITHIN_MS = 5_000;

describe('story: an agent is lost in mid-call, nobody else of the line is there, and a supervisor takes over', function () {
  measuresSeconds('suite');
  this.timeout(120_000);
  let world: World;
  let campaign: OwnCampaign;
  let agent: SipDesk;
  let boss: SipDesk;
  let heldUp: HeldUp | undefined;
  let number: string;
  let callId: string;
  let lostMs: number;
  let askedMs: number;

  before(async function () {
    this.timeout(300_000);
    world = await theWorld();
    campaign = await ownCampaign(world.system, {
      name: '責任者の引継ぎ',
      mode: 'progressive',
      persons: 1,
      ringTimeoutSec: 20,
    });
    number = campaign.persons[0]?.number ?? '';
    await world.far.control.setBehaviour(number, `tone;hz=${hums.contact};ring=1;talk=100`);
    const clock = new MediaClock();
    agent = await sipDesk(world.system, world.system.login('agent'), clock);
    boss = await sipDesk(world.system, world.system.login('supervisor'), clock);
    heldUp = new HeldUp(world.system);
  });
  after(async function () {
    this.timeout(60_000);
    heldUp?.stop();
    for (const desk of [agent, boss]) await desk?.goHome().catch(() => undefined);
    await world.far.control.clearBehaviour(number);
    await campaign?.close();
    expect(await untilNothingIsLeft(world.system)).to.deep.equal(nothing);
  });

  it('the telephone dies without a word; after 30 s supervisors are asked, and who comes has the call', async () => {
    await agent.session.post('/api/desk/ready', { campaignId: campaign.id });
    const { call } = await agent.until('talking', ({ state }) => state === 'talking', 30_000);
    callId = call?.id ?? '';
    const { sql } = world.system;
    await sql`insert into desk_draft (call_id, agent_id, draft, seq)
      select id, agent_id, ${sql.json({ note: NOTE })}, 1 from call where id = ${callId}`;
    await sleep(3_000);
    agent.dies();
    lostMs = Date.now();
    await agent.until('told', ({ legUp }) => !legUp);
    expect(boss.snapshot, 'nobody is asked yet').to.deep.include({ helpAsked: [], call: null });
    const asked = await boss.until('asked', ({ helpAsked }) => helpAsked.length > 0, 45_000);
    askedMs = Date.now();
    expect(askedMs - lostMs, 'asked after').to.be.within(OFFERED_FROM_MS, OFFERED_FROM_MS + 5_000);
    expect(asked.helpAsked[0]).to.include({ callId });
    await boss.until('told that nobody is there', ({ helpAsked }) => helpAsked[0]?.lost === true, 3_000);
    boss.phone.sound.listen();
    await boss.session.post('/api/desk/help/join', { callId });
    const theirs = await boss.until('theirs', (now) => now.call?.id === callId && now.joinedFor === null);
    expect(theirs).to.include({ state: 'talking', held: false });
    expect(theirs.targetId, 'the case comes with it').to.be.a('number');
    expect(theirs.call?.passedFrom).to.include({ how: 'lost', line: null, note: NOTE });
    expect(await boss.session.get(`/api/desk/draft/${callId}`)).to.have.nested.property('draft.draft.note', NOTE);
    await sleep(4_000);
    expect(boss.phone.sound.heard.who, 'who the supervisor hears').to.equal('contact');
    const left = await agent.until('free of it', ({ call: now }) => now === null);
    expect(left).to.include({ state: 'break', targetId: null });
    expect(left.notice).to.include('引き継ぎました');
    await boss.session.post('/api/desk/hang-up', { callId });
    await boss.until('wrap-up', ({ state }) => state === 'wrap_up');
    await boss.session.post('/api/desk/result', {
      ...{ callId, whoAnswered: 'principal', lineResult: 'answered_human', talkResult: 'claims_paid' },
      ...{ promise: null, callbackAt: null, note: NOTE },
    });
    await boss.until('done', ({ call: now }) => now === null);
    const records = await sql`select r.staff_id = k.agent_id as theirs, s.role, r.note from contact_record r
      join call k on k.id = r.call_id join staff_account s on s.id = r.staff_id where r.call_id = ${callId}`;
    expect(records).to.deep.equal([{ theirs: true, role: 'supervisor', note: NOTE }]);
  });

  it('the citizen heard the agent, then words and music, then the supervisor; never nothing for two seconds', async () => {
    const far = await world.far.legOf(callId);
    const sound = farSound(world, far.heard);
    const heard = onLine(sound.channels[0] ?? new Float64Array(), sound.rate, [AGENT_HERTZ]);
    const inFile = (ms: number) => ms - (far.answeredMs ?? 0);
    const first = firstOf(heard, 'agent', 0) ?? 0;
    const silence = longest(heard.slice(first / FRAME_MS), 'nothing');
    expect(silence.ms, `silence at ${silence.atMs + first} ms`).to.be.at.most(SILENT_AT_MOST_MS);
    const other = firstOf(heard, 'other', inFile(lostMs)) ?? Number.NaN;
    expect(other - (lastAgentBefore(heard, other) ?? Number.NaN), 'asked to stay after').to.be.at.most(
      SILENT_AT_MOST_MS,
    );
    // The music touches the voice's tone now and then, never for so long.
    const back = firstOf(heard, 'agent', inFile(askedMs), 400) ?? Number.NaN;
    expect(back - inFile(askedMs), 'the supervisor is heard after').to.be.at.most(TAKEN_WITHIN_MS);
    const shareOfVoice = (fromMs: number, toMs = heard.length * FRAME_MS) => {
      const part = heard.slice(Math.ceil(fromMs / FRAME_MS), Math.ceil(toMs / FRAME_MS));
      return part.filter((one) => one === 'agent').length / part.length;
    };
    expect(shareOfVoice(other, inFile(askedMs)), 'nobody in between').to.be.below(0.1);
    expect(shareOfVoice(back), 'the supervisor to the end').to.be.above(0.9);
  });

  it('one recording has all of it, on both sides', async function () {
    this.timeout(90_000);
    const far = await world.far.legOf(callId);
    const { sound, flags, recordedMs } = await storedRecording(world.system, callId);
    const missingMs = far.talkedMs - recordedMs;
    const heldUpMs = Math.round(heldUp?.between(far.answeredMs ?? 0, far.endedMs) ?? 0);
    expect(missingMs, 'recorded ↔ far side, ms').to.be.above(-1_000);
    expect(missingMs - heldUpMs, `recorded ↔ far side, ms, without ${heldUpMs} held up`).to.be.below(1_000);
    // Whatever the machine lost is told as such.
    expect(flags).to.deep.equal(missingMs > 1_000 ? ['length_mismatch'] : []);
    expect(
      (await world.far.log()).filter(({ called }) => called === number),
      'rung once',
    ).to.have.length(1);
    const [citizen = new Float64Array(), city = new Float64Array()] = sound.channels;
    const at = (ms: number) => Math.round(((ms - (far.answeredMs ?? 0)) * citizen.length) / far.talkedMs);
    const loud = (track: Float64Array, hertz: number, fromMs: number, toMs: number) =>
      tonePower(track, RATE, hertz, at(fromMs), at(toMs));
    const moments = { agent: lostMs - 1_500, alone: lostMs + 20_000, supervisor: askedMs + 3_000 };
    for (const [name, ms] of Object.entries(moments))
      expect(loud(citizen, hums.contact, ms, ms + 1_000), `the citizen beside ${name}`).to.be.above(0.003);
    expect(loud(city, AGENT_HERTZ, moments.agent, moments.agent + 1_000), 'the agent').to.be.above(0.003);
    expect(loud(city, AGENT_HERTZ, moments.supervisor, moments.supervisor + 1_000), 'the supervisor').to.be.above(
      0.003,
    );
    expect(loud(city, AGENT_HERTZ, moments.alone, moments.alone + 1_000), 'nobody').to.be.below(0.003);
  });
});
