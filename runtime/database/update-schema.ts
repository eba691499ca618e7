import { messageOf } from '../../core/platform/errors.ts';
import { migrate } from '../../migrations/run.ts';
import { SetupFault } from '../setup-fault.ts';

/** Brings the tables to this program's version. @throws SetupFault for data of a newer program: there is no way back. */
export async function updateSchema({ url, ownerUrl }: { url: string; ownerUrl: string }): Promise<void> {
  try {
    await migrate({ ownerUrl, appRole: decodeURIComponent(new URL(url).username) });
  } catch (error) {
    if (!/migration directory is corrupt/.test(messageOf(error))) throw error;
    throw new SetupFault(
      'このデータは別の版の取次で作られています。その版を使うか、別の --data を指定してください。' +
        ' (This data folder belongs to another version of the program: use that one, or another --data.)',
    );
  }
}
