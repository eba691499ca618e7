import type { Sql } from '../../core/platform/postgres.ts';
import { DEFAULT_INBOUND, type InboundParameters } from '../../core/rules/inbound/inbound-parameters.ts';
import { saveSetting } from '../settings/save-setting.ts';

const ALWAYS = '0001-01-01';

/** The demo city has published that it records, says so at the beginning of every call, and takes messages. Does nothing where anything is set. */
export async function createDemoInbound(sql: Sql): Promise<void> {
  await sql.begin(async (tx) => {
    const [set] = await tx`select 1 from setting where key = 'inbound' limit 1`;
    const [city] = await tx<{ name: string; section: string }[]>`
      select value->>'name' as name, value->>'section' as section from setting where key = 'city' order by valid_from desc limit 1`;
    if (set || !city) return;
    const value: InboundParameters = {
      ...DEFAULT_INBOUND,
      noticeText: `お電話ありがとうございます。${city.name}の、${city.section}です。応対の確認のため、この通話は録音しております。`,
      voicemailClosed: true,
      voicemailBusy: true,
    };
    await saveSetting(tx, 'inbound', ALWAYS, value);
  });
}
