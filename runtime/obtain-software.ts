import { type AsteriskInstall, asteriskPaths } from '../dialplan/install.ts';
import { ensurePrivateRoot, type PrivateRoot } from './debian/private-root.ts';
import { assertUsableVersion, findSystemAsterisk } from './exchange/choose-asterisk.ts';
import { findFfmpeg } from './find-ffmpeg.ts';
import { assertDiskSpace } from './instance/preflight.ts';
import { SetupFault } from './setup-fault.ts';

export interface Software {
  install: AsteriskInstall;
  asteriskVersion: string;
  privateRoot: PrivateRoot;
  ffmpeg: string;
}

/** Everything that is not an npm package: fetched once into a folder of its own, the machine's own used where it fits. */
export async function obtainSoftware(
  cacheDir: string,
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<Software> {
  const privateRoot = await ensurePrivateRoot(cacheDir, {
    note,
    signal,
    beforeWriting: assertDiskSpace,
  });
  const system = findSystemAsterisk();
  const install: AsteriskInstall = system?.install ?? { kind: 'private', root: privateRoot.root };
  const asteriskVersion = system?.version ?? privateRoot.asteriskVersion;
  assertUsableVersion(asteriskVersion, note);
  asteriskPaths(install);
  const ffmpeg = findFfmpeg(privateRoot.bin);
  if (!ffmpeg)
    throw new SetupFault('ffmpeg がありません。FFMPEG_BIN で指定してください。 (No ffmpeg: set FFMPEG_BIN.)');
  return { install, asteriskVersion, privateRoot, ffmpeg };
}
