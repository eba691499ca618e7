/** The part of the package `smpp` that is used here; it brings no types. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events';
  import type { Server as NetServer, Socket } from 'node:net';

  export interface Pdu {
    command: string;
    command_status: number;
    sequence_number: number;
    message_id?: string;
    source_addr?: string;
    destination_addr?: string;
    esm_class?: number;
    data_coding?: number;
    short_message?: unknown;
    message_payload?: unknown;
    receipted_message_id?: unknown;
    message_state?: number;
    sar_msg_ref_num?: number;
    system_id?: string;
    password?: string;
    response(options?: Record<string, unknown>): Pdu;
    isResponse(): boolean;
  }
  export class PDU implements Pdu {
    constructor(command: string | Buffer, options?: Record<string, unknown>);
    command: string;
    command_status: number;
    sequence_number: number;
    response(options?: Record<string, unknown>): Pdu;
    isResponse(): boolean;
    toBuffer(): Buffer;
  }
  export class Session extends EventEmitter {
    socket: Socket;
    send(pdu: Pdu, onResponse?: (pdu: Pdu) => void): boolean;
    destroy(done?: () => void): void;
    close(done?: () => void): void;
  }
  export class Server extends NetServer {}
  interface Smpp {
    connect(options: { host: string; port: number; tls?: boolean; ca?: string; rejectUnauthorized?: boolean }): Session;
    createServer(listener: (session: Session) => void): Server;
    PDU: typeof PDU;
    encodings: Record<'ASCII' | 'LATIN1' | 'UCS2', { encode(text: string): Buffer; decode(bytes: Buffer): string }>;
  }
  const smpp: Smpp;
  export default smpp;
}
