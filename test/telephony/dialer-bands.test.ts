import { expect } from 'chai';
import { seedCampaign } from './dialer-population.ts';
import { at, DialerStage } from './dialer-stage.ts';

const WEDNESDAY = '2026-11-25';
const SATURDAY = '2026-11-28';

describe('who was not reached waits for a band', () => {
  const stage = new DialerStage();
  const { person, reserve, reserved, play, progress, sweep } = stage;
  /** What the running product does every minute. */
  const minute = async () => {
    stage.restart();
    await sweep();
  };
  const month = (kind: string, days: string[]) => stage.sql`
    update calendar_month set days = (select jsonb_agg(case when d->>'date' = any(${days}) then d || jsonb_build_object('kind', ${kind}::text)
      else d end) from jsonb_array_elements(days) d) where month = '2026-11-01'`;
  const missedByDay = async () => {
    const campaign = await seedCampaign(stage.sql, 'tax', { persons: [await person({})] });
    const { targetId } = await play(campaign, { lineResult: 'no_answer' });
    return { campaign, targetId };
  };
  afterEach(() => month('evening', ['2026-11-24', WEDNESDAY, '2026-11-26', '2026-11-27']));

  it('an evening nobody had time for goes to the next evening, not to the morning', async () => {
    const { campaign, targetId } = await missedByDay();
    stage.now = at('08:30', WEDNESDAY);
    expect(await reserve(campaign)).to.include({ code: 'nothing_due' });
    await minute();
    expect((await progress(targetId))['next_at']).to.deep.equal(at('17:00', WEDNESDAY));
    stage.now = at('17:00', WEDNESDAY);
    expect((await reserved(campaign)).targetId).to.equal(targetId);
  });

  it('a weekday evening rolls into the weekend when the city closes its evenings', async () => {
    const { campaign, targetId } = await missedByDay();
    await month('open', ['2026-11-24', WEDNESDAY, '2026-11-26', '2026-11-27']);
    await play(await seedCampaign(stage.sql, 'tax', { persons: [await person({})] }), { lineResult: 'no_answer' });
    const [second] = await stage.sql`select next_at, next_band from target_progress where target_id <> ${targetId}`;
    expect(second).to.deep.equal({ next_at: at('09:00', SATURDAY), next_band: 'weekend' });
    // The one who waits for an evening keeps waiting for one: the next that the calendar opens.
    stage.now = at('17:00');
    await minute();
    expect((await progress(targetId))['next_at']).to.deep.equal(at('17:00', '2026-11-30'));
    expect(await reserve(campaign)).to.include({ kind: 'nothing' });
  });

  it('an evening opened later than planned brings forward who waits for one', async () => {
    await month('open', ['2026-11-24', WEDNESDAY, '2026-11-26']);
    await stage.sql`delete from calling_window where day_kind = 'saturday' and subject_id = 'tax'`;
    const { targetId } = await missedByDay();
    expect((await progress(targetId))['next_at']).to.deep.equal(at('17:00', '2026-11-27'));
    await month('evening', [WEDNESDAY]);
    await minute();
    expect((await progress(targetId))['next_at']).to.deep.equal(at('17:00', WEDNESDAY));
    await stage.sql`insert into calling_window (subject_id, day_kind, opens, closes) values ('tax', 'saturday', '09:00', '17:00')`;
  });

  it('a band that opens no more within a month is waited for no more', async () => {
    const { campaign, targetId } = await missedByDay();
    await stage.sql`delete from calendar_month`;
    await minute();
    expect(await progress(targetId)).to.include({ next_band: null });
    stage.now = at('17:00', '2026-12-01');
    expect(await reserve(campaign)).to.include({ kind: 'nothing' });
    stage.now = at('10:00', '2026-12-02');
    expect((await reserved(campaign)).targetId).to.equal(targetId);
  });
});
