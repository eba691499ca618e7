import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type Router } from 'express';
import { DomainError } from '../../core/platform/errors.ts';

const DIST = fileURLToPath(new URL('../../softphone/dist', import.meta.url));

/**
 * The built softphone. Names with variation selectors need big fonts that do not belong into a repository: the launcher names the
 * folders that hold them in TORITSUGI_FONTS (`:` between them); the system's own are tried after those.
 */
export interface SoftphoneFiles {
  dist?: string;
  fontFolders?: readonly string[];
}

/** File → where Debian's packages put it below a root. */
const FONTS: Record<string, readonly string[]> = {
  'ipamjm.ttf': ['.', 'usr/share/fonts/truetype/ipamj', 'usr/share/fonts/opentype/ipamj-mincho'],
  'HanaMinA.ttf': ['.', 'usr/share/fonts/truetype/hanazono'],
};

export function fontFoldersFromEnvironment(): string[] {
  return [...(process.env['TORITSUGI_FONTS'] ?? '').split(':').filter((folder) => folder !== ''), '/'];
}

export function serveSoftphone(router: Router, files: SoftphoneFiles = {}): void {
  const dist = files.dist ?? DIST;
  const folders = files.fontFolders ?? fontFoldersFromEnvironment();
  for (const [name, places] of Object.entries(FONTS)) {
    const candidates = [
      join(dist, 'fonts', name),
      ...folders.flatMap((folder) => places.map((place) => join(folder, place, name))),
    ];
    router.get(`/fonts/${name}`, (_request, response, next) => {
      const found = candidates.find((path) => existsSync(path));
      if (!found) return next();
      response.sendFile(found, { immutable: true, maxAge: '365d', dotfiles: 'allow' });
    });
  }
  router.use(
    '/assets',
    express.static(join(dist, 'assets'), { immutable: true, maxAge: '365d', fallthrough: true, index: false }),
  );
  router.use(express.static(dist, { index: false, maxAge: 0 }));
  router.get(/^\/(?!api(\/|$)|assets\/|fonts\/|socket\.io|sip$|metrics$).*/, (_request, response, next) => {
    const page = join(dist, 'index.html');
    if (!existsSync(page)) return next();
    // The page names hashed files: an old copy would ask for files that are gone.
    response.set('cache-control', 'no-cache').sendFile(page, { dotfiles: 'allow' });
  });
  router.use(() => {
    throw new DomainError('request/not-found', 404, 'お探しのページは見つかりません。');
  });
}
