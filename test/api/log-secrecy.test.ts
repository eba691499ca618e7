import { expect } from 'chai';
import { createLogger } from '../../core/platform/logger.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

/** Tables that hold what a citizen is, said or is called by. */
const OF_CITIZENS = [
  'person',
  'phone_number',
  'contact_role',
  'contact_preference',
  'contact_record',
  'unknown_caller_record',
  'hand_over',
  'sms_message',
  'sms_reply',
  'person_label',
  'household',
];
/** Words of ours, and whose work it is: they tell nobody apart. */
const HARMLESS =
  /^(id|kind|type|role|state|status|reason|direction|channel|line_result|talk_result|who_answered|inbound_class|cause_kind|outcome|language|colour|transport|reference|error|refusal|why_waiting|unusable_reason|correction_reason|claims_paid_where|.*_id|.*_by)$/;

describe('the log', () => {
  let db: TestDatabase;
  before(async () => {
    db = await testDatabase();
  });
  after(() => db.close());

  it('tells nothing of a citizen, whichever row of theirs is logged whole, as a column or as the code calls it', async () => {
    const columns = await db.owner<{ name: string }[]>`
      select distinct column_name as name from information_schema.columns
      where table_schema = ${db.schema} and table_name = any(${OF_CITIZENS}) and data_type in ('text', 'date', 'jsonb')`;
    const personal = columns
      .map(({ name }) => name)
      .filter((name) => !HARMLESS.test(name) && !/_(on|at|from|to|date)$/.test(name));
    expect(personal).to.include.members(['name_official', 'digits', 'note', 'body', 'address_line1']);
    const lines: string[] = [];
    const logger = createLogger('test', 'info', { write: (line) => void lines.push(line) });
    for (const column of [...personal, 'birth_date']) {
      const inCode = column.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
      for (const key of [column, inCode]) {
        lines.length = 0;
        logger.info({ [key]: 'SECRET', row: { [key]: 'SECRET', of: { [key]: 'SECRET' } } }, 'a row');
        expect(lines.join(''), key).to.include('a row').and.not.include('SECRET');
      }
    }
  });

  it('keeps what an error says, and where', () => {
    const lines: string[] = [];
    createLogger('test', 'info', { write: (line) => void lines.push(line) }).warn(
      { callId: 'c1', err: 'timeout' },
      'again',
    );
    expect(JSON.parse(lines[0] ?? '')).to.include({ callId: 'c1', err: 'timeout', msg: 'again', process: 'test' });
  });
});
