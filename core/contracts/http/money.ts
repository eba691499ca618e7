import type { Announcement } from '../../rules/money/announcement.ts';
import type { ChargeRule } from '../../rules/money/charge-rule.ts';
import type { DemandFeeLine } from '../../rules/money/demand-fee.ts';
import type { Engine } from '../../rules/money/engine.ts';
import type { MoneyScope, StoredSetting } from '../../rules/money/money-settings.ts';
import type { RatePeriod } from '../../rules/money/rates.ts';

/**
 * How charges are counted: the city's engines, rates, rounding and policy (docs/money.md). No person is in it.
 *
 * GET /api/money → MoneySettings (permission `view_subjects`)
 * PUT /api/money/engine       {subjectId, engine|null}          (permission `edit_subjects`, each → MoneySettings)
 * PUT /api/money/rates        {scope, line: RatePeriod}         a line with the same first day is replaced
 * PUT /api/money/rule         {scope, validFrom, rule: OwnRule}
 * PUT /api/money/announcement {validFrom, announce, subjects}
 * PUT /api/money/demand-fee   {from, yen}                       by the day of issue of the 督促状
 */
export interface MoneySettings {
  /** The product's day, `YYYY-MM-DD`. */
  today: string;
  announcement: { announce: Announcement; subjects: Record<string, Announcement> };
  subjects: SubjectMoney[];
  /** Lines the city entered for an engine, and the rule in force for it. */
  engines: EngineMoney[];
  demandFees: DemandFeeLine[];
  /** Rules and policies saved for days to come. */
  coming: StoredSetting[];
}

export interface EngineMoney {
  engine: Engine;
  /** null = what is stored cannot be read: every charge by this engine says 市へ照会. */
  rule: ChargeRule | null;
  rates: RateLine[];
}

export interface SubjectMoney {
  subjectId: string;
  name: string;
  colour: string;
  /** null = unknown: 市へ照会. */
  engine: Engine | null;
  /** What the subject alone has; null = as its engine. */
  ownRule: OwnRule | null;
  ownRates: RateLine[];
  /** The last day its charges can be counted for; null = no end. */
  ratesEnd: string | null;
}

/** What a subject has of its own; the rest comes from its engine. */
export type OwnRule = { [Name in keyof ChargeRule]?: ChargeRule[Name] | undefined };

export interface RateLine extends RatePeriod {
  /** False: the product brought it along. */
  entered: boolean;
}

export type { MoneyScope };
