import { expect } from 'chai';
import { AUDIT_ACTIONS } from '../../core/rules/audit-actions.ts';
import { detailWords } from '../../softphone/features/audit/detail-words.ts';
import { auditActionLabel } from '../../softphone/ui/strings/labels.ts';

describe('softphone: the audit log in words', () => {
  it('has a Japanese word for every action', () => {
    for (const action of AUDIT_ACTIONS) expect(auditActionLabel[action], action).to.match(/[ぁ-ん一-龯ァ-ヶ]/);
  });

  it('tells the details by name, short and without what is empty', () => {
    expect(detailWords({ what: 'promises', view: 'today', mine: false, persons: 3, batch: null })).to.equal(
      '内容: 納付約束　一覧: 本日　自分の分: いいえ　人数: 3',
    );
    expect(detailWords({ list: '01890a5d-ac96-774b-bcce-b302099a8057' })).to.equal('リスト: 01890a5d');
  });
});
