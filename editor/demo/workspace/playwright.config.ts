import { defineConfig } from "@playwright/test";

export default defineConfig({
  use: { baseURL: "http://127.0.0.1:62894" },
  webServer: { command: "npm run api", url: "http://127.0.0.1:62893/health" },
});
