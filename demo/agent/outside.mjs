// An agent's ways to the outside where it does as HTTPS_PROXY asks: a CONNECT, and a client that knows nothing of the gateway.
import { execFile } from 'node:child_process';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const UNAWARE = fileURLToPath(new URL('unaware.mjs', import.meta.url));

export class Outside {
  #proxy;
  #trust;

  // Where the proxy is, and the folder in which the sidecar leaves its authority's certificate.
  constructor(proxy, trust) {
    this.#proxy = new URL(proxy);
    this.#trust = trust;
  }

  // What the proxy answers to a CONNECT: its status, and its error where it refuses.
  connect(target) {
    return new Promise((resolve, reject) => {
      const request = http.request({ host: this.#proxy.hostname, port: this.#proxy.port, method: 'CONNECT', path: target, headers: { host: target } });
      request.on('error', reject).on('connect', (answer, socket, first) => {
        const pieces = [first];
        socket.on('error', reject).on('data', piece => pieces.push(piece));
        socket.on('close', () => resolve({ status: answer.statusCode, ...(answer.statusCode !== 200 && JSON.parse(Buffer.concat(pieces)).error) })).resume();
        if (answer.statusCode === 200) socket.destroy();
      }).end();
    });
  }

  // One call of the official client with its built-in host; `trusting` is false for one that was not given the certificate.
  async call(model, trusting = true) {
    const { OPENAI_BASE_URL, ...env } = { ...process.env, HTTPS_PROXY: this.#proxy.origin };
    if (trusting) env.NODE_EXTRA_CA_CERTS = path.join(this.#trust, 'ca.crt');
    return JSON.parse((await promisify(execFile)(process.execPath, [UNAWARE, model], { env })).stdout);
  }
}
