// What both peers share: rooms that hand events on, at once or gathered by Parley's own tick, and a reply read from a
// provider that speaks OpenAI's protocol. As small as it can honestly be: no identities, no history, no limits, no second node.
import http from 'node:http';

/** Parley's tick for so many readers, in milliseconds: docs/configuration-reference.md, `parley.realtime.tick-*`. */
export function tick(readers) {
  return readers <= 25 ? 0 : Math.min(50, Math.max(25, readers * 0.05));
}

/**
 * A room whose events leave one by one, their natural way.
 * @param {{all(event: object): void, others(event: object, origin: unknown): void}} send
 */
export class NaturalRoom {
  constructor(send) {
    this.send = send;
  }

  publish(event, origin) {
    if (origin) {
      this.send.others(event, origin);
    } else {
      this.send.all(event);
    }
  }
}

/** A room whose events of one tick travel in one frame, adjacent deltas of a reply as one. The first after a quiet time leaves at once. */
export class BatchedRoom {
  constructor(send, readers) {
    this.send = send;
    this.readers = readers;
    this.pending = [];
    this.seq = 0;
    this.flushedAt = 0;
    this.timer = undefined;
  }

  publish(event, origin) {
    const length = tick(this.readers());
    if (length === 0) {
      new NaturalRoom(this.send).publish(event, origin);
      return;
    }
    const last = this.pending.at(-1);
    if (event.type === 'reply.delta' && last?.type === 'reply.delta' && last.reply_id === event.reply_id) {
      last.text += event.text;
    } else {
      this.pending.push(event.type === 'reply.delta' ? { ...event, seq: ++this.seq } : event);
    }
    this.timer ??= setTimeout(() => this.flush(), Math.max(0, this.flushedAt + length - performance.now()));
  }

  flush() {
    this.timer = undefined;
    this.flushedAt = performance.now();
    const events = this.pending;
    this.pending = [];
    this.send.all({ type: 'events', events });
  }
}

/** Rooms by name, made when first asked for; `make` gets the room's name. */
export class Rooms {
  constructor(make) {
    this.make = make;
    this.rooms = new Map();
  }

  of(name) {
    let room = this.rooms.get(name);
    if (!room) {
      room = this.make(name);
      this.rooms.set(name, room);
    }
    return room;
  }
}

/** Asks the provider for a reply, and publishes each token as it comes. */
export function reply(provider, room) {
  const replyId = crypto.randomUUID();
  let seq = 0;
  let rest = '';
  const request = http.request(provider, { method: 'POST', headers: { 'Content-Type': 'application/json' } }, (response) => {
    response.setEncoding('utf8');
    response.on('data', (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop();
      for (const line of lines) {
        if (line.startsWith('data: {')) {
          const text = JSON.parse(line.slice(6)).choices[0].delta.content;
          if (text) {
            room.publish({ type: 'reply.delta', reply_id: replyId, attempt: 1, seq: ++seq, text });
          }
        }
      }
    });
  });
  request.on('error', (failure) => console.error(failure));
  request.end(JSON.stringify({ model: 'clock', stream: true, messages: [{ role: 'user', content: 'go' }] }));
}

/** Collects garbage when told to, before memory is measured: started with `--expose-gc`. */
export function collectOnSignal() {
  process.on('SIGUSR2', () => globalThis.gc());
}
