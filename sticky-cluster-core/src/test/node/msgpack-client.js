/*
 * A client whose packets are MessagePack: node msgpack-client.js WAY URL. Writes how its connection went.
 */
'use strict';

const { io } = require('sio4');
const parser = require('socket.io-msgpack-parser');

const [way, url] = process.argv.slice(2);
const socket = io(url, { parser, transports: [way], reconnection: false, timeout: 10000 });

function end(how) {
  console.log(how);
  process.exit();
}

socket.on('connect', () => end('connected'));
socket.on('disconnect', (reason) => end(reason));
socket.on('connect_error', (error) => end(error.message));
socket.io.on('close', (reason) => end(reason));
