import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { CaseView } from '../../../core/contracts/http/desk.ts';
import { bestCorrelation, envelope, readWav, type Sound, toneTrace } from '../../support/sound.ts';
import type { Agent } from './agent.ts';
import type { World } from './world.ts';

export interface TalkingCall {
  view: CaseView;
  number: string;
  callId: string;
}

/** The agent takes the next case and dials it; the citizen answers after a second and speaks in its own pattern. */
export async function talkToNext(
  world: World,
  agent: Agent,
  citizenSeed: number,
  talkSec = 60,
  voiceSec = 60,
): Promise<TalkingCall> {
  const view = await agent.nextCase();
  const number = agent.number(view);
  await world.far.control.setBehaviour(number, {
    name: 'sound',
    ring: 1,
    talk: talkSec,
    file: world.far.patternVoice(citizenSeed, voiceSec),
  });
  await agent.page.keyboard.press('F2');
  const talking = await agent.until('talking', ({ state }) => state === 'talking');
  return { view, number, callId: talking.call?.id ?? '' };
}

/** 本人 × 納付済の申出, saved: what an agent types after most calls. */
export async function saveResult(agent: Agent): Promise<void> {
  const { call } = await agent.until('wrap-up', ({ state }) => state === 'wrap_up');
  // The server knows it before a busy page does, and keys go where the page is.
  await agent.page.locator('section.result[data-active]').waitFor({ timeout: 10_000 });
  // Who proved who they are is filled in.
  for (const key of [...(call?.identityPassed ? [] : ['1']), '2', 'Control+Enter'])
    await agent.page.keyboard.press(key);
  await agent.until('wrap-up over', ({ state }) => state !== 'wrap_up');
}

export function farSound(world: World, file: string | undefined): Sound {
  const folder = world.system.config.carrier?.soundDir ?? '';
  if (!file) throw new Error('the far side kept no sound of this call');
  return readWav(readFileSync(join(folder, file)));
}

const track = (sound: Sound, channel: number) => sound.channels[channel] ?? new Float64Array();
const frameMs = 20;
/** 3 s windows, each at its own best lag of ±0.3 s: where legs change, one end may slip by a few packets against the other. */
const windowFrames = 150;
const maxLag = 15;
/** The same pattern gives 0.95 and more on a quiet machine, 0.83 on one where packets come late in bursts; another pattern stays below 0.6. */
export const sameSound = 0.7;

/** A voice of these stories has 0.04 and more; the music on hold touches the same frequency with less. */
const spokenPower = 0.02;

/** Mean and worst correlation of the windows of `own` with the same stretch of `other`. Stretches in which neither speaks say nothing. */
export function alike(
  own: readonly number[],
  other: readonly number[],
  spoken = 1e-4,
  lag = maxLag,
): { mean: number; worst: number } {
  const values: number[] = [];
  for (let from = 0; from + windowFrames <= own.length; from += windowFrames) {
    const mine = own.slice(from, from + windowFrames);
    const theirs = other.slice(Math.max(0, from - lag), from + windowFrames + lag);
    if (Math.max(...mine, ...theirs) < spoken) continue;
    const shift = from - Math.max(0, from - lag);
    values.push(bestCorrelation(mine, theirs, lag + shift).value);
  }
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length),
    worst: Math.min(...values),
  };
}

/** Left is the citizen's voice and nothing of the agent's, right the other way round. A mono file put twice fails both. */
export function judgeChannels(stored: Sound, said: Sound, heard: Sound): void {
  const left = track(stored, 0);
  const right = track(stored, 1);
  const citizen = alike(
    toneTrace(left, 8000, 1000, frameMs),
    toneTrace(track(said, 0), 8000, 1000, frameMs),
    spokenPower,
  );
  const agent = alike(
    toneTrace(right, 8000, 440, frameMs),
    toneTrace(track(heard, 0), 8000, 440, frameMs),
    spokenPower,
  );
  const crossed = alike(envelope(left, 8000, frameMs), envelope(track(heard, 0), 8000, frameMs));
  expect(citizen.mean, `left ↔ what the citizen said ${JSON.stringify(citizen)}`).to.be.above(sameSound);
  expect(agent.mean, `right ↔ what the citizen heard ${JSON.stringify(agent)}`).to.be.above(sameSound);
  expect(crossed.mean, 'left is not the agent').to.be.below(0.7);
  // Mean over short frames: over a whole call one slipped frame turns the phase, and the tone would cancel itself.
  const mean = (samples: Float64Array, hertz: number) => {
    const trace = toneTrace(samples, 8000, hertz);
    return trace.reduce((sum, power) => sum + power, 0) / Math.max(1, trace.length);
  };
  expect(mean(left, 1000), 'citizen in left').to.be.above(0.005);
  expect(mean(right, 440), 'agent in right').to.be.above(0.001);
  expect(mean(left, 440) / mean(right, 440), 'agent leaking into left').to.be.below(0.01);
  expect(mean(right, 1000) / mean(left, 1000), 'citizen leaking into right').to.be.below(0.01);
}
