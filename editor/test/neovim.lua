-- The main job in Neovim: opens $FILE with the language server $SERVER, applies the first fix at the first diagnostic,
-- and prints what a person would have seen as one line of JSON.

local file, server = vim.env.FILE, vim.env.SERVER
local patience = 30000 -- milliseconds

-- Neovim asks which action to take; this person takes the first one.
vim.ui.select = function(items, _, on_choice) on_choice(items[1], 1) end

vim.cmd("edit " .. vim.fn.fnameescape(file))
local client = vim.lsp.start_client({ name = "portclash", cmd = { server, "lsp" }, root_dir = vim.fn.fnamemodify(file, ":h") })
vim.lsp.buf_attach_client(0, client)

local seen = {}
vim.wait(patience, function() return #vim.diagnostic.get(0) > 0 end)
seen.diagnostics = vim.diagnostic.get(0)
if seen.diagnostics[1] then
  local before = vim.api.nvim_buf_get_changedtick(0)
  vim.api.nvim_win_set_cursor(0, { seen.diagnostics[1].lnum + 1, seen.diagnostics[1].col })
  vim.lsp.buf.code_action()
  vim.wait(patience, function() return vim.api.nvim_buf_get_changedtick(0) > before end)
  vim.wait(patience, function() return #vim.diagnostic.get(0) == 0 end)
end
seen.text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), "\n")
seen.left = vim.diagnostic.get(0)

vim.lsp.stop_client(client)
io.stdout:write(vim.json.encode(seen), "\n")
vim.cmd("qall!")
