import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkManifest, describePackage, type Manifest, manifestSchema } from '../../runtime/debian/manifest.ts';

describe('packing list of fetched software', () => {
  let folder: string;
  let manifest: Manifest;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'toritsugi-manifest-'));
    for (const name of ['a_1_amd64.deb', 'b_2_all.deb']) writeFileSync(join(folder, name), `content of ${name}`);
    manifest = {
      format: 1,
      fetchedAt: '2026-11-20T01:00:00Z',
      source: 'test',
      architecture: 'amd64',
      wanted: ['a'],
      asteriskVersion: '22.10.1',
      packages: [
        await describePackage(join(folder, 'a_1_amd64.deb')),
        await describePackage(join(folder, 'b_2_all.deb')),
      ],
    };
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('finds nothing wrong with what was fetched', async () => {
    expect(await checkManifest(manifestSchema.parse(JSON.parse(JSON.stringify(manifest))), folder)).to.deep.equal([]);
  });

  it('names what is missing, longer, or of the same length and other content', async () => {
    writeFileSync(join(folder, 'a_1_amd64.deb'), 'Content of a_1_amd64.deb');
    expect(await checkManifest(manifest, folder)).to.deep.equal(['a_1_amd64.deb: changed']);
    appendFileSync(join(folder, 'b_2_all.deb'), 'x');
    rmSync(join(folder, 'a_1_amd64.deb'));
    expect(await checkManifest(manifest, folder)).to.deep.equal(['a_1_amd64.deb: missing', 'b_2_all.deb: changed']);
  });

  it('accepts no file name that leads out of the folder', () => {
    const evil = { ...manifest, packages: [{ file: '../x.deb', bytes: 1, sha256: '0'.repeat(64) }] };
    expect(manifestSchema.safeParse(evil).success).to.equal(false);
  });
});
