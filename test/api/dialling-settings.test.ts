import { expect } from 'chai';
import { DEFAULT_STOP_POLICY } from '../../core/rules/stop-policy.ts';
import { type Answer, type ApiUnderTest, apiUnderTest, type Browser } from './api-under-test.ts';
import { INSURANCE, seedSubjects, TAX } from './city-fixture.ts';

const TODAY = '2026-11-20';

describe('api: settings of dialling', () => {
  let api: ApiUnderTest;
  let manager: Browser;
  let officer: Browser;
  before(async () => {
    api = await apiUnderTest();
    await seedSubjects(api.db.sql);
    manager = await api.as('manager');
    officer = await api.as('officer');
  });
  after(() => api.close());

  const put = (key: string, value: object, validFrom = TODAY, by = manager): Promise<Answer> =>
    by.send('PUT', '/api/settings/dialling', { key, validFrom, value });
  const current = (answer: Answer, key: string) =>
    answer.body.versions.find((one: { key: string; state: string }) => one.key === key && one.state === 'current');

  it('keeps versions by day, for the city and a subject, and says who changed what', async () => {
    expect((await put('dialling', { maxAttemptsPerDay: 3, mobileFirst: false })).status).to.equal(200);
    expect((await put('dialling', { maxAttemptsPerDay: 1 }, '2026-12-01')).status).to.equal(200);
    const saved = await put(`dialling:${TAX}`, { corporateOpens: '10:00' });
    expect(current(saved, 'dialling').value).to.deep.equal({ maxAttemptsPerDay: 3, mobileFirst: false });
    expect(
      saved.body.versions.find(({ validFrom }: { validFrom: string }) => validFrom === '2026-12-01').state,
    ).to.equal('coming');
    const changes = saved.body.changes;
    expect(changes[2]).to.include({ key: 'dialling', validFrom: TODAY });
    expect(changes[2].what).to.equal('1日の架電・通知の上限 指定なし→3回、携帯電話を先にかける 指定なし→いいえ');
    expect(changes[1].what).to.include('3回→1回').and.to.include('いいえ→指定なし');
    expect(changes[0].by).to.match(/^manager/);
    const [row] = await api.db
      .sql`select subject_id, detail from audit_log where action = 'setting.save' order by id desc limit 1`;
    expect(row?.['subject_id']).to.equal(TAX);
  });

  it('takes nothing that makes no rule, and says which field in Japanese', async () => {
    for (const [key, value, words] of [
      ['dialling', { maxAttemptsPerDay: 0 }, '1日の架電・通知の上限'],
      ['dialling', { maxAttemptsPerDay: 1.5 }, '整数'],
      ['dialling', { maxAttemptPerDay: 2 }, '設定項目はありません'],
      ['dialling', { mobileFirst: 1 }, 'はい'],
      ['dialling', { corporateOpens: '18:00' }, '開始を終了より前'],
      ['dialling', { corporateOpens: '07:00' }, '8:00から21:00'],
      ['pacing', { minRingSec: 14 }, '15〜60秒'],
      ['pacing', { patienceSec: 2.5 }, '1〜2秒'],
      [`pacing:${TAX}`, { cps: 3 }, '設定項目はありません'],
      [`answering_machine:${TAX}`, { on: true, machineFromMs: 100 }, '500〜10000ミリ秒'],
    ] as const) {
      const answer = await put(key, value);
      expect(answer.body.code, `${key} ${JSON.stringify(value)}`).to.equal('settings/values');
      expect(answer.body.title).to.include(words);
    }
    expect((await put('dialling', { maxAttemptsPerDay: 2 }, '2026-11-19')).body.code).to.equal('settings/past');
    for (const key of ['city', 'answering_machine', 'dialling:nowhere', `answering_machine_trained:${TAX}`])
      expect((await put(key, {})).body.code, key).to.equal('settings/unknown');
    expect((await put(`pacing:${TAX}`, { minRingSec: 25 })).status).to.equal(200);
    expect((await put(`answering_machine:${TAX}`, { on: true })).status).to.equal(200);
  });

  it('lets who answers for some subjects see and change those, and nothing of the city', async () => {
    const narrow = await api.as('manager', { subjectScope: [INSURANCE] });
    expect((await put('dialling', {}, TODAY, narrow)).body.code).to.equal('settings/whole-city');
    expect((await put(`dialling:${TAX}`, {}, TODAY, narrow)).body.code).to.equal('settings/unknown');
    const seen = await put(`dialling:${INSURANCE}`, { busyRetries: 1 }, TODAY, narrow);
    expect(seen.status).to.equal(200);
    const keys = seen.body.versions.map(({ key }: { key: string }) => key);
    expect(keys).to.include('dialling').and.not.include(`dialling:${TAX}`);
    expect(seen.body.changes.some(({ key }: { key: string }) => key === `dialling:${TAX}`)).to.equal(false);
    expect((await put('dialling', {}, TODAY, await api.as('supervisor'))).body.code).to.equal('permission/denied');
  });

  it('leaves to the city what a stop means', async () => {
    const policy = (by: Browser, value: object) =>
      by.send('PUT', '/api/settings/stop-policy', { validFrom: TODAY, value });
    const wished = {
      flags: { ...DEFAULT_STOP_POLICY.flags, seized: ['call', 'sms'] },
      dispositions: [{ word: '分納', channels: ['call'] }],
    };
    expect((await policy(manager, wished)).body.code).to.equal('permission/denied');
    const saved = await policy(officer, wished);
    expect(saved.status, saved.text).to.equal(200);
    expect(current(saved, 'stop_policy').value.flags.seized).to.deep.equal(['call', 'sms']);
    expect(saved.body.changes[0].what).to.include('差押済 すべて→架電・SMS').and.include('分納(架電)');
    const refused = async (value: object, words: string) => {
      const answer = await policy(officer, value);
      expect(answer.body.code).to.equal('settings/values');
      expect(answer.body.title).to.include(words);
    };
    await refused({ ...wished, flags: { ...wished.flags, no_call: [] } }, '必ず止めます');
    await refused({ ...wished, dispositions: [{ word: ' ', channels: ['call'] }] }, '文字で');
    await refused({ ...wished, dispositions: [{ word: '分納', channels: [] }] }, '手段を選ぶ');
  });
});
