import type { Page } from 'playwright-core';
import { WebSocketServer } from 'ws';
import { findFreePort } from './free-port.ts';

/**
 * What no page can be faster than: an echo over a WebSocket of loopback, its answer put into an empty page and drawn.
 *
 * @param everyMs between the end of one and the next
 * @returns each from the sending to the second frame after the answer stood in the page, ms
 */
export async function drawnEchoes(page: Page, count: number, everyMs = 20): Promise<number[]> {
  const port = await findFreePort();
  const server = new WebSocketServer({ host: '127.0.0.1', port });
  server.on('connection', (socket) => socket.on('message', (data) => socket.send(data)));
  try {
    return await page.evaluate(
      ({ url, wanted, pauseMs }) =>
        new Promise<number[]>((resolve, reject) => {
          const taken: number[] = [];
          const socket = new WebSocket(url);
          let from = 0;
          const send = () => {
            from = performance.now();
            socket.send(String(taken.length));
          };
          socket.onopen = send;
          socket.onerror = () => reject(new Error('no echo'));
          socket.onmessage = ({ data }) => {
            document.body.textContent = String(data);
            requestAnimationFrame(() =>
              requestAnimationFrame(() => {
                taken.push(performance.now() - from);
                if (taken.length < wanted) {
                  setTimeout(send, pauseMs);
                  return;
                }
                socket.close();
                resolve(taken);
              }),
            );
          };
        }),
      { url: `ws://127.0.0.1:${port}`, wanted: count, pauseMs: everyMs },
    );
  } finally {
    server.close();
  }
}
