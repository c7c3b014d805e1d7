// A site for a test: the built binary on its own data folder and a free port, ended by its pid.
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The tested binary: STORYPLUS_BINARY, else the release build, else the debug build. */
export const binary = [
  process.env.STORYPLUS_BINARY,
  join(root, 'target/release/storyplus'),
  join(root, 'target/debug/storyplus'),
].find((path) => path && existsSync(path));

const freePort = () => new Promise((done, fail) => {
  const server = createServer();
  server.on('error', fail);
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

/** Calls `probe` until it returns something true, for at most `bound` seconds. */
export const until = async (what, probe, bound = 15) => {
  const end = Date.now() + bound * 1000;
  let last;
  while (Date.now() < end) {
    try {
      const found = await probe();
      if (found) return found;
    } catch (error) {
      last = error;
    }
    await new Promise((wake) => { setTimeout(wake, 50); });
  }
  throw new Error(`not within ${bound} s: ${what}`, { cause: last });
};

/** Fails with the list, a line each, unless it is empty. */
export const none = (found) => {
  if (found.length > 0) throw new Error(`${found.length} found:\n${[...new Set(found)].join('\n')}`);
};

export class Site {
  /** Starts a site. `command` is serve or demo; `dir` is an existing data folder, which stays. */
  static async start({ command = 'serve', dir, bound = 30 } = {}) {
    const site = new Site();
    site.own = dir === undefined;
    site.dir = dir ?? await mkdtemp(join(tmpdir(), 'storyplus-browser-'));
    const port = await freePort();
    site.origin = `http://127.0.0.1:${port}`;
    site.env = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      RUST_LOG: 'warn',
      STORYPLUS_BIND: `127.0.0.1:${port}`,
      // Everyone comes from one address here, and faster than real people.
      STORYPLUS_RATE_LIMITS: 'off',
      STORYPLUS_DATA_DIR: site.dir,
    };
    try {
      await site.run(command, bound);
    } catch (error) {
      await site.stop(); // nothing that was started stays behind
      throw error;
    }
    return site;
  }

  async run(command, bound) {
    this.log = '';
    this.child = spawn(binary, [command], { env: this.env, cwd: this.dir, stdio: ['ignore', 'pipe', 'pipe'] });
    this.ended = new Promise((done) => { this.child.on('exit', (code, signal) => done(code ?? signal)); });
    let gone = false;
    this.ended.then(() => { gone = true; });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream.on('data', (bytes) => { this.log = (this.log + bytes).slice(-20_000); });
    await until('the site answers', async () => {
      if (gone) return true;
      return (await fetch(`${this.origin}/readyz`)).ok;
    }, bound);
    if (gone) throw new Error(`the site ended at once:\n${this.log}`);
  }

  /** Runs another command of the program on the same data folder. */
  async cli(...args) {
    return promisify(execFile)(binary, args, { env: this.env, cwd: this.dir });
  }

  /** Sends SIGTERM by pid; a site that does not end by itself is a failure. */
  async stop() {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill('SIGTERM');
      const late = setTimeout(() => this.child.kill('SIGKILL'), 35_000);
      const how = await this.ended;
      clearTimeout(late);
      if (how === 'SIGKILL') throw new Error(`the site did not end within 35 s of SIGTERM:\n${this.log}`);
    }
    if (this.own) await rm(this.dir, { recursive: true, force: true });
  }
}
