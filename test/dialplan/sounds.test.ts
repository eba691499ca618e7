import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildPrompts } from '../../dialplan/sounds/build-prompts.ts';
import { buildTones } from '../../dialplan/sounds/build-tones.ts';
import { carrierTurns, carrierVoices, prompts } from '../../dialplan/sounds/prompts.ts';
import { resample } from '../../dialplan/sounds/resample.ts';
import { holdTune, tone } from '../../dialplan/sounds/tones.ts';
import { decodeWave, encodeWave } from '../../dialplan/sounds/wave-file.ts';
import { readWav, rms, tonePower } from '../support/sound.ts';

const sine = (hertz: number, rate: number) => ({
  rate,
  samples: Float64Array.from({ length: rate }, (_, index) => 0.5 * Math.sin((2 * Math.PI * hertz * index) / rate)),
});

describe('sounds', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sounds-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are read back as written', () => {
    const written = tone(440, 0.5);
    const read = decodeWave(encodeWave(written));
    expect(read.rate).to.equal(8000);
    expect(
      Math.max(...read.samples.map((value, index) => Math.abs(value - (written.samples[index] ?? 9)))),
    ).to.be.below(1e-4);
  });

  it('keep what a telephone carries and lose what it does not, going from 48 to 8 kHz', () => {
    const kept = resample(sine(1000, 48000), 8000).samples;
    expect(tonePower(kept, 8000, 1000)).to.be.closeTo(0.25, 0.01);
    // 7 kHz would fold back to 1 kHz.
    expect(rms(resample(sine(7000, 48000), 8000).samples, 100, 7900)).to.be.below(0.002);
  });

  it('are silent where silence is meant, and quiet on hold', async () => {
    await buildTones(folder);
    expect(rms(readWav(readFileSync(join(folder, 'silence/silence.wav'))).channels[0] ?? new Float64Array())).to.equal(
      0,
    );
    expect(rms(holdTune().samples)).to.be.within(0.01, 0.1);
  });

  it('exist for every prompt that the dialplan names', () => {
    const templates = ['pbx', 'carrier'].map((part) => new URL(`../../dialplan/templates/${part}/`, import.meta.url));
    const text = templates
      .flatMap((url) => readdirSync(url).map((name) => readFileSync(new URL(name, url), 'utf8')))
      .join('\n');
    const named = [
      ...[...text.matchAll(/\$\{SOUNDS\}\/((?:pbx|carrier)\/[a-z-]+)/g)].map((match) => match[1] ?? ''),
      ...[...text.matchAll(/say,1,1\(([a-z]+)\)/g)].map((match) => `carrier/${match[1]}`),
    ].filter((key) => key !== 'carrier/beep' && key !== 'carrier/ringing');
    expect(named).to.include.members(['pbx/inbound-unavailable', 'carrier/voicemail']);
    expect(Object.keys(prompts.prompts)).to.include.members(named.filter((key) => !key.endsWith('/')));
    for (let voice = 1; voice <= carrierVoices; voice++) {
      const turns = Array.from({ length: carrierTurns }, (_, turn) => `carrier/talk-${voice}-${turn + 1}`);
      const all = [`carrier/hello-${voice}`, `carrier/bye-${voice}`, `carrier/return-${voice}`, ...turns];
      expect(Object.keys(prompts.prompts)).to.include.members(all);
    }
  });

  it('are spoken once, and again only when a prompt changed; a recorded one comes first', async () => {
    // Stands for the speech program: writes a 48 kHz tone and notes that it was asked.
    const asked = join(folder, 'asked');
    writeFileSync(join(folder, 'source.wav'), encodeWave(sine(500, 48000)));
    const program = join(folder, 'open_jtalk');
    const script = `#!/bin/sh\nwhile [ $# -gt 1 ]; do [ "$1" = -ow ] && out="$2"; shift; done\ncat "$1" >> '${asked}'\ncp '${folder}/source.wav' "$out"\n`;
    writeFileSync(program, script, { mode: 0o755 });
    writeFileSync(join(folder, 'a.htsvoice'), 'voice');
    const build = {
      openJtalk: program,
      dictionary: folder,
      voice: join(folder, 'a.htsvoice'),
      outDir: join(folder, 'out'),
    };
    const count = Object.keys(prompts.prompts).length;
    expect((await buildPrompts(build)).spoken).to.have.length(count);
    expect(readFileSync(asked, 'utf8').trim().split('\n')).to.have.length(count);
    const built = decodeWave(readFileSync(join(folder, 'out/carrier/hello-1.wav')));
    expect(built.rate).to.equal(8000);
    expect(tonePower(built.samples, 8000, 500)).to.be.greaterThan(0.1);
    expect(await buildPrompts(build)).to.include({ unchanged: count });
    writeFileSync(join(folder, 'a.htsvoice'), 'another voice');
    expect((await buildPrompts(build)).spoken).to.have.length(count);
    const recordedDir = join(folder, 'recorded');
    mkdirSync(join(recordedDir, 'pbx'), { recursive: true });
    writeFileSync(join(recordedDir, 'pbx/inbound-unavailable.wav'), encodeWave(tone(300, 1)));
    expect((await buildPrompts({ ...build, recordedDir })).recorded).to.deep.equal(['pbx/inbound-unavailable']);
    const taken = decodeWave(readFileSync(join(folder, 'out/pbx/inbound-unavailable.wav')));
    expect(tonePower(taken.samples, 8000, 300)).to.be.greaterThan(0.05);
  });
});
