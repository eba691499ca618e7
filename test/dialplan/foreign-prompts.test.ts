import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { PROMPT_LANGUAGES, promptIn, promptsFor } from '../../core/rules/prompt-language.ts';
import { buildForeignPrompts, type ForeignSpeech } from '../../dialplan/sounds/build-foreign-prompts.ts';
import { foreignSentences } from '../../dialplan/sounds/foreign-prompts.ts';
import { prompts } from '../../dialplan/sounds/prompts.ts';
import { tone } from '../../dialplan/sounds/tones.ts';
import { encodeWave } from '../../dialplan/sounds/wave-file.ts';
import { cacheFolder } from '../../runtime/debian/private-root.ts';
import { foreignSpeech } from '../../runtime/product/foreign-prompts.ts';
import type { AriPort } from '../../telephony/ari/port.ts';
import { goodbyeMedia } from '../../telephony/flows/prompts.ts';
import { readWav, rms } from '../support/sound.ts';

describe('prompts in Nepali and Vietnamese', function () {
  this.timeout(240_000);
  let outDir: string;
  let recordedDir: string;
  let speech: ForeignSpeech | undefined;
  before(async () => {
    outDir = mkdtempSync(join(tmpdir(), 'foreign-'));
    recordedDir = join(outDir, 'recorded');
    mkdirSync(join(recordedDir, 'pbx'), { recursive: true });
    speech = await foreignSpeech(cacheFolder(undefined), AbortSignal.timeout(200_000)).catch(() => undefined);
  });
  after(() => rmSync(outDir, { recursive: true, force: true }));
  const secondsOf = (key: string) => {
    const { rate, channels } = readWav(readFileSync(join(outDir, `${key}.wav`)));
    const samples = channels[0] ?? new Float64Array();
    return { rate, seconds: samples.length / rate, loudness: rms(samples) };
  };

  it('stand beside a Japanese sentence each, in the script of their language', () => {
    expect(foreignSentences).to.have.length(9 * PROMPT_LANGUAGES.length);
    for (const { key, text } of foreignSentences) {
      expect(Object.keys(prompts.prompts)).to.include(key.replace(/-(ne|vi)$/, ''));
      if (key.endsWith('-ne')) expect(text).to.match(/^[\u0900-\u097f\s,]+$/);
      else expect(text).to.match(/[àáâãạảấầậắđéêếệíìịòóôốồộơờợúưứừựỳ]/i);
    }
  });

  it('are spoken: each is there, is heard and is as long as such a sentence is', async function () {
    if (!speech) return this.skip();
    const built = await buildForeignPrompts({ ...speech, outDir });
    expect(built.spoken).to.have.members(foreignSentences.map(({ key }) => key));
    for (const { key, text } of foreignSentences) {
      const { rate, seconds, loudness } = secondsOf(key);
      expect(rate, key).to.equal(8000);
      expect(loudness, key).to.be.within(0.02, 0.4);
      // 5 to 30 characters a second is what people speak in either script.
      expect(seconds, key).to.be.within(text.length / 30, text.length / 5);
    }
    expect(await buildForeignPrompts({ ...speech, outDir })).to.include({ unchanged: foreignSentences.length });
  });

  it("give way to the city's own recording", async function () {
    if (!speech) return this.skip();
    writeFileSync(join(recordedDir, 'pbx/courtesy-ne.wav'), encodeWave(tone(300, 1.5)));
    expect((await buildForeignPrompts({ ...speech, outDir, recordedDir })).recorded).to.deep.equal(['pbx/courtesy-ne']);
    expect(secondsOf('pbx/courtesy-ne').seconds).to.be.closeTo(1.5, 0.01);
  });

  it('are heard after the city’s Japanese goodbye', async () => {
    const ari = { getGlobal: async (name: string) => (name === 'SOUNDS' ? '/s' : undefined) } as unknown as AriPort;
    expect((await goodbyeMedia(ari, 'courtesy', '02', 'vi')).split(',').at(-1)).to.equal('sound:/s/pbx/courtesy-vi');
    expect(await goodbyeMedia(ari, 'call-ended', '02', 'ne')).to.equal(
      'sound:/s/pbx/call-ended,sound:/s/pbx/call-ended-ne',
    );
    expect(await goodbyeMedia(ari, 'call-ended', '02')).to.equal('sound:/s/pbx/call-ended');
  });

  it('follow the Japanese and never stand alone', () => {
    expect(promptsFor('courtesy', 'ne')).to.deep.equal(['courtesy', 'courtesy-ne']);
    expect(promptsFor('courtesy', 'en')).to.deep.equal(['courtesy']);
    expect(promptsFor('position-1', 'vi')).to.deep.equal(['position-1']);
    expect(promptIn('courtesy', null)).to.equal(undefined);
  });
});
