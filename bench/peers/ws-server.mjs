// A fan-out server on `ws`: node ws-server.mjs <port> <provider> <natural|batched>
//
// Tuned: no permessage-deflate, and each broadcast's frame is made once (`Sender.frame`) and written to every socket, as socket.io's own
// adapter does it.
import { Sender, WebSocket, WebSocketServer } from 'ws';
import { BatchedRoom, collectOnSignal, NaturalRoom, reply, Rooms } from './fanout.mjs';

const [port, provider, way] = process.argv.slice(2);
const sockets = new Map();

function frame(event) {
  const parts = Sender.frame(Buffer.from(JSON.stringify(event)), { fin: true, rsv1: false, opcode: 1, mask: false, readOnly: false });
  return [Buffer.concat(parts)];
}

function broadcast(name, event, except) {
  const whole = frame(event);
  for (const socket of sockets.get(name) ?? []) {
    if (socket !== except && socket.readyState === WebSocket.OPEN) {
      socket._sender.sendFrame(whole);
    }
  }
}

const rooms = new Rooms((name) => {
  const send = {
    all: (event) => broadcast(name, event, undefined),
    others: (event, origin) => broadcast(name, event, origin),
  };
  return way === 'batched' ? new BatchedRoom(send, () => sockets.get(name)?.size ?? 0) : new NaturalRoom(send);
});

const server = new WebSocketServer({ port: Number(port), host: '127.0.0.1', perMessageDeflate: false, backlog: 4096 });
server.on('connection', (socket, request) => {
  const url = new URL(request.url, 'http://localhost');
  const name = url.searchParams.get('room');
  const participant = url.searchParams.get('participant');
  if (!sockets.has(name)) {
    sockets.set(name, new Set());
  }
  sockets.get(name).add(socket);
  socket.on('message', (data) => {
    const message = JSON.parse(data);
    if (message.type === 'post') {
      reply(provider, rooms.of(name));
    } else {
      rooms.of(name).publish({ ...message, participant_id: participant }, socket);
    }
  });
  socket.on('close', () => {
    sockets.get(name).delete(socket);
    if (sockets.get(name).size === 0) {
      sockets.delete(name);
    }
  });
  socket.on('error', () => {});
});
collectOnSignal();
