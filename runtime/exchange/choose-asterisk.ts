import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import type { AsteriskInstall } from '../../dialplan/install.ts';
import range from '../debian/asterisk-range.json' with { type: 'json' };
import { extractAsteriskVersion, judgeAsteriskVersion } from '../debian/judge-asterisk-version.ts';
import { findInPath } from '../find-ffmpeg.ts';
import { SetupFault } from '../setup-fault.ts';

/** The machine's own Asterisk when it is in the tested range; a newer or older one is left alone. */
export function findSystemAsterisk(): { install: AsteriskInstall; version: string } | undefined {
  const program = findInPath('asterisk');
  // The product finds modules and documentation beside it; one built elsewhere (/usr/local) is not laid out so.
  if (!program || realpathSync(program) !== '/usr/sbin/asterisk') return undefined;
  try {
    const said = execFileSync(program, ['-V'], { encoding: 'utf8', timeout: 5000 });
    const version = extractAsteriskVersion(said);
    if (!version || judgeAsteriskVersion(version, range).verdict !== 'tested') return undefined;
    return { install: { kind: 'system' }, version };
  } catch {
    return undefined; // does not even tell its version
  }
}

/** @throws SetupFault for a version with known holes. Says so, and goes on, for one that is newer than what was tested. */
export function assertUsableVersion(version: string, note: (text: string) => void): void {
  const judgement = judgeAsteriskVersion(version, range);
  if (judgement.verdict === 'refused') {
    throw new SetupFault(
      `Asterisk ${version} は使えません。${range.floor} 以上を用意してください。` +
        ` (${judgement.why}. Delete the folder of fetched software to fetch again, or set ASTERISK_*.)`,
    );
  }
  if (judgement.verdict === 'untested')
    note(
      `注意: 試験済みより新しい Asterisk です。自己診断の結果を確かめてください。 (${judgement.why}; the self-test decides.)`,
    );
}
