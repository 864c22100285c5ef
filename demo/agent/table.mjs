// Prints a step as one row, and its audit line, shortened, beneath.
const [green, red, grey, off] = process.stdout.isTTY ? ['\x1b[32m', '\x1b[31m', '\x1b[90m', '\x1b[0m'] : ['', '', '', ''];
const shown = ['kind', 'via', 'server.address', 'server.port', 'dialect', 'gen_ai.operation.name', 'gen_ai.request.model', 'decision', 'reason', 'policy', 'rule',
  'network.peer.address', 'provider', 'targetModel', 'translated', 'attempts', 'http.response.status_code', 'stream', 'usage', 'mcp', 'guard', 'ended'];

export class Table {
  #world;
  #failed = 0;
  #steps = 0;

  constructor(world) {
    this.#world = world;
    console.log(`\n   ${'step'.padEnd(22)} what happened\n   ${'-'.repeat(21)}  ${'-'.repeat(90)}`);
  }

  // `isIts` tells its audit line from others that it may have written too.
  async step(name, run, isIts) {
    const missed = [];
    let told;
    try {
      told = await run((holds, what) => holds || missed.push(what));
    } catch (error) {
      told = `${error.constructor.name}: ${error.message}`;
      missed.push('no error');
    }
    const audit = await this.#world.auditLine(isIts);
    if (!audit) missed.push('an audit line');
    this.#steps++;
    if (missed.length) this.#failed++;
    console.log(`${missed.length ? `${red}no${off}` : `${green}ok${off}`} ${name.padEnd(22)} ${told}`);
    if (missed.length) console.log(`   ${' '.repeat(22)} ${red}expected: ${missed.join('; ')}${off}`);
    if (audit) console.log(`   ${' '.repeat(22)} ${grey}audit ${Table.#shorten(audit)}${off}`);
  }

  verdict() {
    console.log(this.#failed ? `\n${red}${this.#failed} of ${this.#steps} steps were not as expected.${off}` : `\n${green}All ${this.#steps} steps were as expected.${off}`);
    return this.#failed ? 1 : 0;
  }

  static #shorten(audit) {
    const kept = Object.fromEntries(shown.filter(name => (audit[name] ?? '') !== '').map(name => [name.split('.').at(-1), audit[name]]));
    return JSON.stringify(kept).replaceAll('gen_ai.usage.', '').replaceAll(/,(?=["{])/g, ', ').replaceAll('":', '": ').replaceAll('"', '');
  }
}
