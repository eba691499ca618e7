import { currentCsrfToken } from './http.ts';
import { ApiError, networkError } from './problem.ts';

export interface Upload<T> {
  done: Promise<T>;
  cancel(): void;
}

/** Multipart upload with progress: `fetch` still cannot say how much was sent. */
export function upload<T>(path: string, form: FormData, onProgress: (sent: number, total: number) => void): Upload<T> {
  const xhr = new XMLHttpRequest();
  const done = new Promise<T>((resolve, reject) => {
    xhr.open('POST', path);
    xhr.setRequestHeader('x-csrf-token', currentCsrfToken());
    xhr.setRequestHeader('accept', 'application/json');
    xhr.responseType = 'json';
    xhr.upload.onprogress = (event) => onProgress(event.loaded, event.total);
    xhr.onload = () => {
      if (xhr.status >= 200 && xhr.status < 300) resolve(xhr.response as T);
      else reject(toError(xhr));
    };
    xhr.onerror = () => reject(networkError(false));
    xhr.onabort = () => reject(new ApiError({ code: 'upload/cancelled', title: 'upload cancelled', status: 0 }));
    xhr.send(form);
  });
  return { done, cancel: () => xhr.abort() };
}

function toError(xhr: XMLHttpRequest): ApiError {
  const body = xhr.response as { code?: string; title?: string; detail?: Record<string, unknown> } | null;
  return new ApiError({
    code: body?.code ?? `http/${xhr.status}`,
    title: body?.title ?? `HTTP ${xhr.status}`,
    status: xhr.status,
    ...(body?.detail ? { detail: body.detail } : {}),
  });
}
