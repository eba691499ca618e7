import { connect, type Socket } from 'node:net';

export type AmiMessage = Record<string, string>;

/** Longest wait for one answer of a program on the same machine. */
const answerWithinMs = 5000;

export class CarrierAmiError extends Error {
  readonly code = 'carrier/ami';
}

/**
 * The least AMI that steering the simulator takes: log in, one action at a time or many, lists collected until their end. It
 * never reconnects: tests and tools want to know when the simulator is gone.
 */
export class AmiConnection {
  readonly #socket: Socket;
  readonly #waiting = new Map<string, (message: AmiMessage) => void>();
  #buffer = '';
  #next = 1;
  #fail: (error: Error) => void = () => undefined;
  readonly #failed: Promise<never>;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#failed = new Promise((_resolve, reject) => {
      this.#fail = reject;
    });
    // Nobody may be waiting at the moment in which it fails.
    this.#failed.catch(() => undefined);
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => this.#read(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new CarrierAmiError('The connection to the carrier is closed.')));
  }

  /** @throws CarrierAmiError when the address is not of this machine or the log-in is refused. */
  static async open(where: { host: string; port: number; user: string; password: string }): Promise<AmiConnection> {
    if (!/^127\.\d+\.\d+\.\d+$/.test(where.host))
      throw new CarrierAmiError('The carrier is steered over loopback only.');
    const socket = connect({ host: where.host, port: where.port });
    const connection = new AmiConnection(socket);
    try {
      await connection.action({ Action: 'Login', Username: where.user, Secret: where.password, Events: 'off' });
    } catch (error) {
      connection.close();
      throw error;
    }
    return connection;
  }

  close(): void {
    this.#socket.destroy();
  }

  /** @throws CarrierAmiError for `Response: Error`, for no answer in time and for a closed connection. */
  async action(fields: Readonly<Record<string, string | readonly string[]>>): Promise<AmiMessage> {
    const [answer] = await this.#exchange(fields, () => true);
    return answer ?? {};
  }

  /** An action that is answered by a list of events; gives the events between start and `EventList: Complete`. */
  async list(fields: Readonly<Record<string, string>>): Promise<AmiMessage[]> {
    const messages = await this.#exchange(fields, (message) => message['EventList'] === 'Complete');
    return messages.filter((message) => message['Event'] && message['EventList'] !== 'Complete');
  }

  async #exchange(
    fields: Readonly<Record<string, string | readonly string[]>>,
    isLast: (message: AmiMessage) => boolean,
  ): Promise<AmiMessage[]> {
    const id = String(this.#next++);
    const text = print({ ...fields, ActionID: id });
    const messages: AmiMessage[] = [];
    let timer: NodeJS.Timeout | undefined;
    const answered = new Promise<AmiMessage[]>((resolve, reject) => {
      timer = setTimeout(() => reject(new CarrierAmiError(`No answer to ${fields['Action']}.`)), answerWithinMs);
      this.#waiting.set(id, (message) => {
        if (message['Response'] === 'Error') reject(new CarrierAmiError(message['Message'] ?? 'refused'));
        messages.push(message);
        if (isLast(message)) resolve(messages);
      });
    });
    this.#socket.write(text);
    try {
      return await Promise.race([answered, this.#failed]);
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  #read(chunk: string): void {
    this.#buffer += chunk;
    for (let end = this.#buffer.indexOf('\r\n\r\n'); end >= 0; end = this.#buffer.indexOf('\r\n\r\n')) {
      const message = parse(this.#buffer.slice(0, end));
      this.#buffer = this.#buffer.slice(end + 4);
      this.#waiting.get(message['ActionID'] ?? '')?.(message);
    }
  }
}

function print(fields: Readonly<Record<string, string | readonly string[]>>): string {
  const lines: string[] = [];
  for (const [key, value] of Object.entries(fields)) {
    for (const one of typeof value === 'string' ? [value] : value) {
      // A line end in a value would be a second action.
      if (/[\r\n\0]/.test(key + one)) throw new CarrierAmiError(`${key} must be one line.`);
      lines.push(`${key}: ${one}`);
    }
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}

function parse(text: string): AmiMessage {
  const message: AmiMessage = {};
  for (const line of text.split('\r\n')) {
    const at = line.indexOf(': ');
    if (at > 0) message[line.slice(0, at)] = line.slice(at + 2);
    else if (line.endsWith(':')) message[line.slice(0, -1)] = '';
  }
  return message;
}
