import { createHash } from 'node:crypto';
import type { DeskLogin } from '../../core/contracts/http/desk.ts';
import { DomainError } from '../../core/platform/errors.ts';
import { newId, newSecret } from '../../core/platform/ids.ts';
import type { Caller } from '../http/caller.ts';
import type { ApiDeps } from '../http/deps.ts';
import { hasRealTrunk, replaceAgentLogin } from './login-queries.ts';

/**
 * A fresh SIP identity for this session's browser. An earlier one of the same agent ends with it (a reloaded page, another
 * seat): a call in hand stays with the agent and waits for the new leg. The secret goes out once and is stored nowhere. `sip` is a
 * drill's telephone, whose sound goes over the wire unencrypted: never where a trunk leads to real people.
 * @throws DomainError `desk/device` 403
 */
export async function loginDesk(
  { sql, config }: ApiDeps,
  caller: Caller,
  device: 'webrtc' | 'sip',
): Promise<DeskLogin> {
  if (device === 'sip' && (!config.carrier || (await hasRealTrunk(sql))))
    throw new DomainError('desk/device', 403, 'この電話機は模擬電話網だけの環境でしか使えません。');
  const { node, sipDomain } = config.asterisk;
  const loginId = newId();
  const sipUser = `a${newSecret(96)
    .replaceAll(/[^a-zA-Z0-9]/g, '0')
    .toLowerCase()}`;
  const sipSecret = newSecret(256);
  // MD5 is what SIP digest authentication is made of; the secret has 256 bits and lives for one shift.
  const sipHa1 = createHash('md5').update(`${sipUser}:${sipDomain}:${sipSecret}`).digest('hex');
  await sql.begin((tx) =>
    replaceAgentLogin(tx, {
      id: loginId,
      staffId: caller.staffId,
      sessionId: caller.sessionId,
      node,
      sipUser,
      sipHa1,
      device,
    }),
  );
  return {
    loginId,
    sipUri: `sip:${sipUser}@${sipDomain}`,
    sipUser,
    sipSecret,
    realm: sipDomain,
    webSocketPath: '/sip',
    legUri: `sip:leg@${sipDomain}`,
    echoUri: `sip:echo@${sipDomain}`,
  };
}
