import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { inboundStrings } from '../../softphone/ui/strings/inbound.ts';

describe('the standard texts of calls that come in', () => {
  it('are shown as the machine says them', () => {
    const { prompts } = JSON.parse(readFileSync('dialplan/sounds/prompts.json', 'utf8')) as {
      prompts: Record<string, { text: string }>;
    };
    expect(inboundStrings.standardTexts).to.deep.equal({
      noticeText: prompts['pbx/recording-notice']?.text,
      closedText: prompts['pbx/inbound-closed']?.text,
      holidayText: prompts['pbx/inbound-holiday']?.text,
      busyText: prompts['pbx/inbound-unavailable']?.text,
    });
  });
});
