import { strings } from '../../ui/strings.ts';

const text = strings.desk.pad;
const dtmfKeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];

interface PadPanelProps {
  pad: 'dtmf' | 'break' | 'skip';
  sent: string;
  onDigit: (digit: string) => void;
  onClose: () => void;
}

/** Opens above the call bar and takes the digits, never the cursor: whoever is typing goes on typing. */
export function PadPanel({ pad, sent, onDigit, onClose }: PadPanelProps) {
  const title = pad === 'dtmf' ? text.dtmfTitle : pad === 'break' ? text.breakTitle : text.skipTitle;
  const reasons = pad === 'break' ? text.breakReasons : text.skipReasons;
  return (
    <section className="pad" aria-label={title}>
      <div className="section-head">
        <h2>{title}</h2>
        <span className="digit-pill">{strings.desk.result.digits} →</span>
        <button type="button" className="link-button" onMouseDown={(event) => event.preventDefault()} onClick={onClose}>
          {text.close}
        </button>
      </div>
      {pad === 'dtmf' ? (
        <>
          <output className="pad-sent">{sent || ' '}</output>
          <div className="pad-keys">
            {dtmfKeys.map((digit) => (
              <button
                key={digit}
                type="button"
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onDigit(digit)}
              >
                {digit}
              </button>
            ))}
          </div>
        </>
      ) : (
        <div className="pad-reasons">
          {reasons.map((reason, index) => (
            <button
              key={reason}
              type="button"
              className="choice"
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onDigit(String(index + 1))}
            >
              <kbd>{index + 1}</kbd>
              <span className="choice-label">{reason}</span>
            </button>
          ))}
        </div>
      )}
    </section>
  );
}
