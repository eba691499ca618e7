import type { InboundSettings } from '../../core/contracts/http/inbound.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import {
  DEFAULT_INBOUND,
  INBOUND_FIELDS,
  INBOUND_TEXT_NAMES,
  INBOUND_TEXTS,
  type InboundParameters,
  inboundParameters,
  inboundProblems,
} from '../../core/rules/inbound/inbound-parameters.ts';
import type { Scope } from '../../core/rules/permissions.ts';
import { changesText } from '../../core/rules/setting-fields.ts';
import { assertNotPast } from '../settings/from-today.ts';
import { selectSettingOn } from '../settings/queries.ts';
import { refuse } from '../settings/save-dialling.ts';
import { saveSetting } from '../settings/save-setting.ts';
import { assertWholeCity } from '../settings/whole-city.ts';

export async function readInboundSettings(db: Queryable, today: string): Promise<InboundSettings> {
  const rows = await db<{ validFrom: string; value: unknown }[]>`
    select valid_from as "validFrom", value from setting where key = 'inbound' order by valid_from desc limit 50`;
  const versions = rows.map(({ validFrom, value }) => ({ validFrom, value: inboundParameters(value) }));
  if (!versions.some(({ validFrom }) => validFrom <= today))
    versions.push({ validFrom: '0001-01-01', value: DEFAULT_INBOUND });
  return { today, versions };
}

/** @returns what changed, in words. @throws DomainError settings/past, settings/whole-city, settings/values */
export async function saveInboundSettings(
  db: Queryable,
  caller: Scope,
  asked: { validFrom: string; value: InboundParameters },
  today: string,
): Promise<string> {
  assertWholeCity(caller);
  assertNotPast(asked.validFrom, today);
  refuse(inboundProblems({ ...asked.value }));
  const before = inboundParameters(await selectSettingOn(db, 'inbound', asked.validFrom));
  await saveSetting(db, 'inbound', asked.validFrom, asked.value);
  const texts = INBOUND_TEXTS.filter((name) => before[name] !== asked.value[name]).map(
    (name) => INBOUND_TEXT_NAMES[name],
  );
  return [...texts, changesText(INBOUND_FIELDS, { ...before }, { ...asked.value })].filter(Boolean).join('、');
}
