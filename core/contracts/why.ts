/** One rule of the gate and what it says now. */
export interface WhyRule {
  /** Which part of the gate: `hours` `person` `promise` `business_hours` `language` `caps` `leading` `held` `numbers`. */
  part: string;
  ok: boolean;
  code: string;
  rule: string;
  value: string;
  /** Japanese; empty when the rule says yes as it usually does. */
  message: string;
  /** ISO, product clock: when this rule may say yes. */
  again: string | null;
}

/** A count against its limit. */
export interface WhyCount {
  rule: string;
  value: number;
  limit: number;
}

export interface WhyNumber {
  phoneId: number;
  automatic: boolean;
  byHand: boolean;
  code: string;
  message: string | null;
}

/** Result of the command `explain`: what the gate says of a target at this moment, all parts of it and not only the first no. */
export interface WhyNow {
  mayCall: boolean;
  /** The part that decides; null when nothing speaks against a call. */
  because: WhyRule | null;
  parts: WhyRule[];
  counts: WhyCount[];
  numbers: WhyNumber[];
}

/** Result of the command `explain_campaign`. */
export interface WhyCampaign {
  mayDial: boolean;
  because: WhyRule | null;
  freeChannels: number;
}
