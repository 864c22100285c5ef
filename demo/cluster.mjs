// Installs the product, a fake provider and an agent into the cluster of KUBECONFIG, lets the agent call, edits its policy while it runs,
// and prints each step with the audit line that its sidecar wrote. Exits 1 when a step is not as expected.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Table } from './agent/table.mjs';

const TEAM = 'demo', KEY = 'sk-the-real-key-of-the-demo';
const PROVIDER = 'fake-provider.provider.svc.cluster.local';
const SEEN = '/api/v1/namespaces/provider/services/http:fake-provider:admin/proxy/_seen';
const AGENT = ['--namespace', TEAM, 'exec', 'deployment/agent', '--container=agent', '--', 'node', '/agent/agent.mjs'];
const began = Date.now();

const say = text => console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(7)}s  ${text}`);
const kubectl = (args, input) => execFileSync('kubectl', args, { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'], maxBuffer: 1 << 26 });
const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

async function until(what, condition, seconds = 60) {
  let last = '';
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await pause(200)) {
    try {
      const found = condition();
      if (found) return found;
    } catch (error) {
      last = `: ${error.stderr ?? error.message}`;
    }
  }
  throw new Error(`not so after ${seconds} seconds: ${what}${last}`);
}

function manifest(name, values) {
  let text = readFileSync(new URL(`../test/EndToEnd.Tests/manifests/${name}.yaml`, import.meta.url), 'utf8');
  for (const [variable, value] of Object.entries(values)) text = text.replaceAll(`$${variable}`, value.replaceAll('\n', '\\n'));
  return text;
}

// A certificate for the provider, which only the team's credential trusts.
function certificate() {
  const folder = mkdtempSync(join(tmpdir(), 'aigateway-demo-'));
  try {
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1', '-subj', '/CN=fake-provider',
      '-addext', `subjectAltName=DNS:${PROVIDER}`, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    return { CERTIFICATE: readFileSync(cert, 'utf8'), PRIVATE_KEY: readFileSync(key, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function install() {
  const values = { ...certificate(), TEAM, KEY, REPLICAS: '1' };
  // Servers before 1.25 know no CEL rules and no policy/v1.
  const overlay = Number.parseInt(JSON.parse(kubectl(['version', '--output=json'])).serverVersion.minor) < 25 ? 'legacy' : 'default';
  say(`installing the operator: kubectl apply -k charts/kustomize/${overlay}`);
  kubectl(['apply', '--kustomize', new URL(`../charts/kustomize/${overlay}`, import.meta.url).pathname]);
  kubectl(['apply', '--filename=-'], manifest('provider', values));
  kubectl(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s']);
  kubectl(['--namespace=aigateway-system', 'rollout', 'status', 'deployment/aigateway-operator', '--timeout=120s']);
  kubectl(['--namespace=provider', 'rollout', 'status', 'deployment/fake-provider', '--timeout=60s']);
  say('opting a namespace in, and starting an agent that knows nothing of it');
  kubectl(['apply', '--filename=-'], JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: TEAM, labels: { 'aigateway.dev/inject': 'enabled' } } }));
  await until('the namespace has the roots', () => kubectl(['--namespace', TEAM, 'get', 'configmap', 'aigateway-roots']));
  kubectl(['apply', '--filename=-'], manifest('team', values));
  kubectl(['--namespace', TEAM, 'rollout', 'status', 'deployment/agent', '--timeout=120s']);
  say('the agent and its sidecar are ready');
}

// A step of the agent's own program, to its end; or one that goes on while the policy is edited: `next` gives its lines.
const agent = (...args) => JSON.parse(kubectl([...AGENT, ...args]).trim().split('\n').at(-1));
function start(...args) {
  const child = spawn('kubectl', [...AGENT, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { next: async () => JSON.parse((await lines.next()).value ?? '{"message":"it ended"}') };
}

const edit = spec => kubectl(['--namespace', TEAM, 'patch', 'agentpolicy/agents', '--type=merge', '--patch', JSON.stringify({ spec })]);
const seen = prompt => JSON.parse(kubectl(['get', '--raw', SEEN])).calls.filter(call => call.body.includes(prompt));
const audit = () => kubectl(['--namespace', TEAM, 'logs', 'deployment/agent', '--container=aigateway-sidecar', '--tail=-1'])
  .split('\n').filter(line => line.startsWith('{') && line.includes('"decision"'));

// The newest audit line, once there is one that was not there before.
let lines = 0;
const world = {
  auditLine: () => until('a new audit line', () => {
    const all = audit();
    return all.length > lines && (lines = all.length, JSON.parse(all.at(-1)));
  }, 10).catch(() => null),
};

async function run() {
  const version = JSON.parse(kubectl(['version', '--output=json'])).serverVersion.gitVersion;
  say(`the cluster is Kubernetes ${version}; the agent's image holds Node.js and the official OpenAI client`);
  lines = audit().length;
  const table = new Table(world);

  await table.step('allowed call', expect => {
    const answer = agent('call', 'fast', 'an allowed call');
    expect(answer.ok, 'an answer');
    expect(seen('an allowed call').every(call => call.headers.authorization === `Bearer ${KEY}`), 'the provider sees the real key');
    return `"${answer.text ?? answer.message}", ${answer.tokens} tokens; the provider saw the real key`;
  });

  await table.step('streamed call', expect => {
    const answer = agent('stream', 'fast');
    expect(answer.ok && answer.events > 3, 'several events');
    return `${answer.events} events: "${answer.text ?? answer.message}"`;
  });

  await table.step('denied model', expect => {
    const error = agent('call', 'forbidden');
    expect(error.permissionDenied && error.code === 'model_denied', 'PermissionDeniedError');
    return `${error.class} (${error.status}, ${error.code}): ${error.message}`;
  });

  await table.step('policy edited', async expect => {
    const polling = start('until', 'other', 'allowed');
    const first = await polling.next();
    const edited = Date.now();
    edit({ models: { allow: ['fast', 'long-20', 'other'] } });
    const end = await polling.next();
    expect(first.first === 'denied', 'denied before');
    expect(end.ok && end.at - edited < 2000, 'allowed within 2 s');
    return `other was allowed ${end.at - edited} ms after the edit, without a restart`;
  });

  await table.step('agent suspended', async expect => {
    const stream = start('stream', 'long-20');
    const first = await stream.next();
    const edited = Date.now();
    edit({ suspended: true });
    const end = await stream.next();
    expect(first.began, 'the stream was running');
    expect(end.ok === false && end.at - edited < 2000, 'cut within 2 s');
    return `an endless stream was cut after ${end.events} events, ${end.at - edited} ms after the edit (${end.class}: ${end.message})`;
  });

  await table.step('call while suspended', expect => {
    const error = agent('call', 'fast');
    expect(error.permissionDenied && error.code === 'agent_suspended', 'PermissionDeniedError');
    return `${error.class} (${error.status}, ${error.code})`;
  });

  await table.step('suspension lifted', expect => {
    const edited = Date.now();
    edit({ suspended: false });
    const again = agent('until', 'fast', 'allowed');
    expect(again.ok && again.at - edited < 3000, 'within 2 s, and one for the start of the step');
    return `fast answers again ${again.at - edited} ms after the edit`;
  });

  console.log(`\n${kubectl(['--namespace', TEAM, 'get', 'agentpolicies'])}`);
  return table.verdict();
}

try {
  await install();
  process.exitCode = await run();
} catch (error) {
  console.error(`\nFAILED: ${error.message}`);
  process.exitCode = 1;
}
