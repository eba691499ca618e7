import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { trainLines } from '../../api/answering-machine/train-lines.ts';
import { newId } from '../../core/platform/ids.ts';
import { listeningParameters } from '../../core/rules/answering-machine/line-setting.ts';
import { selectMachineSettings } from '../../telephony/answering-machine/queries.ts';
import { SpoolLevels } from '../../telephony/answering-machine/spool-levels.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

const FRAME = 160;

/** Frames of two channels: the citizen at one level, the agent at another. */
function frames(count: number, citizen: number, agent: number): Buffer {
  const bytes = Buffer.alloc(count * FRAME * 4);
  for (let sample = 0; sample < count * FRAME; sample += 1) {
    bytes.writeInt16LE(citizen, sample * 4);
    bytes.writeInt16LE(agent, sample * 4 + 2);
  }
  return bytes;
}

describe('listening for an answering machine', () => {
  it('reads the citizen and not the agent from a file that grows in odd pieces', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'toritsugi-levels-'));
    const path = join(folder, 'call.raw');
    const spool = new SpoolLevels(path);
    try {
      await spool.grow();
      expect(spool.levels, 'no file yet').to.deep.equal([]);
      const all = Buffer.concat([frames(3, 0, 20_000), frames(2, 16_384, 0)]);
      await appendFile(path, all.subarray(0, 1_001));
      await spool.grow();
      expect(spool.levels).to.deep.equal([0]);
      await appendFile(path, all.subarray(1_001));
      await spool.grow();
      expect(spool.levels).to.deep.equal([0, 0, 0, 0.5, 0.5]);
    } finally {
      await spool.close();
      await rm(folder, { recursive: true });
    }
  });

  describe('settings of a line', () => {
    let db: TestDatabase;
    before(async () => {
      db = await testDatabase();
      await db.sql`insert into subject (id, name, short_name, debt_class, sharing_group, colour, caller_id)
        values ('01', '市県民税', '市税', 'tax', 'tax', '#1d4f7c', '0220001001')`;
    });
    after(() => db.close());

    const today = '2026-11-20';
    const parameters = async () => {
      const { setting, trained } = await selectMachineSettings(db.sql, '01', today);
      return listeningParameters(setting, trained);
    };

    it('is off until the city turns it on, and says nothing until it was trained', async () => {
      expect(await parameters()).to.equal(null);
      await db.sql`insert into setting (key, value) values ('answering_machine:01', ${db.sql.json({ on: true })})`;
      expect((await parameters())?.machineFromMs).to.equal(null);
    });

    it('learns from what agents saved, and only from the newest word about each call', async () => {
      const staff = newId();
      await db.sql`insert into staff_account (id, login, display_name, password_hash, role) values (${staff}, 'a', 'a', 'x', 'agent')`;
      const [person] = await db.sql<
        { id: number }[]
      >`insert into person (addressee_no, kind, name_official, name_search, name_kana, kana_search)
        values ('1', 'individual', 'a', 'a', 'a', 'a') returning id`;
      for (let n = 0; n < 900; n += 1) {
        const machine = n % 2 === 1 && n < 400;
        const id = newId();
        const heard = { verdict: 'uncertain', atMs: 5_000, greetingMs: machine ? 4_000 + n : 500 + n };
        await db.sql`insert into call (id, node, direction, mode, person_id, subject_id, state, created_at, answered_at, ended_at, line_result, machine_verdict)
          values (${id}, 'node1', 'outbound', 'predictive', ${person?.id ?? 0}, '01', 'ended', '2026-11-19T01:00:00Z', '2026-11-19T01:00:10Z',
            '2026-11-19T01:01:00Z', 'answered_human', ${db.sql.json(heard)})`;
        const first = newId();
        // Some are corrected: the first word was wrong.
        const words =
          machine && n % 4 === 1
            ? ['answered_human', 'answered_machine']
            : [machine ? 'answered_machine' : 'answered_human'];
        for (const [index, word] of words.entries())
          await db.sql`insert into contact_record (id, person_id, call_id, staff_id, at, channel, direction, who_answered, line_result, supersedes_id, created_at)
            values (${index === 0 ? first : newId()}, ${person?.id ?? 0}, ${id}, ${staff}, '2026-11-19T01:01:00Z', 'call', 'outbound',
              ${word === 'answered_machine' ? 'nobody' : 'principal'}, ${word}, ${index === 0 ? null : first}, now() + make_interval(secs => ${index}))`;
      }
      const [line] = await trainLines(db.sql, today);
      expect(line?.trained).to.include({ persons: 700, machines: 200, machinesFound: 200 });
      expect(line?.trained.personsLost).to.be.at.most(1);
      const learned = (await parameters())?.machineFromMs ?? 0;
      expect(learned).to.be.within(1_390, 4_001);
    });
  });
});
