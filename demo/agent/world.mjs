// What is around the agent: the folder of manifests, the sidecar's audit lines, the fake providers.
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export class World {
  #env;
  #read = 0;

  constructor(env) {
    this.#env = env;
  }

  // The newest audit line of the kind that was not shown yet. It is written when its call has ended, so it may still be on its way: waits until none follows.
  async auditLine(isIts = () => true) {
    const read = () => fs.readFileSync(this.#env.DEMO_AUDIT, 'utf8').split('\n').slice(0, -1).filter(line => line.includes('"decision"'));
    let lines = read();
    for (let tries = 0; tries < 40; tries++) {
      await delay(100);
      const now = read();
      const found = now.length === lines.length && now.slice(this.#read).map(line => JSON.parse(line)).findLast(isIts);
      if (found) {
        this.#read = now.length;
        return found;
      }

      lines = now;
    }
  }

  editPolicy(change) {
    this.edit('policy.yaml', change);
  }

  // As an editor does it: a new file over the old one.
  edit(name, change) {
    const file = path.join(this.#env.DEMO_FOLDER, name);
    fs.writeFileSync(`${file}.new`, change(fs.readFileSync(file, 'utf8')));
    fs.renameSync(`${file}.new`, file);
  }

  // A manifest that was not there before; without a text it goes again.
  write(name, text) {
    const file = path.join(this.#env.DEMO_FOLDER, name);
    if (text === undefined) return fs.rmSync(file);
    fs.writeFileSync(`${file}.new`, text);
    fs.renameSync(`${file}.new`, file);
  }

  async end(provider) {
    process.kill(Number(this.#env[`DEMO_${provider.toUpperCase()}_PID`]));
    await this.until(async () => this.seen(provider).then(() => false, () => true));
  }

  async seen(provider) {
    return (await fetch(`http://127.0.0.1:${this.#env[`DEMO_${provider.toUpperCase()}_PORT`]}/_seen`)).json();
  }

  async lastSeen(provider) {
    return (await this.seen(provider)).calls.at(-1);
  }

  async lastRequest(server) {
    return (await this.seen(server)).requests.at(-1);
  }

  // A tool's definition, edited at its server.
  async editTool(server, tool, edit) {
    await fetch(`http://127.0.0.1:${this.#env[`DEMO_${server.toUpperCase()}_PORT`]}/_tools/${tool}`, { method: 'PATCH', body: JSON.stringify(edit) });
  }

  // What a tool answers from now on, instead of the truth.
  async answerOf(server, tool, text) {
    await this.#answers(server, `/${tool}`, { method: 'PUT', body: JSON.stringify({ result: { resultType: 'complete', content: [{ type: 'text', text }] } }) });
  }

  async answersTruly(server) {
    await this.#answers(server, '', { method: 'DELETE' });
  }

  #answers(server, path, request) {
    return fetch(`http://127.0.0.1:${this.#env[`DEMO_${server.toUpperCase()}_PORT`]}/_answers${path}`, request);
  }

  // What the operator says of a resource, as kubectl would show it.
  async status(kind, name) {
    const all = JSON.parse(fs.readFileSync(this.#env.DEMO_STATUS, 'utf8'));
    return all.find(resource => resource.kind === kind && resource.name === name)?.status;
  }

  async untilStatus(kind, name, condition) {
    let found;
    const { ms } = await this.until(async () => (found = await this.status(kind, name)) && condition(found));
    return { found, ms };
  }

  async untilSeen(provider, condition) {
    return this.until(async () => condition(await this.seen(provider)));
  }

  // Milliseconds until the condition held; throws after ten seconds.
  async until(condition) {
    const began = performance.now();
    while (performance.now() - began < 10_000) {
      if (await condition()) return { ms: Math.round(performance.now() - began) };
      await delay(20);
    }
    throw new Error('it did not happen within 10 s');
  }
}
