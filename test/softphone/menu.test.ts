import { expect } from 'chai';
import { permissionsOf } from '../../core/rules/permissions.ts';
import type { Role } from '../../core/rules/vocabulary.ts';
import { homePage, menuOf, pagesFor } from '../../softphone/shell/pages.ts';

/** Written by hand on purpose: who sees which page is decided here a second time. */
const MENUS: Record<Role, { often: string; seldom: string; home: string }> = {
  agent: { often: 'today desk promises hand-overs persons number-checks calendar', seldom: '', home: 'today' },
  supervisor: {
    often: 'today desk promises hand-overs campaigns coverage sms persons recordings number-checks',
    seldom: 'calendar scripts settings training',
    home: 'campaigns',
  },
  manager: {
    often: 'promises inbox lists campaigns coverage sms persons recordings number-checks',
    seldom: 'imports calendar notices scripts settings training layouts',
    home: 'campaigns',
  },
  reviewer: { often: 'campaigns coverage recordings calendar scripts', seldom: '', home: 'recordings' },
  officer: {
    often: 'promises inbox lists campaigns coverage sms persons recordings',
    seldom: 'imports calendar scripts settings',
    home: 'inbox',
  },
  administrator: { often: 'sms imports calendar settings layouts staff health', seldom: '', home: 'health' },
  auditor: { often: 'audit', seldom: '', home: 'audit' },
};

describe('softphone: the menu of each role', () => {
  for (const [role, { often, seldom, home }] of Object.entries(MENUS)) {
    it(`of ${role}`, () => {
      const pages = pagesFor([...permissionsOf(role as Role)]).filter(({ aside }) => !aside);
      const menu = menuOf(pages);
      expect(menu.often.map(({ name }) => name).join(' ')).to.equal(often);
      expect(menu.seldom.map(({ name }) => name).join(' ')).to.equal(seldom);
      expect(homePage(pages, role as Role)).to.equal(home);
    });
  }
});
