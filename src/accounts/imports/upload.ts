import type { Noun } from './mapping.ts';

/** Sends a file and gives the id of its import. XMLHttpRequest, since fetch cannot say how much has been sent. */
export function upload(noun: Noun, file: File, onProgress: (share: number) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/imports?noun=${noun}&fileName=${encodeURIComponent(file.name)}`);
    request.upload.addEventListener('progress', (event) => event.lengthComputable && onProgress(event.loaded / event.total));
    request.addEventListener('error', () => reject(new Error('')));
    request.addEventListener('load', () => {
      const body = bodyOf(request.responseText);
      if (request.status === 201 && body.importId) resolve(body.importId);
      else reject(new Error(body.detail ?? ''));
    });
    request.send(file);
  });
}

function bodyOf(text: string): { importId?: string; detail?: string } {
  try {
    return JSON.parse(text) as { importId?: string; detail?: string };
  } catch {
    return {};
  }
}
