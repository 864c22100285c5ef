// What every client must get from every server, at the server itself and through the sidecar, in one list. A case throws where it does not.
import assert from 'node:assert/strict';
import { lacks } from './session.mjs';

const textOf = result => result.content.filter(part => part.type === 'text').map(part => part.text).join('\n');
const includes = (text, part) => assert.ok(text.includes(part), `it said ${text.slice(0, 300)}`);

export const cases = {
  'introduction': async ({ client, era, at, leg }) => {
    assert.equal(client.getServerVersion().name, at.name);
    assert.ok(client.getInstructions()?.length > 0, 'no instructions');
    assert.ok(client.getServerCapabilities().tools, 'no tools');
    assert.equal(era, leg.era);
  },
  'list of tools': async ({ client, at }) => {
    const { tools } = await client.listTools();
    for (const name of [at.plain[0], at.structured[0], at.samples[0]]) assert.ok(tools.some(tool => tool.name === name && tool.inputSchema), `${name} is not listed`);
  },
  'call': async ({ call, at: { plain } }) => includes(textOf(await call(plain[0], plain[1])), plain[2]),
  'tool error': async ({ call, at: { fails } }) => assert.equal((await call(...fails)).isError, true),
  'unknown tool': async ({ call }) => {
    const outcome = await call('no-such-tool', {}).catch(error => ({ isError: true, error }));
    assert.ok(outcome.isError, JSON.stringify(outcome));
  },
  'structured content': async ({ client, call, at: { structured } }) => {
    await client.listTools(); // The client checks the result against the schema that it saw.
    assert.deepEqual((await call(structured[0], structured[1])).structuredContent, structured[2]);
  },
  'image': async ({ call, at }) => {
    const image = (await call(at.image, {})).content.find(part => part.type === 'image');
    assert.equal(image.mimeType, 'image/png');
    assert.equal(Buffer.from(image.data, 'base64').subarray(1, 4).toString(), 'PNG');
  },
  'resources': async ({ client, at: { resource: [uri, part] } }) => {
    assert.ok((await client.listResources()).resources.some(one => one.uri === uri), `${uri} is not listed`);
    includes((await client.readResource({ uri })).contents[0].text, part);
  },
  'resource template': async ({ client, at: { template: [template, uri, part] } }) => {
    assert.ok((await client.listResourceTemplates()).resourceTemplates.some(one => one.uriTemplate === template), `${template} is not listed`);
    includes((await client.readResource({ uri })).contents[0].text, part);
  },
  'resource updated': async session => {
    const { uri } = session.at.watched;
    await session.watch(uri);
    await listens(session);
    await happens(session, session.at.watched);
    await session.told('notifications/resources/updated', params => params.uri === uri);
  },
  'prompts': async ({ client, at: { prompt: [name, args, part] } }) => {
    assert.ok((await client.listPrompts()).prompts.some(one => one.name === name), `${name} is not listed`);
    includes((await client.getPrompt({ name, arguments: args })).messages[0].content.text, part);
  },
  'completion': async ({ client, at: { completion: [name, argument, value, values] } }) =>
    assert.deepEqual((await client.complete({ ref: { type: 'ref/prompt', name }, argument: { name: argument, value } })).completion.values, values),
  'progress': async ({ call, at }) => {
    const came = [];
    await call(...slow(at, 0.6), { onprogress: ({ progress }) => came.push(progress) });
    counted(came, 5);
    await tellsMeanwhile(call, at);
  },
  'logging': async session => {
    await session.log(session.at.logs, {});
    const { level, data } = await session.told('notifications/message');
    assert.ok(level && data);
  },
  'list changed': async session => {
    const { list } = session.at.changes;
    await session.listen(list);
    await listens(session);
    await happens(session, session.at.changes);
    await session.told(`notifications/${list}/list_changed`);
  },
  'stream ended by the server, resumed': async session => {
    if (session.leg.server !== 'fake' || session.leg.transport === 'sse' || session.era === 'modern') lacks('this server, or its revision, ends no stream to be taken up again');
    includes(textOf(await session.call('test_reconnection', {})), 'completed successfully');
    assert.ok(session.statuses.some(one => one.method === 'GET' && one.resumed && one.status === 200), 'nothing was resumed');
  },
  'stream cut, resumed by Last-Event-ID': async session => {
    if (session.leg.transport === 'sse' || session.era === 'modern') lacks('no revision but those of streamable HTTP with sessions resumes');
    session.cutting = true;
    const came = [];
    const result = await session.call(...slow(session.at, 1.2), { onprogress: ({ progress }) => came.push(progress) });
    assert.equal(session.cuts, 1);
    assert.ok(textOf(result).length > 0);
    counted(came, session.at.repeatsAtOnce ? 1 : 5);
    assert.ok(session.statuses.some(one => one.method === 'GET' && one.resumed && one.status === 200), 'nothing was resumed');
  },
  'sampling': async ({ call, at: { samples } }) => includes(textOf(await call(samples[0], samples[1])), samples[2]),
  'elicitation': async ({ call, at: { elicits } }) => includes(textOf(await call(elicits[0], elicits[1])), elicits[2]),
  'roots': async session => {
    const { call, at: { roots } } = session;
    await listens(session);
    includes(textOf(await call(roots[0], roots[1])), roots[2]);
  },
  'cancellation': async session => {
    const { call, at, leg, era } = session;
    const abort = new AbortController();
    const [name, args] = slow(at, 30);
    const marker = crypto.randomUUID();
    const called = call(name, { ...args, marker }, { signal: abort.signal });
    called.catch(() => {}); // Looked at below.
    await (leg.server === 'fake' ? sees(leg, requests => requests.some(request => request.body.includes(marker)), 'got no call') : rest(400));
    abort.abort();
    await assert.rejects(called);
    await call(at.plain[0], at.plain[1]);
    if (leg.server === 'fake') await cancelled(leg, era, marker);
  },
  'ping': async ({ ping }) => { await ping(); },
  'session ended': async session => {
    await session.call(session.at.plain[0], session.at.plain[1]);
    await session.end();
    assert.deepEqual(session.statuses.filter(one => one.method === 'DELETE').map(one => one.status), [200]);
  },
  'calls side by side': async ({ call, at }) => {
    const words = Array.from({ length: 20 }, (_, index) => `word-${index}.`);
    const said = await Promise.all(words.map(word => call(at.echo[0], { [at.echo[1]]: word })));
    said.forEach((result, index) => includes(textOf(result), words[index]));
  },
  'result of 1 MB': async ({ call, at: { large } }) => assert.ok(textOf(await call(large[0], large[1] ? { [large[1]]: 'x'.repeat(1 << 20) } : {})).length >= 1 << 20),
};

