import type { TalkResult, WhoAnswered } from './vocabulary.ts';

/**
 * What the city measures its contact centre by, defined once: screens, reports and the page docs/metrics.md all come from here. Persons are
 * counted once however often they were called; the denominator of the contact rate is the persons asked to be called, never attempts.
 */
export interface GoalCounts {
  /** Persons asked to be called (架電対象予定者). */
  requested: number;
  /** Persons of these who were dialled at least once. */
  dialled: number;
  /** Persons of these who were spoken to: themselves or a member of the household. */
  contacted: number;
  /** Persons of these who promised to pay. */
  promised: number;
  /** Promises of these that the money has judged: kept, kept in part, or broken. */
  judged: number;
  /** Promises of these that were kept in full. */
  kept: number;
  /** Persons of these who owe nothing on the subject any more. */
  settled: number;
  /** Calls dialled; faults of the line are none. */
  attempts: number;
  /** Calls dialled for the pool and answered by a person; machines are none, the re-queued are. */
  poolAnswered: number;
  /** Calls of these where no agent was at the ear in time, also when one came later. */
  abandoned: number;
  /** Calls whose result an agent saved. */
  wrapUps: number;
  /** Seconds from the last hang-up to the saved result, over those calls; what was corrected later adds none. */
  wrapUpSec: number;
}

/** The counts in the words of the screens. */
export const COUNT_NAMES: Readonly<Record<keyof GoalCounts, string>> = {
  requested: '架電対象予定者',
  dialled: '発信した方',
  contacted: '接触した方',
  promised: '約束した方',
  judged: '判定された約束',
  kept: '履行された約束',
  settled: '完納した方',
  attempts: '発信回数',
  poolAnswered: '人が応答した予測発信',
  abandoned: '放棄した発信',
  wrapUps: '結果を保存した発信',
  wrapUpSec: '後処理の秒数',
};

export type MetricId =
  | 'dial_rate'
  | 'contact_rate'
  | 'promise_rate'
  | 'kept_rate'
  | 'settled_rate'
  | 'abandonment'
  | 'calls_per_person'
  | 'wrap_up';

export type MetricUnit = 'percent' | 'times' | 'seconds';
export const METRIC_UNITS: Readonly<Record<MetricUnit, string>> = { percent: '%', times: '回', seconds: '秒' };

export interface Metric {
  id: MetricId;
  /** As people read it. */
  name: string;
  of: keyof GoalCounts;
  over: keyof GoalCounts;
  unit: MetricUnit;
  /** What a reader must know to reproduce the figure. */
  note: string;
}

export const METRICS: readonly Metric[] = [
  {
    id: 'dial_rate',
    name: '架電率',
    of: 'dialled',
    over: 'requested',
    unit: 'percent',
    note: '1回以上発信した方の割合。回線側の障害で終わった発信は数えません。',
  },
  {
    id: 'contact_rate',
    name: '接触率',
    of: 'contacted',
    over: 'requested',
    unit: 'percent',
    note: '本人または同一世帯員と通話できた方の割合。分母は依頼された方の数で、発信の回数ではありません。',
  },
  {
    id: 'promise_rate',
    name: '約束率',
    of: 'promised',
    over: 'contacted',
    unit: 'percent',
    note: '接触できた方のうち、納付の約束をした方の割合。',
  },
  {
    id: 'kept_rate',
    name: '履行率',
    of: 'kept',
    over: 'judged',
    unit: 'percent',
    note: '約束の日が期間内の納付約束のうち、約束どおり入金されたものの割合(件数)。確認期間が終わっていないもの、延期、取消は数えません。一部だけの入金は履行に数えません。業務ごとの値は、その業務の間に受けた約束のものです。',
  },
  {
    id: 'settled_rate',
    name: '完納率',
    of: 'settled',
    over: 'requested',
    unit: 'percent',
    note: '依頼された方のうち、その科目の未納がなくなった方の割合。速報の入金を含み、取消は戻します。',
  },
  {
    id: 'abandonment',
    name: '放棄率',
    of: 'abandoned',
    over: 'poolAnswered',
    unit: 'percent',
    note: '人が応答した発信のうち、決められた秒数以内に従事者の声が届かなかったものの割合。留守番電話を除き、後からつながったものを含みます。',
  },
  {
    id: 'calls_per_person',
    name: '1人あたり発信',
    of: 'attempts',
    over: 'dialled',
    unit: 'times',
    note: '発信した方1人あたりの発信回数。',
  },
  {
    id: 'wrap_up',
    name: '平均後処理時間',
    of: 'wrapUpSec',
    over: 'wrapUps',
    unit: 'seconds',
    note: '通話が終わってから従事者が結果を保存するまでの平均秒数(実時間)。電話に出なかった発信でも、結果を入力したものを含みます。後日の訂正は含みません。',
  },
];

/** Null when there is nothing to divide by: no share is not the same as nought. */
export function metricValue(id: MetricId, counts: GoalCounts): number | null {
  const metric = METRICS.find((one) => one.id === id);
  if (!metric) throw new RangeError(`"${id}" is no metric`);
  const whole = counts[metric.over];
  if (whole === 0) return null;
  const share = counts[metric.of] / whole;
  return metric.unit === 'percent' ? share * 100 : share;
}

export const CONTACT_BY: readonly WhoAnswered[] = ['principal', 'household'];

/** 接触: a conversation with the person or somebody of the same household. */
export function isContact(whoAnswered: WhoAnswered | null): boolean {
  return whoAnswered !== null && CONTACT_BY.includes(whoAnswered);
}

export function isPromise(talkResult: TalkResult | null): boolean {
  return talkResult === 'promise';
}

export const FUNNEL_STAGES = ['untouched', 'tried', 'contacted', 'promised', 'settled', 'ended'] as const;
export type FunnelStage = (typeof FUNNEL_STAGES)[number];
export type Funnel = Record<FunnelStage, number>;

export const FUNNEL_NAMES: Readonly<Record<FunnelStage, { name: string; note: string }>> = {
  untouched: { name: '未着手', note: 'まだ一度も発信していない方。' },
  tried: { name: '未接触', note: '発信したが、まだ話せていない方。' },
  contacted: { name: '接触', note: '本人または同一世帯員と話せた方。' },
  promised: { name: '約束', note: '納付の約束をした方。' },
  settled: { name: '完納', note: 'その科目の未納がなくなった方。' },
  ended: { name: '終了', note: '話せないまま、これ以上は架電しない方（回数の上限、架電停止など）。' },
};

export interface FunnelFacts {
  dialled: boolean;
  contacted: boolean;
  promised: boolean;
  /** Owes nothing on the campaign's subject. */
  settled: boolean;
  /** Done with or withdrawn: no more calls. */
  over: boolean;
}

/** Where one person stands: the furthest they came. 終了 is whoever is called no more without having been reached. */
export function funnelStage({ dialled, contacted, promised, settled, over }: FunnelFacts): FunnelStage {
  if (settled) return 'settled';
  if (promised) return 'promised';
  if (contacted) return 'contacted';
  if (over) return 'ended';
  return dialled ? 'tried' : 'untouched';
}
