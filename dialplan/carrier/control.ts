import { AmiConnection, type AmiMessage, CarrierAmiError } from './ami-connection.ts';
import { type Behaviour, parseBehaviour, printBehaviour } from './behaviour.ts';
import { type CrowdPlan, printPlans } from './crowd.ts';

/** Where the carrier is steered: the fields of `InstanceConfig.carrier`. */
export interface CarrierAddress {
  amiHost: string;
  amiPort: number;
  amiUser: string;
  amiPassword: string;
}

export interface LiveChannel {
  name: string;
  /** Asterisk's word: Down, Ring, Ringing, Up. */
  state: string;
  /** The number called, as the dialplan has it. */
  extension: string;
  callerNumber: string;
  /** Seconds since the channel began. */
  ageSec: number;
}

/** Steers the simulated network: what numbers do, who calls in, what is going on. For tests, drills, demo and bench. */
export class CarrierControl {
  readonly #ami: AmiConnection;

  private constructor(ami: AmiConnection) {
    this.#ami = ami;
  }

  static async open(address: CarrierAddress): Promise<CarrierControl> {
    const { amiHost: host, amiPort: port, amiUser: user, amiPassword: password } = address;
    return new CarrierControl(await AmiConnection.open({ host, port, user, password }));
  }

  close(): void {
    this.#ami.close();
  }

  /** From the next call on. Stays until cleared, over restarts of the carrier too. */
  async setBehaviour(number: string, behaviour: Behaviour | string): Promise<void> {
    const text = typeof behaviour === 'string' ? printBehaviour(parseBehaviour(behaviour)) : printBehaviour(behaviour);
    await this.#ami.action({ Action: 'DBPut', Family: 'behaviour', Key: digits(number), Val: text });
  }

  /** Back to the seeded table. Clearing a number that was never set is no error. */
  async clearBehaviour(number: string): Promise<void> {
    await this.#unlessMissing({ Action: 'DBDel', Family: 'behaviour', Key: digits(number) });
  }

  async clearAllBehaviours(): Promise<void> {
    await this.#unlessMissing({ Action: 'DBDelTree', Family: 'behaviour' });
  }

  /** Share per thousand of people who pick up in one hour of the day, in place of the table's. */
  async setAnswerShare(hour: number, share: number): Promise<void> {
    if (!Number.isInteger(hour) || hour < 0 || hour > 23 || !Number.isInteger(share) || share < 0 || share > 1000)
      throw new RangeError('hour 0 to 23, share 0 to 1000');
    await this.#ami.action({ Action: 'Setvar', Variable: `ANSWER_${hour}`, Value: String(share) });
  }

  /** What this number does with its first, second ... call from now on; after the last plan it only rings. */
  async setCrowd(number: string, plans: readonly CrowdPlan[]): Promise<void> {
    const key = digits(number);
    await this.#ami.action({ Action: 'DBPut', Family: 'crowd', Key: key, Val: printPlans(plans) });
  }

  /** The crowd's readiness to pick up, 0 to 1: a plan with a lower limit comes true. */
  async setCrowdMood(share: number): Promise<void> {
    if (!(share >= 0 && share <= 1)) throw new RangeError('a share of 0 to 1');
    const value = String(Math.round(share * 10_000));
    await this.#ami.action({ Action: 'Setvar', Variable: 'CROWD_MOOD', Value: value });
  }

  /**
   * A person calls one of the city's numbers. Settles when the carrier has taken the order, long before an answer; the call's
   * fate is in the log. `patienceSec`: gives up when nobody answers. `from` empty: the number is withheld (184).
   */
  async originate(call: {
    from: string;
    to: string;
    behaviour: Behaviour | string;
    afterSec?: number;
    patienceSec?: number;
  }): Promise<void> {
    const behaviour = typeof call.behaviour === 'string' ? parseBehaviour(call.behaviour) : call.behaviour;
    await this.#ami.action({
      Action: 'Originate',
      Channel: `Local/${digits(call.to)}@to-city/n`,
      Application: 'Wait',
      Data: '1',
      Timeout: '3600000',
      Async: 'true',
      Variable: [
        `FROM=${call.from === '' ? '' : digits(call.from)}`,
        `BEHAVIOUR=${printBehaviour(behaviour)}`,
        `AFTER=${call.afterSec ?? 0}`,
        `PATIENCE=${call.patienceSec ?? 120}`,
      ],
    });
  }

  /** SIP legs that are up or being set up; people who wait to call back are not among them. */
  async channels(): Promise<LiveChannel[]> {
    const list = await this.#ami.list({ Action: 'CoreShowChannels' });
    return list.filter((message) => message['Channel']?.startsWith('PJSIP/')).map(liveChannel);
  }

  /** The person presses a key of their telephone. */
  async press(channelName: string, key: string): Promise<void> {
    if (!/^[0-9*#]$/.test(key)) throw new RangeError('one key of a telephone');
    await this.#ami.action({ Action: 'PlayDTMF', Channel: channelName, Digit: key });
  }

  /** The person puts the receiver down. */
  async hangUp(channelName: string): Promise<void> {
    await this.#ami.action({ Action: 'Setvar', Channel: channelName, Variable: 'LEG_BY', Value: 'citizen' });
    await this.#ami.action({ Action: 'Hangup', Channel: channelName, Cause: '16' });
  }

  async #unlessMissing(fields: Record<string, string>): Promise<void> {
    try {
      await this.#ami.action(fields);
    } catch (error) {
      if (
        !(error instanceof CarrierAmiError) ||
        !/not found|could not be deleted|no deleted|exist/i.test(error.message)
      )
        throw error;
    }
  }
}

function liveChannel(message: AmiMessage): LiveChannel {
  const [hours = 0, minutes = 0, seconds = 0] = (message['Duration'] ?? '').split(':').map(Number);
  return {
    name: message['Channel'] ?? '',
    state: message['ChannelStateDesc'] ?? '',
    extension: message['Exten'] ?? '',
    callerNumber: message['CallerIDNum'] ?? '',
    ageSec: hours * 3600 + minutes * 60 + seconds,
  };
}

function digits(number: string): string {
  if (!/^\d{1,20}$/.test(number)) throw new CarrierAmiError('A telephone number is digits only.');
  return number;
}
