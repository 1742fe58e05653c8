-- Filter: writes what Pandoc's HTML writer cannot: addresses of paragraphs, figures with alternative text
-- and their tables and files beneath, numbered captions, tables with header scopes, chapters and contents.

local WORDS = { fig = "Figure", tbl = "Table" }

local function html(text)
  return pandoc.RawInline("html", text)
end

local function html_block(text)
  return pandoc.RawBlock("html", text)
end

local function html_text(text)
  return (text:gsub("[&<>\"]", { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }))
end

local function caption_of(float)
  return pandoc.utils.blocks_to_inlines(float.caption.long)
end

local function name_of(float)
  return WORDS[float.identifier:sub(1, 3)] .. "\u{a0}" .. float.attributes.number
end

-- The name of a figure or table is the link to it, as the text of a heading is the link to the heading.
local function label(float)
  return html('<a class="label" href="#' .. float.identifier .. '">' .. name_of(float) .. ":</a> ")
end

-- The one paragraph of the statement that a text cites, such as K3; nil if it cites none or several.
local function place_of(paragraph)
  local places = {}
  paragraph:walk { Cite = function(cite)
    for _, citation in ipairs(cite.citations) do
      local place = pandoc.utils.stringify(citation.suffix):match("{(%u%d+)}$")
      places[#places + 1] = place ~= places[#places] and place or nil
    end
  end }
  return #places == 1 and places[1] or nil
end

-- Paragraphs and list items, each with an address: the chapter's id, and the paragraph of the statement that it
-- restates, where it is the first to do so; else a number. Not in figures, tables and notes.
local function with_addresses(chapter)
  local id, count, used = chapter.content[1].identifier, 0, {}
  local function addressed(paragraph)
    count = count + 1
    local place = place_of(paragraph)
    local address = place and not used[place] and id .. "-" .. place or id .. "-p" .. count
    used[place or 0] = true
    local content = paragraph.content
    content:insert(1, html('<p id="' .. address .. '">'))
    -- Out of the way of the keyboard and of screen readers: there would be hundreds.
    content:insert(html('<a class="address" href="#' .. address .. '" aria-hidden="true" tabindex="-1"></a></p>'))
    return pandoc.Plain(content)
  end
  local function visit(blocks, of_paragraphs)
    return blocks:map(function(block)
      if block.t == "Para" or of_paragraphs and block.t == "Plain" then
        return addressed(block)
      elseif block.t == "BulletList" or block.t == "OrderedList" then
        block.content = block.content:map(function(item)
          return visit(item, true)
        end)
      elseif block.t == "Div" then
        block.content = visit(block.content, block.classes:includes("callout-title"))
      end
      return block
    end)
  end
  chapter.content = visit(chapter.content)
  return chapter
end

-- Under each chart: its table, where that follows at once, and its files.
local function with_data(blocks)
  local out = pandoc.Blocks {}
  local place = 1
  while place <= #blocks do
    local block, following = blocks[place], blocks[place + 1]
    out:insert(block)
    if block.t == "Figure" then
      local own = "tbl-" .. block.identifier:sub(#"fig-" + 1)
      local summary = "Downloads of " .. name_of(block)
      local data = pandoc.Blocks {}
      if following and following.t == "Table" and following.identifier:sub(1, #own) == own then
        summary = name_of(following) .. " and downloads"
        data:insert(following)
        place = place + 1
      end
      local source
      block:walk { Image = function(image)
        source = image.src
      end }
      out:insert(html_block('<details class="data">\n<summary>' .. summary .. "</summary>"))
      out:extend(data)
      out:insert(html_block('<p class="downloads">Download ' .. name_of(block) .. ': <a download href="'
        .. html_text(source) .. '"></a></p>\n</details>'))
    end
    place = place + 1
  end
  return out
end

local function figure_html(element)
  local image
  element:walk { Image = function(found)
    image = found
  end }
  local inlines = pandoc.Inlines {
    html('<figure id="' .. element.identifier .. '">\n<div class="chart">\n<img src="' .. html_text(image.src)
      .. '" alt="' .. html_text(image.attributes["fig-alt"]) .. '">\n</div>\n<figcaption>'),
    label(element),
  }
  inlines:extend(caption_of(element))
  inlines:insert(html("</figcaption>\n</figure>"))
  return pandoc.Plain(inlines)
end

local function table_html(element)
  local colspecs = element.colspecs
  local function cells(rows)
    for _, row in ipairs(rows) do
      for column, cell in ipairs(row.cells) do
        -- Pandoc would write style attributes, which the page's policy forbids.
        if colspecs[column][1] == "AlignRight" then
          cell.classes:insert("right")
        end
      end
    end
  end
  cells(element.head.rows)
  for _, row in ipairs(element.head.rows) do
    for _, cell in ipairs(row.cells) do
      cell.attributes.scope = "col"
    end
  end
  for _, body in ipairs(element.bodies) do
    cells(body.body)
    local named = true
    for _, row in ipairs(body.body) do
      named = named and #row.cells[1].contents > 0
    end
    if named then -- else the first cells name no rows
      body.row_head_columns = 1
      for _, row in ipairs(body.body) do
        row.cells[1].attributes.scope = "row"
      end
    end
  end
  element.colspecs = colspecs:map(function()
    return { pandoc.AlignDefault, nil }
  end)
  local id = element.identifier
  local caption = pandoc.Span(caption_of(element), { id = id .. "-caption" })
  caption.content:insert(1, label(element))
  element.caption.long = { pandoc.Plain { caption } }
  element.identifier = ""
  element.attributes.number = nil
  -- A wide table scrolls inside itself; the keyboard must be able to reach it.
  return {
    html_block('<div class="table" id="' .. id .. '" role="region" aria-labelledby="' .. id
      .. '-caption" tabindex="0">'),
    element,
    html_block("</div>"),
  }
end

local function callout_html(div)
  if not div.classes:includes("callout") then
    return nil
  end
  div.attributes = { { "role", "note" }, { "aria-label", div.attributes.label } } -- in this order
  return div
end

-- The inlines of a heading that may stand inside a link: all before the first note, citation or link.
local function until_link(inlines)
  local words, rest = pandoc.Inlines {}, pandoc.Inlines {}
  for _, inline in ipairs(inlines) do
    local links = #rest > 0 or inline.t == "Note" or inline.t == "Cite" or inline.t == "Link"
    (links and rest or words):insert(inline)
  end
  return words, rest
end

local function chapter_of(chapter, contents, single)
  local number = chapter.attributes.number
  local entry = { number = number, part = chapter.classes:includes("part"), sections = pandoc.List {} }
  chapter.content = chapter.content:walk { Header = function(header)
    local words, rest = until_link(header.content)
    if header.level == 1 then
      entry.id, entry.title = header.identifier, words:clone()
      if number then
        words:insert(1, html('<span class="number">' .. number .. "</span> "))
      end
    elseif header.level == 2 then
      entry.sections:insert { id = header.identifier, title = words:clone() }
    end
    header.content = pandoc.Inlines { html('<a class="self" href="#' .. header.identifier .. '">') }
    header.content:extend(words)
    header.content:insert(html("</a>"))
    header.content:extend(rest)
    -- The title of the edition is the page's one h1; a text that stands alone has its own.
    header.level = header.level + (single and 0 or 1)
    return header
  end }
  contents:insert(entry)
  chapter.classes = { "section", chapter.classes[1] } -- "chapter" or "part"
  chapter.attributes = {}
  return chapter
end

-- A title in another language than the page's says so, for screen readers.
local function in_language(reference)
  if reference.language and reference.title then
    local title = pandoc.Inlines(reference.title)
    reference.title = pandoc.Inlines { pandoc.Span(title, { lang = pandoc.utils.stringify(reference.language) }) }
  end
  return reference
end

local function prepare(doc)
  doc.blocks = pandoc.Blocks(doc.blocks:map(with_addresses))
  doc.meta.references = pandoc.utils.references(doc):map(in_language)
  doc.blocks:walk { Figure = function(element)
    doc.meta.cover.figure = doc.meta.cover.figure or { id = element.identifier, name = name_of(element) }
  end }
  return doc
end

local function finish(doc)
  local contents = pandoc.List {}
  doc.blocks = doc.blocks:map(function(chapter)
    return chapter_of(chapter, contents, doc.meta.single)
  end)
  doc.meta.contents = contents
  return doc
end

return {
  { Pandoc = prepare },
  { Blocks = with_data },
  { Figure = figure_html, Table = table_html, Div = callout_html },
  { Pandoc = finish },
}
