import type {
  CallScript,
  CaseView,
  DebtView,
  DeskCampaign,
  DeskDraft,
  DeskLogin,
  SaveResult,
} from '../../../core/contracts/http/desk.ts';
import type { AgentSnapshot } from '../../../core/contracts/realtime.ts';
import type { ContactWay } from '../../../core/rules/contact-preference.ts';
import { get, post, put, putLeaving } from '../../client/http.ts';
import type { IdentityAnswersToSend } from './identity-draft.ts';

const base = '/api/desk';

export const fetchCampaigns = (signal?: AbortSignal) => get<DeskCampaign[]>(`${base}/campaigns`, signal);
export const fetchCase = (targetId: number, signal?: AbortSignal) => get<CaseView>(`${base}/case/${targetId}`, signal);
export const fetchDebt = (targetId: number, payDay: string | null, signal?: AbortSignal) =>
  get<DebtView>(`${base}/case/${targetId}/debt${payDay === null ? '' : `?on=${payDay}`}`, signal);

export const fetchCallScript = (callId: string, signal?: AbortSignal) =>
  get<CallScript>(`${base}/calls/${callId}/script`, signal);

export const fetchSnapshot = () => get<AgentSnapshot>(`${base}/snapshot`);
export const openShift = () => post<DeskLogin>(`${base}/login`);
export const ready = (campaignId: string | null) => post(`${base}/ready`, { campaignId });
export const takeBreak = (reason: string) => post(`${base}/break`, { reason });
export const dial = (targetId: number, phoneId: number | null) => post(`${base}/dial`, { targetId, phoneId });
export const skip = (targetId: number, reason: string) => post(`${base}/skip`, { targetId, reason });
export const hangUp = (callId: string) => post(`${base}/hang-up`, { callId });
export const hold = (callId: string, on: boolean) => post(`${base}/hold`, { callId, on });
export const dtmf = (callId: string, digits: string) => post(`${base}/dtmf`, { callId, digits });
export const recordIdentity = (callId: string, answers: IdentityAnswersToSend) =>
  post<{ passed: boolean; message: string }>(`${base}/identity`, { callId, ...answers });
export const readDraft = async (callId: string) =>
  (await get<{ draft: DeskDraft | null }>(`${base}/draft/${callId}`)).draft;
export const writeDraft = async (draft: DeskDraft) => (await put<{ kept: boolean }>(`${base}/draft`, draft)).kept;
export const writeDraftLeaving = (draft: DeskDraft) => putLeaving(`${base}/draft`, draft);
export const saveResult = (result: SaveResult) => post(`${base}/result`, result);
export const setPreference = (targetId: number, body: { ways: readonly ContactWay[]; note: string }) =>
  put(`${base}/case/${targetId}/preference`, body);
