import type { NewExtension } from '../../core/contracts/http/call-settings.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { insertExtension, selectExtensions } from './call-queries.ts';

/** Numbers inside the city hall, which the simulated network answers; nobody outside has four digits. */
const DEMO: readonly NewExtension[] = [
  { label: '納税課 徴収係', number: '2101', kind: 'city', subjectId: null, language: null },
  { label: '納税課 課税の問合せ', number: '2105', kind: 'city', subjectId: null, language: null },
  { label: '保険年金課 国保係', number: '2202', kind: 'city', subjectId: '01', language: null },
  { label: '生活支援課 自立相談', number: '2404', kind: 'city', subjectId: null, language: null },
  { label: '通訳 ネパール語', number: '2801', kind: 'interpreter', subjectId: null, language: 'ne' },
  { label: '通訳 ベトナム語', number: '2802', kind: 'interpreter', subjectId: null, language: 'vi' },
];

/** Where the demo city's calls may be passed on to. Does nothing where somebody wrote a list. */
export async function createDemoExtensions(sql: Sql): Promise<void> {
  await sql.begin(async (tx) => {
    if ((await selectExtensions(tx)).length > 0) return;
    const known = new Set((await tx<{ id: string }[]>`select id from subject`).map(({ id }) => id));
    for (const extension of DEMO)
      if (extension.subjectId === null || known.has(extension.subjectId)) await insertExtension(tx, extension);
  });
}
