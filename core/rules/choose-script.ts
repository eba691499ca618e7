export const SCRIPT_ATTRIBUTES = ['individual', 'corporate', 'deceased', 'inbound'] as const;
export type ScriptAttribute = (typeof SCRIPT_ATTRIBUTES)[number];

/** For whom a script is; null = everybody. */
export interface ScriptScope {
  id: string;
  subjectId: string | null;
  /** Beginning of the stage's name (core/rules/debt-stage): 「催告」 is every round of it. */
  stage: string | null;
  attribute: ScriptAttribute | null;
  /** ISO 639-1 of the text beside the Japanese. */
  language: string | null;
  /** `YYYY-MM-DD`, inclusive. */
  validFrom: string;
  validTo: string | null;
}

export interface ScriptWanted {
  subjectId: string;
  stage: string;
  attribute: ScriptAttribute;
  language: string | null;
  /** The script the campaign was made with. */
  campaignScriptId: string | null;
  /** `YYYY-MM-DD` */
  today: string;
}

/** The dead are never asked for, whoever calls whom (T22). */
export function scriptAttribute(person: { deceased: boolean; corporate: boolean }, inbound: boolean): ScriptAttribute {
  if (person.deceased) return 'deceased';
  if (inbound) return 'inbound';
  return person.corporate ? 'corporate' : 'individual';
}

/**
 * The narrowest script valid today, by what matters most: that somebody died, the language, the attribute, the subject, the stage; among the equally
 * narrow the campaign's own, then the newest. Null when none is for this case.
 */
export function chooseScript<T extends ScriptScope>(scripts: readonly T[], wanted: ScriptWanted): T | null {
  const fitting = scripts.filter((script) => fits(script, wanted));
  return fitting.reduce<T | null>((best, one) => (best === null || narrower(one, best, wanted) ? one : best), null);
}

function fits(script: ScriptScope, wanted: ScriptWanted): boolean {
  return (
    script.validFrom <= wanted.today &&
    (script.validTo === null || script.validTo >= wanted.today) &&
    (script.subjectId === null || script.subjectId === wanted.subjectId) &&
    (script.attribute === null || script.attribute === wanted.attribute) &&
    (script.language === null || script.language === wanted.language) &&
    (script.stage === null || wanted.stage.startsWith(script.stage))
  );
}

function narrower(one: ScriptScope, other: ScriptScope, wanted: ScriptWanted): boolean {
  const [mine, theirs] = [rank(one, wanted), rank(other, wanted)];
  for (const [index, value] of mine.entries()) {
    const against = theirs[index] ?? 0;
    if (value !== against) return value > against;
  }
  return false;
}

const rank = (script: ScriptScope, wanted: ScriptWanted): (number | string)[] => [
  script.attribute === 'deceased' ? 1 : 0,
  script.language === null ? 0 : 1,
  script.attribute === null ? 0 : 1,
  script.subjectId === null ? 0 : 1,
  script.stage?.length ?? 0,
  script.id === wanted.campaignScriptId ? 1 : 0,
  script.validFrom,
  script.id,
];
