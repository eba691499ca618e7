/** A worker process that kills itself with SIGKILL at one point of the pipeline: nothing can be tidied up on the way out. */
import { openPostgres } from '../../core/platform/postgres.ts';
import { type Places, pipelineFor } from './fixtures.ts';

const { url, schema, places, dieAt } = JSON.parse(process.argv[2] ?? '{}') as {
  url: string;
  schema: string;
  places: Places;
  dieAt: string;
};
const sql = openPostgres(url, { applicationName: 'dying-worker', schema, maxConnections: 2 });
const failPoint = (name: string) => {
  if (name === dieAt) process.kill(process.pid, 'SIGKILL');
};
await pipelineFor(sql, places, { failPoint }).start();
