import { expect } from 'chai';
import type { HandOverBoard } from '../../../core/contracts/http/hand-overs.ts';
import { DeskSession } from '../../../runtime/drill/desk/desk-session.ts';
import type { World } from './world.ts';

/** A complaint that is nobody's: the city sees number and words, answers, and lets contact go on. @returns the answer */
export async function answerUnknownComplaint({ system }: World, callId: string, number: string): Promise<string> {
  const { user: login, password } = system.login('officer');
  const officer = await DeskSession.logIn(system.url, { login, password });
  const { rows } = await officer.get<HandOverBoard>('/api/hand-overs?view=open');
  const complaint = rows.find(({ caller }) => caller?.callId === callId);
  expect(complaint).to.include({ kind: 'complaint', person: null, mark: 'today', stopped: true });
  expect(complaint?.caller).to.include({ number, masked: false });
  const answer = '課長が本日中に電話します。';
  await officer.post(`/api/hand-overs/${complaint?.id}/answer`, { answer });
  await officer.post(`/api/hand-overs/${complaint?.id}/close`, { resume: true });
  officer.close();
  return answer;
}
