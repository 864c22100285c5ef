// node look.mjs <v1|v2> <url>: which tools a new client sees, and what calling get_weather comes to; prints one JSON line.
const { open } = await import(`./${process.argv[2]}.mjs`);
const session = await open({ patience: 50 }, process.argv[3]);
const listed = (await session.client.listTools()).tools.map(tool => tool.name);
const { content, isError } = await session.call('get_weather', { city: 'Paris' });
console.log(JSON.stringify({ listed, allowed: { text: content[0].text, isError: !!isError } }));
process.exit(0);
