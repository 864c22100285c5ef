// Installs the product, a fake provider and an agent into the cluster of KUBECONFIG, lets the agent call, edits its policy while it runs,
// and prints each step with the audit line that its sidecar wrote. Ends with 1 when anything was not as expected.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TEAM = 'demo';
const PROVIDER = 'fake-provider.provider.svc.cluster.local';
const AGENT = ['--namespace', TEAM, 'exec', 'deployment/agent', '--container=agent', '--', 'node', '/agent/agent.mjs'];
const began = Date.now();

const say = text => console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(7)}s  ${text}`);
const kubectl = (args, input) => execFileSync('kubectl', args, { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit'], maxBuffer: 1 << 26 });
const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

async function until(what, condition, seconds = 60) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await pause(200)) {
    try {
      if (condition()) return;
    } catch { /* Not yet. */ }
  }
  throw new Error(`not so after ${seconds} seconds: ${what}`);
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
  const values = { ...certificate(), TEAM, KEY: 'sk-the-real-key-of-the-demo', REPLICAS: '1' };
  say('installing the operator: kubectl apply -k charts/kustomize/legacy');
  kubectl(['apply', '--kustomize', new URL('../charts/kustomize/legacy', import.meta.url).pathname]);
  kubectl(['apply', '--filename=-'], manifest('provider', values));
  kubectl(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s']);
  kubectl(['--namespace=aigateway-system', 'rollout', 'status', 'deployment/aigateway-operator', '--timeout=120s']);
  kubectl(['--namespace=provider', 'rollout', 'status', 'deployment/fake-provider', '--timeout=60s']);
  say('opting a namespace in, and starting an agent that knows nothing of it');
  kubectl(['apply', '--filename=-'], JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: TEAM, labels: { 'aigateway.dev/inject': 'enabled' } } }));
  await until('the webhook answers', () => kubectl(['--namespace', TEAM, 'get', 'configmap', 'aigateway-roots']) &&
    kubectl(['--namespace', TEAM, 'create', 'deployment', 'probe', '--image=none', '--dry-run=server']));
  kubectl(['apply', '--filename=-'], manifest('team', values));
  kubectl(['--namespace', TEAM, 'rollout', 'status', 'deployment/agent', '--timeout=120s']);
  say('the agent and its sidecar are ready');
}

const step = (...args) => JSON.parse(kubectl([...AGENT, ...args]).trim().split('\n').at(-1));
const edit = spec => kubectl(['--namespace', TEAM, 'patch', 'agentpolicy/agents', '--type=merge', '--patch', JSON.stringify({ spec })]);

// A step that goes on while the policy is edited; `next` gives its lines one by one.
function start(...args) {
  const child = spawn('kubectl', [...AGENT, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { next: async () => JSON.parse((await lines.next()).value ?? '{"message":"it ended"}') };
}

const audit = () => kubectl(['--namespace', TEAM, 'logs', 'deployment/agent', '--container=aigateway-sidecar', '--tail=-1'])
  .split('\n').filter(line => line.startsWith('{') && line.includes('"decision"'));

let failed = 0;
async function show(title, expected, act) {
  const before = audit().length;
  const { got, good } = await act();
  await until('the audit line is there', () => audit().length > before, 10);
  const line = JSON.parse(audit().at(-1));
  failed += good ? 0 : 1;
  console.log(`\n${good ? 'ok    ' : 'FAILED'}  ${title.padEnd(34)} expected: ${expected.padEnd(34)} got: ${got}`);
  console.log(`        audit: ${JSON.stringify(line)}`);
}

const refused = (outcome, code) => ({
  got: outcome.ok ? 'an answer' : `${outcome.class} ${outcome.status ?? ''} ${outcome.code ?? ''}`.trim(),
  good: !outcome.ok && outcome.code === code,
});

async function run() {
  console.log(`\nAn agent in a pod, the official OpenAI client, ${kubectl(['version', '--short']).match(/Server.*/)?.[0] ?? 'a real cluster'}`);
  await show('call an allowed model', 'an answer', () => {
    const outcome = step('call', 'fast');
    return { got: outcome.ok ? `"${outcome.text}"` : outcome.message, good: outcome.ok === true };
  });
  await show('stream from an allowed model', 'events', () => {
    const outcome = step('stream', 'fast');
    return { got: outcome.ok ? `${outcome.events} events` : outcome.message, good: outcome.ok === true && outcome.events > 1 };
  });
  await show('call a denied model', 'PermissionDeniedError 403', () => refused(step('call', 'forbidden'), 'model_denied'));
  await show('allow another model while it runs', 'an answer within 2000 ms', async () => {
    const polling = start('until', 'other', 'allowed');
    const first = await polling.next();
    const edited = Date.now();
    edit({ models: { allow: ['fast', 'long-20', 'other'] } });
    const end = await polling.next();
    return { got: `${first.first}, then allowed after ${end.at - edited} ms`, good: first.first === 'denied' && end.ok === true && end.at - edited < 2000 };
  });
  await show('suspend it in the midst of a stream', 'cut within 2000 ms', async () => {
    const stream = start('stream', 'long-20');
    await stream.next();
    const edited = Date.now();
    edit({ suspended: true });
    const end = await stream.next();
    return { got: `cut after ${end.at - edited} ms, ${end.events} events`, good: end.ok === false && end.at - edited < 2000 };
  });
  await show('call while suspended', 'PermissionDeniedError 403', () => refused(step('call', 'fast'), 'agent_suspended'));
  await show('resume it', 'an answer', () => {
    edit({ suspended: false });
    const outcome = step('until', 'fast', 'allowed');
    return { got: outcome.ok ? 'allowed' : 'denied', good: outcome.ok === true };
  });
  console.log(`\n${kubectl(['--namespace', TEAM, 'get', 'agentpolicies'])}`);
}

try {
  await install();
  await run();
} catch (error) {
  console.error(`\nFAILED: ${error.message}`);
  failed++;
}
console.log(failed === 0 ? 'Every step was as expected.' : `${failed} step(s) were not as expected.`);
process.exit(failed === 0 ? 0 : 1);
