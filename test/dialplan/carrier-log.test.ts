import { expect } from 'chai';
import { parseCarrierLog, readCarrierLog } from '../../dialplan/carrier/log.ts';

const leg = {
  direction: 'to_citizen',
  callId: 'a@b',
  called: '0901',
  from: '0220001100',
  pai: '0220001100',
  behaviour: 'answer;ring=3',
  invitedMs: 1000,
  ringingMs: 1100,
  answeredMs: 4100,
  endedMs: 9600,
  cause: 16,
  endedBy: 'citizen',
  heard: 'x-heard.wav',
  said: 'x-said.wav',
};

describe('the carrier log', () => {
  it('tells how long was talked', () => {
    const [call] = parseCarrierLog(`${JSON.stringify(leg)}\n`);
    expect(call).to.include({ talkedMs: 5500, ringingMs: 1100, heard: 'x-heard.wav' });
  });

  it('has no answer, no talk and no sound for a call nobody answered', () => {
    const unanswered = { ...leg, ringingMs: 0, answeredMs: 0, heard: '', said: '' };
    const [call] = parseCarrierLog(`${JSON.stringify(unanswered)}\n`);
    expect(call).to.include({ talkedMs: 0 });
    expect(call).not.to.have.any.keys('answeredMs', 'ringingMs', 'heard', 'said');
  });

  it('leaves out a last line that is still being written', () => {
    const line = JSON.stringify(leg);
    expect(parseCarrierLog(`${line}\n${line.slice(0, 80)}`)).to.have.length(1);
    expect(parseCarrierLog(line)).to.have.length(0);
    expect(parseCarrierLog('')).to.have.length(0);
  });

  it('never steps over a broken line in the middle', () => {
    const line = JSON.stringify(leg);
    expect(() => parseCarrierLog(`${line}\n{"direction":\n${line}\n`)).to.throw(/Line 2/);
  });

  it('takes a missing file for no calls', async () => {
    expect(await readCarrierLog('/nowhere/calls.log')).to.deep.equal([]);
  });
});
