-- Filter: writes the calls of the Typst design that Pandoc's writer does not know: figures with alternative
-- text, numbered captions and callouts. They are the calls that Quarto writes, so that one design serves both.

local WORDS = { fig = "Figure", tbl = "Table" }

local function typst(text)
  return pandoc.RawInline("typst", text)
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

local function caption(float, position)
  local kind = float.identifier:sub(1, 3)
  return plain(
    typst("], caption: figure.caption(position: " .. position .. ", ["),
    pandoc.utils.blocks_to_inlines(float.caption.long),
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
  return {
    plain(typst("#figure([#image(" .. typst_string("/" .. image.src) .. ", alt: " .. typst_string(alt) .. ")")),
    caption(figure, "bottom"),
  }
end

function Table(tbl)
  local tail = caption(tbl, "top")
  tbl.caption.long = {}
  tbl.identifier = ""
  tbl.attributes.number = nil
  tbl.classes:insert("typst:no-figure")
  return { plain(typst("#figure([")), tbl, tail }
end

function Div(div)
  if div.identifier == "refs" then
    return { pandoc.RawBlock("typst", "#sources["), div, pandoc.RawBlock("typst", "]") }
  end
  if not div.classes:includes("callout") then
    return nil
  end
  local title = div.content:remove(1).content[1].content
  local call = "#callout(" .. (div.classes:includes("context") and "other-sources: true, " or "") .. "title: ["
  local blocks = pandoc.Blocks { plain(typst(call), title, typst("], body: [")) }
  blocks:extend(div.content)
  blocks:insert(pandoc.RawBlock("typst", "])"))
  return blocks
end

-- Typst writes the number of a reference itself, and must be told the word before it, if any.
function Link(link)
  if link.classes:includes("reference") then
    local word = pandoc.utils.stringify(link):match("^(.-)\u{a0}") or ""
    return typst("#ref(<" .. link.target:sub(2) .. ">, supplement: [" .. word .. "])")
  end
end

-- Pandoc's writer leaves the language of a span out.
function Span(span)
  local lang = (span.attributes.lang or ""):match("^%a+")
  if lang then
    return plain(typst('#text(lang: "' .. lang .. '")['), span.content, typst("]")).content
  end
end

-- Typst by itself makes one character of three dots.
local function with_dots(text)
  local before, dots, after = text:match("^(.-)(%.%.%.+)(.*)$")
  if not before then
    return pandoc.Inlines { pandoc.Str(text) }
  end
  local inlines = pandoc.Inlines { pandoc.Str(before), typst((dots:gsub("%.", "\\."))) }
  inlines:extend(with_dots(after))
  return inlines
end

function Str(str)
  return str.text:find("..", 1, true) and with_dots(str.text) or nil
end

local function finish(doc)
  local blocks = pandoc.Blocks {}
  for _, chapter in ipairs(doc.blocks) do
    if chapter.classes:includes("part") then
      blocks:insert(plain(typst("#part["), chapter.content[1].content, typst("]")))
    else
      blocks:extend(chapter.content) -- a chapter begins a page, which it could not inside a block
    end
  end
  doc.blocks = blocks
  return doc
end

return { { Figure = Figure, Table = Table, Div = Div, Link = Link, Span = Span, Str = Str }, { Pandoc = finish } }
