import { readFileSync } from 'node:fs';
import { z } from 'zod';

/**
 * Everything one installation ("one data folder is one city") needs to know to start any of its processes.
 * Written once by the launcher to `DATA/instance.json` (mode 0600, it holds generated secrets); every process gets its
 * path in `TORITSUGI_INSTANCE` and reads it at start. Nothing here changes while a process runs.
 */
const clockSchema = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('real') }),
  z.object({
    mode: z.literal('simulated'),
    /** Real instant (epoch ms) at which the simulated clock showed `simulatedAnchorMs`. */
    realAnchorMs: z.number(),
    simulatedAnchorMs: z.number(),
    /** Simulated seconds per real second. */
    speed: z.number().positive().max(3600),
  }),
]);

export const instanceConfigSchema = z.object({
  instanceId: z.string().uuid(),
  dataDir: z.string(),
  logDir: z.string(),
  web: z.object({
    host: z.string(),
    port: z.number().int(),
    publicUrl: z.string().url(),
    tlsCertFile: z.string().optional(),
    tlsKeyFile: z.string().optional(),
  }),
  database: z.object({
    /** Role without DDL, without UPDATE/DELETE on the audit log. What every process uses. */
    url: z.string(),
    /** Role that owns the tables. Only the migration runner uses it. */
    ownerUrl: z.string(),
  }),
  asterisk: z.object({
    /** Name of this Asterisk node; every row that belongs to a node carries it. */
    node: z.string(),
    ariUrl: z.string().url(),
    ariUser: z.string(),
    ariPassword: z.string(),
    ariApp: z.string(),
    amiHost: z.string(),
    amiPort: z.number().int(),
    amiUser: z.string(),
    amiPassword: z.string(),
    /** Where the api forwards the browsers' SIP WebSocket: `ws://127.0.0.1:PORT/ws`. */
    sipWebSocketUrl: z.string(),
    sipDomain: z.string(),
    /** Directory in memory into which MixMonitor writes `<name>.raw`, as this process and Asterisk both see it. */
    spoolDir: z.string(),
  }),
  /** Present only in demo, tests and drills: the simulated telephone network and its own log. */
  carrier: z
    .object({
      sipHost: z.string(),
      sipPort: z.number().int(),
      amiHost: z.string(),
      amiPort: z.number().int(),
      amiUser: z.string(),
      amiPassword: z.string(),
      /** One line a call leg, written by the carrier's Asterisk itself; format in dialplan/carrier/README. */
      logFile: z.string(),
      /** `<sip-call-id-hash>-heard.wav` / `-said.wav`: what the far side heard and said. */
      soundDir: z.string(),
    })
    .optional(),
  clock: clockSchema,
  recordings: z.object({
    storeDir: z.string(),
    /** 32 random bytes, base64, mode 0400, outside `dataDir` and the database. */
    masterKeyFile: z.string(),
    ffmpeg: z.string(),
  }),
});

export type InstanceConfig = z.infer<typeof instanceConfigSchema>;
export type ClockConfig = InstanceConfig['clock'];

export function parseInstanceConfig(text: string): InstanceConfig {
  return instanceConfigSchema.parse(JSON.parse(text));
}

/** @throws Error with what to do when the variable is missing or the file is not readable or not valid. */
export function loadInstanceConfig(path = process.env['TORITSUGI_INSTANCE']): InstanceConfig {
  if (!path) throw new Error('TORITSUGI_INSTANCE is not set. Start the system with "npm start" instead of this file.');
  return parseInstanceConfig(readFileSync(path, 'utf8'));
}
