import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { asteriskCommand, asteriskConsoleCommand } from '../../dialplan/command.ts';
import type { AsteriskInstall } from '../../dialplan/install.ts';
import type { ProcessSpec } from '../processes/supervised-process.ts';

const execute = promisify(execFile);

/** An Asterisk in the foreground; ready when it says itself that it is fully booted. */
export function asteriskSpec(name: string, install: AsteriskInstall, confDir: string): ProcessSpec {
  return {
    name,
    command: async () => asteriskCommand(install, confDir),
    readyWithinMs: 30_000,
    ready: async (signal) => {
      const { command, args, env } = asteriskConsoleCommand(install, confDir, 'core waitfullybooted');
      for (;;) {
        signal.throwIfAborted();
        const said = await execute(command, args, { env, timeout: 20_000, signal }).then(
          ({ stdout }) => stdout,
          () => '', // its control socket is not there yet
        );
        if (said.includes('fully booted')) return;
        await sleep(50, undefined, { signal });
      }
    },
  };
}
