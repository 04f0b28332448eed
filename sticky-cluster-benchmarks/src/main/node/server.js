// Node's own way to the same: cluster, @socket.io/sticky and @socket.io/cluster-adapter.
// node server.js <port> <workers>
const cluster = require("cluster");
const http = require("http");
const readline = require("readline");
const { Server } = require("socket.io");
const { setupMaster, setupWorker } = require("@socket.io/sticky");
const { createAdapter, setupPrimary } = require("@socket.io/cluster-adapter");

const ROOM = "crowd";

function primary(port, workers) {
  const server = http.createServer();
  setupMaster(server, { loadBalancingMethod: "least-connection" });
  setupPrimary();
  cluster.setupPrimary({ serialization: "advanced" });
  for (let i = 0; i < workers; i++) {
    cluster.fork();
  }
  let listening = 0;
  cluster.on("message", (worker, message) => {
    if (message === "ready" && ++listening === workers) {
      server.listen(port, "127.0.0.1", 4096);
    }
  });
  // The benchmark ends its peers by closing their input, and asks for the memory of them all.
  const commands = readline.createInterface({ input: process.stdin });
  commands.on("line", (line) => {
    if (line === "heap") {
      heapOfAll().then((bytes) => console.log(`heap ${bytes}`));
    }
  });
  commands.on("close", () => process.exit(0));
}

function heapOfAll() {
  const answers = Object.values(cluster.workers).map(
    (worker) =>
      new Promise((resolve) => {
        const listen = (message) => {
          if (message.heap) {
            worker.off("message", listen);
            resolve(message.heap);
          }
        };
        worker.on("message", listen);
        worker.send("heap");
      }),
  );
  return Promise.all(answers).then((sizes) => sizes.reduce((sum, size) => sum + size, usedHeap()));
}

function usedHeap() {
  global.gc();
  return process.memoryUsage().heapUsed;
}

function worker() {
  const server = http.createServer();
  const io = new Server(server, { cors: { origin: "http://benchmark.example" } });
  io.adapter(createAdapter());
  setupWorker(io);
  io.on("connection", (socket) => {
    for (const event of ["echo", "object", "binary"]) {
      socket.on(event, (data) => socket.emit(event, data));
    }
    socket.on("join", (room) => {
      socket.join(room);
      socket.emit("joined", room);
    });
    socket.on("broadcast", (text) => io.to(ROOM).emit("news", text));
  });
  process.on("message", (message) => {
    if (message === "heap") {
      process.send({ heap: usedHeap() });
    }
  });
  process.send("ready");
}

if (cluster.isPrimary) {
  primary(Number(process.argv[2]), Number(process.argv[3]));
} else {
  worker();
}
