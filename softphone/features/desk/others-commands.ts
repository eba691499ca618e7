import type { PartyTarget } from '../../../core/contracts/commands.ts';
import type { TransferTargets } from '../../../core/contracts/http/parties.ts';
import { get, post } from '../../client/http.ts';

const base = '/api/desk';

export const fetchTargets = (callId: string, signal?: AbortSignal) =>
  get<TransferTargets>(`${base}/transfer-targets?callId=${callId}`, signal);
export const transfer = (callId: string, to: PartyTarget, blind: boolean) =>
  post(`${base}/transfer`, { callId, to, blind });
export const completeTransfer = (callId: string, as: 'transfer' | 'three_way', partyId: string | null) =>
  post(`${base}/transfer/complete`, { callId, as, partyId });
export const cancelTransfer = (callId: string) => post(`${base}/transfer/cancel`, { callId });
export const answerOffer = (callId: string, accept: boolean) => post(`${base}/transfer/answer`, { callId, accept });
export const addParty = (callId: string, to: PartyTarget) => post(`${base}/party`, { callId, to });
export const dropParty = (callId: string, partyId: string) => post(`${base}/party/drop`, { callId, partyId });
export const askHelp = (callId: string, on: boolean) => post(`${base}/help`, { callId, on });
export const joinHelp = (callId: string) => post(`${base}/help/join`, { callId });
export const leaveCall = (callId: string) => post(`${base}/leave-call`, { callId });
export const pauseRecording = (callId: string, on: boolean, reason: string) =>
  post(`${base}/recording-pause`, { callId, on, reason });
