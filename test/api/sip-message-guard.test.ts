import { expect } from 'chai';
import { deskMessageRefusal } from '../../api/sip-message-guard.ts';

const message = (first: string, from = 'a1b2', to = '<sip:leg@city>') =>
  `${first}\r\nVia: SIP/2.0/WS x;branch=z9hG4bK1\r\nFrom: "seat" <sip:${from}@city>;tag=1\r\nTo: ${to}\r\n\r\n`;

describe('what a browser may say to Asterisk', () => {
  const cases: [string, string, string | null][] = [
    ['the call to its leg', message('INVITE sip:leg@city SIP/2.0'), null],
    ['a word to the echo', message('INVITE sip:echo@city SIP/2.0'), null],
    ['a number that begins like it', message('INVITE sip:echo1@city SIP/2.0'), 'INVITE to elsewhere'],
    [
      'a re-INVITE inside that call',
      message('INVITE sip:asterisk@127.0.0.1:5060 SIP/2.0', 'a1b2', '<sip:leg@city>;tag=2'),
      null,
    ],
    ['hanging up its leg', message('BYE sip:asterisk@127.0.0.1 SIP/2.0', 'a1b2', '<sip:leg@city>;tag=2'), null],
    ['an answer', 'SIP/2.0 200 OK\r\nFrom: <sip:x@y>\r\n\r\n', null],
    ['a keep-alive', '\r\n\r\n', null],
    ['a call to a telephone', message('INVITE sip:0100000000@city SIP/2.0'), 'INVITE to elsewhere'],
    ['a registration', message('REGISTER sip:city SIP/2.0'), 'method REGISTER'],
    ['a transfer', message('REFER sip:leg@city SIP/2.0'), 'method REFER'],
    ['a message', message('MESSAGE sip:leg@city SIP/2.0'), 'method MESSAGE'],
    ['another agent as sender', message('INVITE sip:leg@city SIP/2.0', 'other'), 'From is another user'],
    ['no SIP at all', 'GET / HTTP/1.1\r\n\r\n', 'not SIP'],
    [
      'a body as long as it says, in bytes',
      message('INVITE sip:leg@city SIP/2.0').replace(/\r\n$/, 'Content-Length: 6\r\n\r\n席'.replace('席', '席席')),
      null,
    ],
    [
      'a second message behind an honest one',
      message('OPTIONS sip:leg@city SIP/2.0') + message('REGISTER sip:city SIP/2.0'),
      'not one message',
    ],
    [
      'a second message behind an answer',
      `SIP/2.0 200 OK\r\nl: 0\r\n\r\n${message('MESSAGE sip:leg@city SIP/2.0')}`,
      'not one message',
    ],
    ['a head without an end', 'OPTIONS sip:leg@city SIP/2.0\r\nFrom: <sip:a1b2@city>', 'not one message'],
  ];
  for (const [what, text, expected] of cases) {
    it(`${expected === null ? 'passes' : 'refuses'} ${what}`, () =>
      expect(deskMessageRefusal(text, 'a1b2')).to.equal(expected));
  }
});
