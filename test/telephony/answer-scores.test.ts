import { expect } from 'chai';
import { simulatedClock } from '../../core/platform/clock.ts';
import { createLogger } from '../../core/platform/logger.ts';
import type { PhoneFacts } from '../../core/rules/phone-choice.ts';
import { AnswerScores } from '../../telephony/dialer/answer-scores.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

const NOW = Date.parse('2026-11-20T01:00:00Z');
const clock = simulatedClock({ realAnchorMs: 0, simulatedAnchorMs: NOW, speed: 1 }, () => 0);
const logger = createLogger('test', 'silent');
const MOMENT = { band: 'weekday_day', hour: 10, area: 'mobile' } as const;

const phone = (more: Partial<PhoneFacts> = {}): PhoneFacts => ({
  id: 1,
  position: 1,
  digits: '09000000001',
  type: 'mobile',
  usable: true,
  gone: false,
  source: null,
  sharedWith: 0,
  sharedWithShielded: false,
  history: [],
  ...more,
});

describe('scores of the dialler', () => {
  let db: TestDatabase;
  before(async () => {
    db = await testDatabase();
  });
  after(() => db.close());

  it('are learned from calls that rang in full, not from cut ones or faults, and not given before', async () => {
    const scores = new AnswerScores({ sql: db.sql, clock, logger });
    await scores.read();
    expect(scores.scoreOf(phone(), MOMENT)).to.equal(null);
    const call = (
      n: number,
      more: { answered?: boolean; fullRing?: boolean; lineResult?: string; at?: string },
    ) => db.sql`
      insert into call (id, node, direction, mode, state, created_at, answered_at, line_result, band, number_type, area, full_ring)
      select gen_random_uuid(), 'n', 'outbound', 'progressive', 'ended', ${more.at ?? '2026-11-18T01:00:00Z'},
        ${more.answered ? '2026-11-18T01:00:10Z' : null}, ${more.lineResult ?? 'no_answer'}, 'weekday_day', 'mobile', 'mobile',
        ${more.fullRing ?? true} from generate_series(1, ${n})`;
    await call(300, {});
    await call(300, { answered: true, lineResult: 'answered_human' });
    await call(900, { fullRing: false });
    await call(900, { lineResult: 'trunk_error' });
    await call(900, { at: '2026-05-01T01:00:00Z' });
    await scores.read();
    expect(scores.scoreOf(phone(), MOMENT)).to.be.closeTo(0.5, 0.05);
    expect(scores.scoreOf(phone({ type: 'work' }), MOMENT)).to.equal(null);
    const silent = Array.from({ length: 4 }, () => ({
      at: new Date(NOW),
      lineResult: 'no_answer' as const,
      confirmed: false,
      whoAnswered: null,
    }));
    expect(scores.scoreOf(phone({ history: silent }), MOMENT)).to.be.below(0.4);
  });
});
