import type { IdentityPolicy } from '../../rules/identity.ts';

export type PreIdentityDisplay = 'nothing' | 'stage_and_count' | 'all';

interface Version<T> {
  validFrom: string;
  state: 'past' | 'current' | 'coming';
  value: T;
}

/** GET, PUT /api/settings/disclosure: PUT takes {key: 'pre_identity_display' | 'identity', validFrom, value}. */
export interface DisclosureSettings {
  display: Version<PreIdentityDisplay>[];
  identity: Version<IdentityPolicy>[];
  now: { display: PreIdentityDisplay; identity: IdentityPolicy };
}
