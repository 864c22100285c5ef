// What both official clients have in common, in the words of the cases: a client that lends its model, its user and its folders, and keeps what the server tells it.
export const capabilities = { sampling: {}, elicitation: { form: {} }, roots: { listChanged: true } };
export const lent = {
  sampling: async () => ({ role: 'assistant', model: 'of-the-client', content: { type: 'text', text: 'said by the client' } }),
  elicitation: async () => ({ action: 'accept', content: { username: 'Ada', name: 'Ada', email: 'ada@example.test' } }),
  roots: async () => ({ roots: [{ uri: 'file:///of-the-client', name: 'of the client' }] }),
};

export class Session {
  notes = [];
  statuses = [];
  cutting = false;
  cuts = 0;

  // The fetch that the transport uses: it sees each answer's status, and breaks the first stream after the first event of progress where a case wants that.
  fetch = async (url, init) => {
    const answer = await fetch(url, init);
    this.statuses.push({ method: init?.method ?? 'GET', status: answer.status, resumed: new Headers(init?.headers).get('last-event-id') });
    const streams = answer.headers.get('content-type')?.includes('text/event-stream');
    return this.cutting && !this.cuts && init?.method === 'POST' && streams ? this.#cut(answer) : answer;
  };

  // Waits for what the server tells of itself.
  async told(method, fits = () => true) {
    for (const until = Date.now() + 60_000; Date.now() < until; await new Promise(done => setTimeout(done, 10))) {
      const found = this.notes.find(note => note.method === method && fits(note.params ?? {}));
      if (found) return found.params;
    }
    throw new Error(`the server did not tell ${method}; it told ${JSON.stringify(this.notes).slice(0, 300)}`);
  }

  #cut(answer) {
    const reader = answer.body.getReader();
    let text = '';
    const body = new ReadableStream({
      pull: async controller => {
        const { value, done } = await reader.read();
        if (done) return controller.close();
        controller.enqueue(value);
        text += Buffer.from(value).toString('latin1');
        if (!/notifications\/progress[^]*\n\n/.test(text)) return;
        this.cuts++;
        await reader.cancel();
        controller.error(new TypeError('cut by the test'));
      },
    }, { highWaterMark: 0 });
    return new Response(body, { status: answer.status, headers: answer.headers });
  }
}

export function lacks(what) {
  throw new Error(`n/a: ${what}`);
}
