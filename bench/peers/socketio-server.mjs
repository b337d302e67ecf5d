// A fan-out server on socket.io: node socketio-server.mjs <port> <provider> <natural|batched>
//
// Tuned as its documentation recommends (Performance tuning, Memory usage): WebSocket only, no compression, the native add-on `bufferutil`,
// and the handshake's request let go. Its adapter makes a broadcast's frame once by itself.
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { BatchedRoom, collectOnSignal, NaturalRoom, reply, Rooms } from './fanout.mjs';

const [port, provider, way] = process.argv.slice(2);
const server = createServer();
const io = new Server(server, { transports: ['websocket'], perMessageDeflate: false, httpCompression: false, serveClient: false });
io.engine.on('connection', (socket) => {
  socket.request = null;
});

const rooms = new Rooms((name) => {
  const send = {
    all: (event) => io.to(name).emit('event', event),
    others: (event, origin) => origin.to(name).emit('event', event),
  };
  return way === 'batched' ? new BatchedRoom(send, () => io.sockets.adapter.rooms.get(name)?.size ?? 0) : new NaturalRoom(send);
});

io.on('connection', (socket) => {
  const { room: name, participant } = socket.handshake.query;
  socket.join(name);
  socket.on('post', () => reply(provider, rooms.of(name)));
  socket.on('draft', (message) => rooms.of(name).publish({ ...message, participant_id: participant }, socket));
});
server.listen(Number(port), '127.0.0.1', 4096);
collectOnSignal();
