import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  type Behaviour,
  BehaviourError,
  behaviourNames,
  parseBehaviour,
  printBehaviour,
} from '../../dialplan/carrier/behaviour.ts';
import { ordinaryTable, tableValues } from '../../dialplan/carrier/behaviour-table.ts';

const template = (name: string) =>
  readFileSync(new URL(`../../dialplan/templates/carrier/${name}`, import.meta.url), 'utf8');

describe('behaviours of simulated people', () => {
  it('reads words with parameters', () => {
    expect(parseBehaviour('answer;ring=3;talk=20;voice=2')).to.deep.equal({
      name: 'answer',
      ring: 3,
      talk: 20,
      voice: 2,
    });
    expect(parseBehaviour('hangup;talk=0.3')).to.deep.equal({ name: 'hangup', talk: 0.3 });
    expect(parseBehaviour('sound;file=/tmp/a-b_1')).to.deep.equal({ name: 'sound', file: '/tmp/a-b_1' });
  });

  for (const text of [
    '',
    'dance',
    'answer;ring',
    'answer;ring=x',
    'answer;ring=1\r\nAction: Originate',
    'answer;x=1',
    'sound;file=rel',
    'sound;file=/a,b',
    'answer;ring=-1',
    'tone;hz=$\u007bEPOCH}',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => expect(() => parseBehaviour(text)).to.throw(BehaviourError));
  }

  it('prints what it reads', () => {
    const seconds = fc.integer({ min: 0, max: 9999 }).map((tenth) => tenth / 10);
    const behaviour = fc.record(
      {
        name: fc.constantFrom(...behaviourNames),
        ring: seconds,
        talk: seconds,
        voice: fc.integer({ min: 1, max: 9 }),
        hangup: fc.constantFrom('yes' as const, 'no' as const),
        after: seconds,
        hz: fc.integer({ min: 100, max: 3400 }),
      },
      { requiredKeys: ['name'] },
    );
    fc.assert(
      fc.property(behaviour, (one) => {
        expect(parseBehaviour(printBehaviour(one as Behaviour))).to.deep.equal(one);
      }),
    );
  });

  it('has an extension in the dialplan for every word, and no other', () => {
    const section = template('behaviours.conf').split('[ring]')[0] ?? '';
    const words = [...section.matchAll(/^exten => ([a-z-]+),1,/gm)].map((match) => match[1]);
    expect(words.filter((word) => word !== 'unknown').sort()).to.deep.equal([...behaviourNames].sort());
  });

  it('understands every fixed number of the dialplan', () => {
    const fixed = [...template('table.conf').matchAll(/^FIXED_\d+ = (.+)$/gm)].map((match) => match[1] ?? '');
    expect(fixed.length).to.be.greaterThan(10);
    for (const text of fixed) parseBehaviour(text.replaceAll('\\;', ';'));
  });
});

describe('the table of behaviours', () => {
  it('becomes rising limits', () => {
    const values = tableValues(ordinaryTable);
    expect(values['lineUnallocated']).to.be.below(values['lineUnreachable'] ?? 0);
    expect(values['lineUnreachable']).to.be.below(values['lineVoicemail'] ?? 0);
    expect(values['answer19']).to.equal(ordinaryTable.answerByHour[19]);
  });

  it('refuses shares above the whole and days without 24 hours', () => {
    expect(() => tableValues({ ...ordinaryTable, away: { busy: 900, rejected: 200, callback: 0 } })).to.throw(
      RangeError,
    );
    expect(() => tableValues({ ...ordinaryTable, answerByHour: [1] })).to.throw(RangeError);
  });
});
