// Another project's server: all it does is to hold the port that the demo workspace also wants.
// Usage: node shop-api.mjs PORT. Prints a line once it listens, and ends with its standard input.

import { createServer } from "node:http";

const port = Number(process.argv[2]);
const server = createServer((_, response) => response.end("shop-api\n"));
server.on("error", (error) => {
  process.stderr.write(`shop-api: ${error.message}\n`);
  process.exit(1);
});
server.listen(port, "127.0.0.1", () => process.stdout.write(`listening on 127.0.0.1:${port}\n`));
process.stdin.on("end", () => process.exit()).resume();
