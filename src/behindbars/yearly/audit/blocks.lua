-- The text of a source: one line a block, its kind before a tab. A table is one block, and so is an item of a list
-- without the items inside it; the mark of a footnote is left out, and its text follows the paragraph.

local stringify = pandoc.utils.stringify
local lines = {}

local function joined(blocks, separator)
  return pandoc.utils.blocks_to_inlines(blocks, { pandoc.Str(separator) })
end

local function add(kind, inlines)
  local notes = ''
  local text = stringify(inlines:walk {
    Superscript = function(raised)
      if stringify(raised):match('^[%[%](),*%s]*%d+[%[%](),*%s]*$') then return {} end
    end,
    Note = function(note)
      notes = notes .. ' ' .. stringify(joined(note.content, ' '))
      return {}
    end,
    LineBreak = function() return pandoc.Str('\n') end,
  }) .. notes
  -- Two breaks in a row are how some web pages separate paragraphs.
  for paragraph in (text:gsub('\n%s*\n', '\0')):gmatch('[^\0]+') do
    table.insert(lines, kind .. '\t' .. paragraph:gsub('%s+', ' '))
  end
end

local write

local function write_item(blocks)
  local own, inside = pandoc.Blocks {}, pandoc.Blocks {}
  for _, block in ipairs(blocks) do
    (block.t:match('List$') and inside or own):insert(block)
  end
  add('item', joined(own, ' '))
  write(inside)
end

function write(blocks)
  for _, block in ipairs(blocks) do
    if block.t == 'Header' then
      add('heading', block.content)
    elseif block.t == 'BulletList' or block.t == 'OrderedList' then
      for _, item in ipairs(block.content) do write_item(item) end
    elseif block.t == 'Table' then
      local simple = pandoc.utils.to_simple_table(block)
      local cells = pandoc.Inlines(simple.caption)
      for _, row in ipairs { simple.headers, table.unpack(simple.rows) } do
        for _, cell in ipairs(row) do cells:extend(pandoc.Inlines ' | ' .. joined(cell, ' ')) end
      end
      add('table', cells)
    elseif block.t == 'Div' or block.t == 'BlockQuote' or block.t == 'Figure' then
      write(block.content)
    else
      add('text', joined({ block }, ' '))
    end
  end
end

function Writer(document)
  -- In a Word document, what has the style of a title stands in no block of its own.
  for _, name in ipairs { 'title', 'subtitle', 'author', 'date', 'abstract' } do
    if document.meta[name] then add('heading', pandoc.Inlines(stringify(document.meta[name]))) end
  end
  write(document.blocks)
  return table.concat(lines, '\n')
end
