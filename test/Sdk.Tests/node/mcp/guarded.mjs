// node guarded.mjs <v1|v2> <{guarded, strict}>: what a client sees of a server that a policy guards; prints one JSON line.
const { open } = await import(`./${process.argv[2]}.mjs`);
const urls = JSON.parse(process.argv[3]);
const headers = { Authorization: 'Bearer of-the-agent' };

const said = ({ content, isError }) => ({ text: content.map(part => part.text).join('\n'), isError: !!isError });
const raised = error => ({ error: error.constructor.name, code: error.code, text: error.message });
const tried = called => called.then(said, raised);

const guarded = await open({ patience: 50 }, urls.guarded, headers);
const sight = {
  listed: (await guarded.client.listTools()).tools.map(tool => tool.name),
  allowed: await tried(guarded.call('get_weather', { city: 'Paris' })),
  unmet: await tried(guarded.call('get_weather', { city: 'Rome' })),
  denied: await tried(guarded.call('delete_order', { id: 'A-1001' })),
  sampling: await tried(guarded.call('test_sampling', { prompt: 'Hello' })),
  elicitation: await tried(guarded.call('test_elicitation', { message: 'Who?' })),
};
const strict = await open({ patience: 50 }, urls.strict, headers);
const before = strict.era;
sight.refused = await tried(strict.call('delete_order', { id: 'A-1001' }));
sight.after = await tried(strict.call('get_weather', { city: 'Rome' }));
const again = await open({ patience: 50 }, urls.strict, headers);
sight.eras = [guarded.era, before, strict.client.getProtocolEra?.() ?? strict.era, again.era];
sight.statuses = [...guarded.statuses, ...strict.statuses].map(one => one.status);
console.log(JSON.stringify(sight));
process.exit(0);
