-- What a person does in Neovim and sees there, for the scenarios of the tests. A scenario stands in $SCENARIO, as Lua that
-- returns what is to be told; it is printed as one line of JSON.

local patience = tonumber(vim.env.PATIENCE) -- milliseconds to wait for what does not come

local person = {}

function person.open(file) vim.cmd("edit " .. vim.fn.fnameescape(file)) end

-- Waits until something is so. What did come instead tells more than that it did not.
function person.wait(done) vim.wait(patience, done, 20) end

function person.text(buffer) return vim.api.nvim_buf_get_lines(buffer or 0, 0, -1, true) end

-- The diagnostics of a file that is open: columns count bytes, all counts begin at zero.
function person.diagnostics(file)
  local buffer = file and vim.fn.bufnr("^" .. vim.fn.fnameescape(file) .. "$") or 0
  local shown = {}
  for _, d in ipairs(vim.diagnostic.get(buffer)) do
    table.insert(shown, {
      start = { d.lnum, d.col },
      ["end"] = { d.end_lnum, d.end_col },
      severity = vim.diagnostic.severity[d.severity],
      code = d.code,
      source = d.source,
      message = d.message,
    })
  end
  return shown
end

-- Puts the cursor on the first place of a text in the file that is shown.
function person.go(text)
  for number, line in ipairs(person.text()) do
    local at = line:find(text, 1, true)
    if at then return vim.api.nvim_win_set_cursor(0, { number, at - 1 }) end
  end
  error(text .. " is not shown")
end

-- Chooses the first of the actions at the cursor that a pattern fits, and returns its title.
function person.fix(pattern)
  local chosen
  local function fits(action)
    if not chosen and action.title:find(pattern) then chosen = action.title end
    return action.title == chosen
  end
  if vim.fn.has("nvim-0.8") == 1 then
    vim.lsp.buf.code_action({ filter = fits, apply = true })
  else
    vim.ui.select = function(items, _, choose)
      for number, item in ipairs(items) do
        if fits(item[2]) then return choose(item, number) end
      end
      choose(nil)
    end
    vim.lsp.buf.code_action()
  end
  person.wait(function() return chosen end)
  return chosen
end

local said = {}
vim.notify = function(text) table.insert(said, text) end

-- All that Neovim told in its last line.
function person.told() return table.concat(said, "\n") .. vim.fn.execute("messages") end

local scenario = assert(loadstring("local person = ...; " .. vim.env.SCENARIO))
local went, seen = xpcall(scenario, debug.traceback, person)
io.stdout:write(vim.json.encode(went and { seen = seen } or { failed = seen, told = person.told() }), "\n")
vim.cmd("qall!")
