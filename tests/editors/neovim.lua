-- Runs the configuration of docs/editors.md (CONFIG) on PROMPT and CHARTER, and writes what was seen as JSON to SEEN.
local seen = { neovim = vim.version().minor }

-- Came with Neovim 0.8; what it does for one server and one buffer.
vim.lsp.start = vim.lsp.start or function(config)
  local id = vim.lsp.start_client(config)
  vim.lsp.buf_attach_client(0, id)
  return id
end

local function rules()
  local names = {}
  for _, d in ipairs(vim.diagnostic.get(0)) do
    table.insert(names, { rule = d.code, line = d.lnum + 1, column = d.col, source = d.source })
  end
  return names
end

local function has(rule)
  for _, d in ipairs(rules()) do
    if d.rule == rule then return true end
  end
  return false
end

local function await(what, condition)
  if not vim.wait(30000, condition, 20) then error("waited in vain for " .. what) end
end

-- The first answer of a server to a request.
local function ask(method, params)
  for _, answer in pairs(vim.lsp.buf_request_sync(0, method, params, 10000) or {}) do
    if answer.error then error(method .. ": " .. answer.error.message) end
    return answer.result
  end
end

local function encoding()
  return vim.lsp.get_client_by_id(next(vim.lsp.buf_get_clients(0))).offset_encoding
end

local function run()
  vim.g.do_filetype_lua = 1 -- the default since 0.8
  vim.cmd("filetype on") -- which -u NONE leaves out
  dofile(os.getenv("CONFIG"))
  vim.cmd("edit " .. os.getenv("PROMPT"))
  await("the diagnostics", function() return has("contradictory-directives") end)
  seen.opened = rules()

  vim.api.nvim_win_set_cursor(0, { 17, 4 })
  seen.hover = ask("textDocument/hover", vim.lsp.util.make_position_params(0, encoding())).contents.value

  local range = vim.lsp.util.make_given_range_params({ 17, 2 }, { 17, 10 }, 0, encoding())
  range.context = { diagnostics = vim.lsp.diagnostic.get_line_diagnostics(0, 16) }
  seen.actions = {}
  for _, action in ipairs(ask("textDocument/codeAction", range)) do
    table.insert(seen.actions, action.title)
    if action.title:find("ignore contradictory-directives", 1, true) then
      vim.lsp.util.apply_workspace_edit(action.edit, encoding())
    end
  end
  await("the silence", function() return not has("contradictory-directives") end)
  seen.silenced = vim.api.nvim_buf_get_lines(0, 16, 17, false)[1]
  vim.cmd("undo")
  await("the conflict again", function() return has("contradictory-directives") end)

  -- A change in the middle of a line behind characters of four bytes, which Neovim counts as such.
  vim.api.nvim_buf_set_lines(0, 16, 17, false, { "- 🚲🚲 Never apologise." })
  await("the shifted conflict", function()
    for _, d in ipairs(rules()) do
      if d.rule == "contradictory-directives" and d.column == 11 then return true end
    end
  end)

  vim.cmd("edit! " .. os.getenv("CHARTER"))
  await("the server", function() return next(vim.lsp.buf_get_clients(0)) ~= nil end)
  seen.filetype = vim.bo.filetype
  local rename = vim.lsp.util.make_position_params(0, encoding())
  rename.position = { line = 0, character = 2 }
  rename.newName = "too-late"
  vim.lsp.util.apply_workspace_edit(ask("textDocument/rename", rename), encoding())
  local options = { textDocument = rename.textDocument, options = { tabSize = 2, insertSpaces = true } }
  vim.lsp.util.apply_text_edits(ask("textDocument/formatting", options), 0, encoding())
  seen.charter = vim.api.nvim_buf_get_lines(0, 0, -1, false)
end

local ok, problem = pcall(run)
if not ok then seen.problem = problem end
local out = io.open(os.getenv("SEEN"), "w")
out:write(vim.json and vim.json.encode(seen) or vim.fn.json_encode(seen))
out:close()
vim.cmd("qa!")
