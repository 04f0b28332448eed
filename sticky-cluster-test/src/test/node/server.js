// The reference server, with what the tests of the client ask for. Prints its port, and ends with its input.
const { createServer } = require("http");
const { Server } = require("socket.io");

const http = createServer();
const io = new Server(http, {
  allowEIO3: true, pingInterval: 300, pingTimeout: 2000, maxHttpBufferSize: 1e6, perMessageDeflate: true,
});

function listen(socket) {
  socket.on("echo", (...args) => args.pop()(...args));
  socket.on("back", (name, ...args) => socket.emit(name, ...args));
  socket.on("ask", (question) => socket.emit("question", question, (answer) => socket.emit("answered", answer)));
  socket.on("silent", () => {});
  socket.on("put-out", () => socket.disconnect());
  socket.on("hang-up", () => socket.disconnect(true));
  socket.on("handshake", (ack) => ack({
    header: socket.handshake.headers["x-test"],
    query: socket.handshake.query.color,
    address: socket.handshake.address,
  }));
}

io.on("connection", listen);
io.of("/chat").on("connection", listen);
io.of("/secure").use((socket, next) => {
  if ((socket.handshake.auth || {}).token === "letmein") {
    return next();
  }
  const error = new Error("Who are you?");
  error.data = { code: 7 };
  next(error);
}).on("connection", listen);

http.listen(0, "127.0.0.1", () => console.log(http.address().port));
process.stdin.on("end", () => process.exit()).resume();
