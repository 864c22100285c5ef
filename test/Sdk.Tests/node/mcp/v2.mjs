// The official client of the newer era, @modelcontextprotocol/client, which finds out what a server speaks.
import { Client, LOG_LEVEL_META_KEY, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Session, capabilities, lacks, lent } from './session.mjs';

export async function open(leg, url, headers) {
  const session = new Session();
  const client = new Client({ name: 'aigateway-sdk-tests', version: '2' }, { capabilities, versionNegotiation: { mode: leg.mode ?? 'auto' } });
  client.setRequestHandler('sampling/createMessage', lent.sampling);
  client.setRequestHandler('elicitation/create', lent.elicitation);
  client.setRequestHandler('roots/list', lent.roots);
  client.fallbackNotificationHandler = async note => { session.notes.push(note); };
  const transport = new StreamableHTTPClientTransport(new URL(url), { fetch: session.fetch, requestInit: { headers }, reconnectionOptions: { initialReconnectionDelay: leg.patience, maxReconnectionDelay: 5000, reconnectionDelayGrowFactor: 1.5, maxRetries: 5 } });
  await client.connect(transport);
  const era = client.getProtocolEra();
  const modern = era === 'modern';
  return Object.assign(session, {
    client,
    era,
    call: (name, args, options) => client.callTool({ name, arguments: args }, { timeout: 120_000, ...options }),
    log: (name, args) => modern
      ? client.callTool({ name, arguments: args, _meta: { [LOG_LEVEL_META_KEY]: 'debug' } })
      : client.setLoggingLevel('debug').then(() => client.callTool({ name, arguments: args })),
    watch: uri => modern ? client.listen({ resourceSubscriptions: [uri] }) : client.subscribeResource({ uri }),
    listen: list => modern ? client.listen({ [`${list}ListChanged`]: true }) : undefined,
    ping: () => modern ? lacks('2026-07-28 has no ping') : client.ping(),
    end: () => modern ? lacks('2026-07-28 has no sessions') : transport.terminateSession(),
    close: () => client.close(),
  });
}