const rest = milliseconds => new Promise(done => setTimeout(done, milliseconds));
const slow = ({ slow: [name, argument, more] }, seconds) => [name, { [argument]: seconds, ...more }];

// What makes a server tell something: a word to the fixture, or a tool of its own.
const happens = (session, { post, call }) => post ? fetch(session.leg.admin + post, { method: 'POST' }) : session.call(...call);

// In order, none twice, and at least so many: what comes together with the answer the client may leave out.
function counted(came, least) {
  assert.ok(came.length >= least, `${came.length} came`);
  assert.deepEqual(came, [...new Set(came)].sort((one, other) => one - other).filter(step => step >= 1 && step <= 10));
}

// The first step comes while the call goes on for long. What came at once would have been handled with it, so the rest after it finds that on any machine.
// Nobody waits for its end.
async function tellsMeanwhile(call, at) {
  let over = false;
  await new Promise((told, fail) => { call(...slow(at, 15), { onprogress: told }).then(() => { over = true; }).then(told, fail); });
  await rest(100);
  assert.ok(!over, 'it came all at once, not while the call ran');
}

// Until the client's own stream is there: a server tells nobody who does not listen yet. Where a revision has no such stream, its listen waits for itself.
async function listens({ era, statuses }) {
  for (const until = Date.now() + 60_000; era === 'legacy' && Date.now() < until; await rest(10))
    if (statuses.some(one => one.method === 'GET' && one.status === 200)) return;
}

// The server saw the end of this very call: a notification of it in the older era, a connection that was closed in the newer.
const cancelled = (leg, era, marker) => sees(leg, requests => {
  const call = requests.find(request => request.body.includes(marker));
  return era === 'modern' ? call?.cancelled : call && requests.some(request => request.method === 'notifications/cancelled' && JSON.parse(request.body).params.requestId === JSON.parse(call.body).id);
}, 'did not see that the call was cancelled');

// Waits until what the fixture got is so.
async function sees({ admin }, fits, otherwise) {
  for (const until = Date.now() + 60_000; Date.now() < until; await rest(100))
    if (fits((await (await fetch(`${admin}/_seen`)).json()).requests)) return;
  throw new Error(`the server ${otherwise}`);
}
