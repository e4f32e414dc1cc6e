import { defineConfig } from "vite";

export default defineConfig({
  server: {
    port: 62894,
    proxy: { "/api": "http://127.0.0.1:62893" },
  },
});
