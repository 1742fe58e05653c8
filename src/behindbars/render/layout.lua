-- Filter: writes what Pandoc's own writers cannot: figures with alternative text, numbered captions,
-- tables with header scopes, callouts, chapters and the table of contents.

local TITLES = { note = "Note", tip = "Tip", important = "Important", warning = "Warning", caution = "Caution" }
local WORDS = { fig = "Figure", tbl = "Table" }
local TYPST = FORMAT == "typst"

local function html(text)
  return pandoc.RawInline("html", text)
end

local function typst(text)
  return pandoc.RawInline("typst", text)
end

local function html_text(text)
  return (text:gsub("[&<>\"]", { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }))
end

local function typst_string(text)
  return '"' .. text:gsub('[\\"]', "\\%0") .. '"'
end

local function plain(...)
  local inlines = pandoc.Inlines {}
  for _, part in ipairs { ... } do
    inlines:extend(pandoc.utils.type(part) == "Inlines" and part or { part })
  end
  return pandoc.Plain(inlines)
end

local function caption_of(float)
  return pandoc.utils.blocks_to_inlines(float.caption.long)
end

local function label(float)
  local kind = float.identifier:sub(1, 3)
  return html('<span class="label">' .. WORDS[kind] .. "\u{a0}" .. float.attributes.number .. ":</span> ")
end

-- The same call that Quarto writes, so that one Typst design serves both.
local function typst_float(float, position)
  local kind = float.identifier:sub(1, 3)
  return plain(
    typst("], caption: figure.caption(position: " .. position .. ", ["),
    caption_of(float),
    typst(']), kind: "quarto-float-' .. kind .. '", supplement: "' .. WORDS[kind] .. '") <'
      .. float.identifier .. ">")
  )
end

function Figure(figure)
  local image
  figure:walk { Image = function(found)
    image = found
  end }
  local alt = image.attributes["fig-alt"]
  if TYPST then
    return {
      plain(typst("#figure([#image(" .. typst_string("/" .. image.src) .. ", alt: " .. typst_string(alt) .. ")")),
      typst_float(figure, "bottom"),
    }
  end
  return plain(
    -- On a narrow screen a chart scrolls inside itself, so that its words stay legible.
    html('<figure id="' .. figure.identifier .. '">\n<div class="chart" role="group" aria-label="Figure '
      .. figure.attributes.number .. '" tabindex="0">\n<img src="' .. html_text(image.src) .. '" alt="'
      .. html_text(alt) .. '">\n</div>\n<figcaption>'),
    label(figure),
    caption_of(figure),
    html("</figcaption>\n</figure>")
  )
end

function Table(tbl)
  if TYPST then
    local tail = typst_float(tbl, "top")
    tbl.caption.long = {}
    tbl.identifier = ""
    tbl.attributes.number = nil
    tbl.classes:insert("typst:no-figure")
    return { plain(typst("#figure([")), tbl, tail }
  end
  for _, row in ipairs(tbl.head.rows) do
    for _, cell in ipairs(row.cells) do
      cell.attributes.scope = "col"
    end
  end
  for _, body in ipairs(tbl.bodies) do
    body.row_head_columns = 1
    for _, row in ipairs(body.body) do
      row.cells[1].attributes.scope = "row"
    end
  end
  local id = tbl.identifier
  local caption = pandoc.Span(caption_of(tbl), { id = id .. "-caption" })
  caption.content:insert(1, label(tbl))
  tbl.caption.long = { pandoc.Plain { caption } }
  tbl.identifier = ""
  tbl.attributes.number = nil
  -- A wide table scrolls inside itself; the keyboard must be able to reach it.
  return {
    pandoc.RawBlock("html", '<div class="table" id="' .. id .. '" role="region" aria-labelledby="' .. id
      .. '-caption" tabindex="0">'),
    tbl,
    pandoc.RawBlock("html", "</div>"),
  }
end

function Div(div)
  local kind
  for _, class in ipairs(div.classes) do
    kind = kind or class:match("^callout%-(.*)$")
  end
  if not kind then
    return nil
  end
  local title = pandoc.Inlines(TITLES[kind])
  if div.attributes.title then
    title = pandoc.utils.blocks_to_inlines(pandoc.read(div.attributes.title, "markdown").blocks)
  elseif div.content[1] and div.content[1].t == "Header" then
    title = div.content:remove(1).content
  end
  local context = div.classes:includes("context")
  if TYPST then
    local call = "#callout(" .. (context and "other-sources: true, " or "") .. "title: ["
    local blocks = pandoc.Blocks { plain(typst(call), title, typst("], body: [")) }
    blocks:extend(div.content)
    blocks:insert(pandoc.RawBlock("typst", "])"))
    return blocks
  end
  div.content = pandoc.Blocks { pandoc.Div({ pandoc.Plain(title) }, { class = "callout-title" }) } .. div.content
  div.attributes = { { "role", "note" }, { "aria-label", pandoc.utils.stringify(title) } } -- in this order
  div.classes = { "callout", "callout-" .. kind, context and "context" or nil }
  return div
end

local function html_chapter(chapter, contents)
  local number = chapter.attributes.number
  local entry = { number = number, sections = pandoc.List {} }
  chapter.content = chapter.content:walk { Header = function(header)
    local text = pandoc.utils.stringify(header)
    if header.level == 1 then
      entry.id, entry.title = header.identifier, pandoc.Inlines(text)
      header.content:insert(1, html('<span class="number">' .. number .. "</span> "))
    elseif header.level == 2 then
      entry.sections:insert { id = header.identifier, title = pandoc.Inlines(text) }
    end
    header.level = header.level + 1 -- the title of the edition is the page's one h1
    return header
  end }
  contents:insert(entry)
  chapter.classes = { "section", "chapter" }
  chapter.attributes = {}
  return chapter
end

local function finish(doc)
  local contents = pandoc.List {}
  local blocks = pandoc.Blocks {}
  for _, chapter in ipairs(doc.blocks) do
    if TYPST then
      blocks:extend(chapter.content) -- a chapter begins a page, which it could not inside a block
    else
      blocks:insert(html_chapter(chapter, contents))
    end
  end
  doc.blocks = blocks
  doc.meta.contents = contents
  return doc
end

return { { Figure = Figure, Table = Table, Div = Div }, { Pandoc = finish } }
