import { createPacer } from '../core/rules/pacing/create-pacer.ts';
import { openPacingSession } from './pacing/pacing-session.ts';

/** Longer than any honest message (30 agents need a few kilobytes); what is longer is dropped up to its line end. */
const LONGEST_LINE = 4_000_000;

/**
 * `npm run -s pacing`: the pacing controller of the running dialler on standard input and output, one JSON line in, one out (docs/pacing.md). Time
 * is what the messages say; nothing here reads a clock. Pipes are written at once, so an answer is there before the next question is read.
 */
function main(): void {
  const session = openPacingSession((init) => createPacer(init));
  let rest = '';
  let skipping = false;

  const take = (line: string) => {
    if (line.trim() === '') return;
    const answer = session.answer(line);
    if (answer === null) process.exit(0);
    process.stdout.write(`${answer}\n`);
  };

  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!skipping) take(line);
      skipping = false;
    }
    if (rest.length > LONGEST_LINE) {
      if (!skipping) process.stdout.write(`${JSON.stringify({ error: 'line too long: send one step a line' })}\n`);
      skipping = true;
      rest = '';
    }
  });
  process.stdin.on('end', () => {
    if (!skipping) take(rest);
    process.exit(0);
  });
  // The reader went away: nobody is left to tell.
  process.stdout.on('error', () => process.exit(0));
}

main();
