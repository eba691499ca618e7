import { SetupFault } from '../setup-fault.ts';

export interface DebianMachine {
  /** Debian's word for the processor. */
  architecture: string;
  /** Folder of libraries below usr/lib. */
  triplet: string;
  /** The program loader that starts a program with the libraries of the private root, whatever the system's are. */
  loader: string;
}

const machines: Record<string, DebianMachine> = {
  x64: { architecture: 'amd64', triplet: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { architecture: 'arm64', triplet: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
};

export function debianMachine(arch: string = process.arch): DebianMachine {
  const machine = machines[arch];
  if (!machine) {
    throw new SetupFault(
      `この機種 (${arch}) の Asterisk は取得できません。PATH に置くか ASTERISK_* で外部のものを指定してください。` +
        ' (No Asterisk for this processor: install one in PATH or set ASTERISK_*.)',
    );
  }
  return machine;
}
