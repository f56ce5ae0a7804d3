// The client inside: asked on stdin, a line each; answers on stdout, a line of JSON each. Bare sockets, so that every way out
// costs the client itself the same. Times are milliseconds of CLOCK_MONOTONIC, which the server stamps its answers with too.
'use strict';
const net = require('node:net');

const [way, host, port] = process.argv.slice(2);
const proxy = way === 'proxy' ? new URL(process.env.http_proxy) : null;
const peer = proxy ? { host: proxy.hostname, port: Number(proxy.port) } : { host, port: Number(port) };
const PATIENCE = 20000;

const now = () => Number(process.hrtime.bigint()) / 1e6;

function request(path) {
  const target = proxy ? `http://${host}:${port}${path}` : path;
  const user = proxy && decodeURIComponent(proxy.username);
  const credential = proxy && Buffer.from(`${user}:${decodeURIComponent(proxy.password)}`).toString('base64');
  const authorization = proxy ? `Proxy-Authorization: Basic ${credential}\r\n` : '';
  return `GET ${target} HTTP/1.1\r\nHost: ${host}:${port}\r\nUser-Agent: bench\r\nAccept: */*\r\n${authorization}\r\n`;
}

// A connection and when its name was known and it was made.
function dial(to = peer, more = {}) {
  return new Promise((resolve, reject) => {
    const times = { start: now() };
    const socket = net.connect({ ...to, noDelay: true, ...more });
    socket.once('lookup', () => { times.lookup ??= now(); });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.removeListener('error', reject);
      times.connect = now();
      times.lookup ??= times.start;
      resolve({ socket, times });
    });
  });
}

// One answer with a Content-Length.
function exchange(socket, path) {
  return new Promise((resolve, reject) => {
    let text = '';
    const finish = (problem, answer) => {
      clearTimeout(timer);
      socket.removeAllListeners('data').removeAllListeners('error').removeAllListeners('close').on('error', () => {});
      problem ? reject(problem) : resolve(answer);
    };
    const timer = setTimeout(() => finish(new Error('no answer')), PATIENCE);
    socket.on('error', finish);
    socket.on('close', () => finish(new Error('closed')));
    socket.on('data', (data) => {
      text += data.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) {
        return;
      }
      const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end + 2));
      if (!text.startsWith('HTTP/1.1 200 ') || !length) {
        finish(new Error(text.slice(0, text.indexOf('\r\n'))));
      } else if (text.length >= end + 4 + Number(length[1])) {
        finish(null, text.slice(end + 4));
      }
    });
    socket.write(request(path));
  });
}

// A new connection for every request. The body is "ACCEPTED RECEIVED": the server's clock.
async function connect(count) {
  const samples = [];
  for (let i = 0; i < count; i++) {
    const { socket, times } = await dial();
    const body = await exchange(socket, '/small');
    const end = now();
    socket.destroy();
    const [accepted, received] = body.split(' ').map(Number);
    const dialled = Math.max(accepted, times.connect);
    samples.push([end - times.start, times.lookup - times.start, times.connect - times.lookup, dialled - times.connect, received - dialled, end - received]);
  }
  return { samples };
}

// One connection for all of them; the first request is not counted.
async function keep(count) {
  const { socket } = await dial();
  const samples = [];
  for (let i = 0; i <= count; i++) {
    const start = now();
    await exchange(socket, '/small');
    samples.push(now() - start);
  }
  socket.destroy();
  return { samples: samples.slice(1) };
}

async function download(mebibytes) {
  const size = mebibytes * 1024 * 1024;
  const buffer = Buffer.allocUnsafe(1024 * 1024);
  const start = now();
  return new Promise((resolve, reject) => {
    let head = '';
    let left = -1;
    const take = (count) => {
      if (left >= 0) {
        left -= count;
      } else {
        head += buffer.latin1Slice(0, count);
        const end = head.indexOf('\r\n\r\n');
        if (end >= 0) {
          head.startsWith('HTTP/1.1 200 ') || reject(new Error(head.slice(0, head.indexOf('\r\n'))));
          left = size - (head.length - end - 4);
        }
      }
      if (left === 0) {
        resolve({ milliseconds: now() - start });
        socket.destroy();
      }
      return true;
    };
    const socket = net.connect({ ...peer, onread: { buffer, callback: take } });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('closed early')));
    socket.on('connect', () => socket.write(request(`/big/${mebibytes}`)));
  });
}

// All at once; the server answers none before it has them all.
async function many(count) {
  const problems = {};
  let right = 0;
  const start = now();
  await Promise.all(Array.from({ length: count }, async (_, i) => {
    try {
      const { socket } = await dial();
      const body = await exchange(socket, `/many/${count}/${i}`).finally(() => socket.destroy());
      body === String(i) ? right++ : (problems.wrong = (problems.wrong ?? 0) + 1);
    } catch (e) {
      const why = e.code ?? e.message;
      problems[why] = (problems[why] ?? 0) + 1;
    }
  }));
  return { right, milliseconds: now() - start, problems: Object.entries(problems).map(([why, n]) => `${n} x ${why}`).join(', ') };
}

// A message whose answer comes as events, each stamped when the server sent it. The key is that of the environment.
async function stream(count) {
  const base = new URL(process.env.ANTHROPIC_BASE_URL);
  const content = JSON.stringify({ model: 'bench', stream: true, messages: [{ role: 'user', content: 'x'.repeat(64 * 1024) }] });
  const text = `POST /v1/messages HTTP/1.1\r\nHost: ${base.host}\r\nx-api-key: ${process.env.ANTHROPIC_API_KEY}\r\n` +
    `anthropic-version: 2023-06-01\r\nContent-Type: application/json\r\nContent-Length: ${content.length}\r\n\r\n${content}`;
  const first = [];
  const delays = [];
  for (let i = 0; i < count; i++) {
    const { socket, times } = await dial({ host: base.hostname, port: Number(base.port) });
    await new Promise((resolve, reject) => {
      let answer = '';
      let seen = 0;
      const timer = setTimeout(() => reject(new Error('no event')), PATIENCE);
      socket.on('error', reject);
      socket.on('close', () => reject(new Error(`closed early: ${answer.slice(0, 200)}`)));
      socket.on('data', (data) => {
        const arrived = now();
        answer += data.toString('latin1');
        const events = [...answer.matchAll(/data: ([0-9.]+)\n/g)];
        for (const [, sent] of events.slice(seen)) {
          seen++ === 0 ? first.push(arrived - times.start) : delays.push(arrived - Number(sent));
        }
        if (answer.includes('event: end')) {
          clearTimeout(timer);
          resolve();
        }
      });
      socket.write(text);
    });
    socket.removeAllListeners('close').destroy();
  }
  return { first, delays };
}

const verbs = { connect, keep, download, many, stream, ping: async () => ({}) };
let pending = Promise.resolve();
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const [verb, argument] = line.split(' ');
  pending = pending
    .then(() => verbs[verb](Number(argument)))
    .catch((e) => ({ error: `${verb}: ${e.code ?? ''} ${e.message}` }))
    .then((answer) => process.stdout.write(`probe ${JSON.stringify(answer)}\n`));
}).on('close', () => pending.then(() => process.exit(0)));
