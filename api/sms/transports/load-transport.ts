import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { InstanceConfig } from '../../../core/platform/config.ts';
import type { Logger } from '../../../core/platform/logger.ts';
import { HttpTransport } from './http-transport.ts';
import { SimulatorTransport } from './simulator-transport.ts';
import { SmppTransport } from './smpp-transport.ts';
import { SpoolTransport } from './spool-transport.ts';
import type { SmsTransport } from './transport.ts';

const rate = z.number().positive().max(200);
const smppSchema = z.strictObject({
  kind: z.literal('smpp'),
  name: z.string().min(1).max(40),
  host: z.string().min(1),
  port: z.number().int().min(1).max(65_535),
  tls: z.boolean().default(false),
  systemId: z.string().min(1).max(15),
  password: z.string().max(8),
  systemType: z.string().max(12).default(''),
  sender: z.string().min(1).max(20),
  senderTon: z.number().int().min(0).max(6).default(0),
  senderNpi: z.number().int().min(0).max(18).default(0),
  bind: z.enum(['transceiver', 'pair']).default('transceiver'),
  addressing: z.enum(['international', 'national']).default('international'),
  longForm: z.enum(['udh', 'sar', 'payload']).default('udh'),
  receiptIds: z.enum(['as_given', 'decimal_of_hex']).default('as_given'),
  validityHours: z.number().int().min(1).max(168).default(48),
  window: z.number().int().min(1).max(50).default(10),
  perSecond: rate.default(10),
  responseMs: z.number().int().min(500).max(60_000).default(10_000),
  enquireLinkMs: z.number().int().min(500).max(300_000).default(30_000),
});
const httpSchema = z.strictObject({
  kind: z.literal('http'),
  name: z.string().min(1).max(40),
  sendUrl: z.url({ protocol: /^https?$/ }),
  statusUrl: z.url({ protocol: /^https?$/ }).optional(),
  reportsUrl: z.url({ protocol: /^https?$/ }).optional(),
  repliesUrl: z.url({ protocol: /^https?$/ }).optional(),
  reportsEveryMs: z.number().int().min(500).default(15_000),
  headers: z.record(z.string(), z.string()).default({}),
  bodyForm: z.enum(['json', 'form']).default('json'),
  fields: z
    .strictObject({
      to: z.string().default('to'),
      text: z.string().default('text'),
      reference: z.string().default('reference'),
    })
    .default({ to: 'to', text: 'text', reference: 'reference' }),
  fixed: z.record(z.string(), z.string()).default({}),
  addressing: z.enum(['international', 'national']).default('international'),
  answer: z
    .strictObject({
      id: z.string().default('id'),
      state: z.string().default('state'),
      digits: z.string().default('to'),
      error: z.string().default('error'),
      from: z.string().default('from'),
      text: z.string().default('text'),
    })
    .default({ id: 'id', state: 'state', digits: 'to', error: 'error', from: 'from', text: 'text' }),
  delivered: z.array(z.string()).default(['delivered']),
  failed: z.array(z.string()).default(['failed']),
  window: z.number().int().min(1).max(50).default(4),
  perSecond: rate.default(5),
  responseMs: z.number().int().min(500).max(60_000).default(10_000),
});
const spoolSchema = z.strictObject({
  kind: z.literal('spool'),
  name: z.string().min(1).max(40),
  directory: z.string().min(1),
  queues: z.array(z.string().regex(/^[\w.-]+$/)).default([]),
  perSecond: rate.default(0.2),
  scanEveryMs: z.number().int().min(200).default(5_000),
});
const transportSchema = z.discriminatedUnion('kind', [smppSchema, httpSchema, spoolSchema]);

/** Names the file with the way to the carrier and its secrets; see docs/sms.md. */
export const SMS_CONFIG_VARIABLE = 'TORITSUGI_SMS_CONFIG';
/** A demo shows what came of a message while somebody still looks. */
const SIMULATED_REPORT_MS = 4_000;

/**
 * The configured way to the carrier. Without one: the simulator where the telephone network is simulated too, and nothing anywhere else.
 *
 * @throws Error in a sentence for the administrator: a file others can read, a field that is wrong, a real carrier under a simulated clock
 */
export function loadTransport(
  config: InstanceConfig,
  logger: Logger,
  file = process.env[SMS_CONFIG_VARIABLE],
): SmsTransport | undefined {
  if (!file) return config.carrier ? simulatorOf(config, logger) : undefined;
  if (config.clock.mode === 'simulated')
    throw new Error(
      `${SMS_CONFIG_VARIABLE} is set, but the clock is simulated: no real telephone may be reached. Unset it.`,
    );
  if ((statSync(file).mode & 0o077) !== 0)
    throw new Error(`${file} can be read by others: it holds the carrier's password. Run chmod 0600 on it.`);
  return createTransport(JSON.parse(readFileSync(file, 'utf8')), logger);
}

/** @throws ZodError */
export function createTransport(stored: unknown, logger: Logger): SmsTransport {
  const options = transportSchema.parse(stored);
  switch (options.kind) {
    case 'smpp':
      return new SmppTransport(options, logger);
    case 'http':
      return new HttpTransport(options, logger);
    case 'spool':
      return new SpoolTransport(options, logger);
  }
}

function simulatorOf(config: InstanceConfig, logger: Logger): SmsTransport {
  const logFile = join(config.dataDir, 'sms-simulator', 'telephones.jsonl');
  return new SimulatorTransport({ logFile, reportAfterMs: SIMULATED_REPORT_MS }, logger);
}
