-- Filter: writes what Pandoc's Word writer cannot: figures with alternative text, numbered captions and chapters,
-- callouts as boxes, and the links of the contents. Styles are named here; edition-styles.xml says how they look.

local WORDS = { fig = "Figure", tbl = "Table" }

local function styled(style, blocks, id)
  return pandoc.Div(blocks, pandoc.Attr(id or "", {}, { ["custom-style"] = style }))
end

local function span(style, text)
  return pandoc.Span(text, pandoc.Attr("", {}, { ["custom-style"] = style }))
end

local function tab()
  return pandoc.RawInline("openxml", "<w:r><w:tab/></w:r>")
end

local project

local function find_project(meta)
  project = pandoc.utils.stringify(meta.project)
  meta.project = nil
  return meta
end

-- Word shows PNG everywhere; every chart is drawn in both formats. What is not there, Pandoc names.
local function picture(source, alt)
  source = source:gsub("%.svg$", ".png")
  local file = io.open(project .. "/" .. source, "rb")
  if file then
    pandoc.mediabag.insert(source, "image/png", file:read("a"))
    file:close()
  end
  return pandoc.Image(alt, source)
end

local function name_of(float)
  return WORDS[float.identifier:sub(1, 3)] .. "\u{a0}" .. float.attributes.number
end

local function caption(float)
  local inlines = pandoc.utils.blocks_to_inlines(float.caption.long)
  inlines:insert(1, span("Caption Label", name_of(float) .. ":"))
  inlines:insert(2, pandoc.Space())
  return inlines
end

-- The table of a chart repeats what the chart says: it stands in an annex, and in its place where to find it.
local function with_annex(doc)
  local charts, annex = {}, pandoc.Blocks { pandoc.Header(1, "The tables of the charts", { "tables-of-the-charts" }) }
  doc.blocks:walk { Figure = function(figure)
    charts[figure.identifier] = name_of(figure)
  end }
  doc.blocks = doc.blocks:walk { Table = function(tbl)
    local chart = "fig-" .. (tbl.identifier:match("^tbl%-(.+)%-data$") or "")
    if charts[chart] then
      annex:insert(tbl)
      return pandoc.Para {
        pandoc.Link(name_of(tbl), "#" .. tbl.identifier), pandoc.Str(", at the end, lists what "),
        pandoc.Link(charts[chart], "#" .. chart), pandoc.Str(" shows."),
      }
    end
  end }
  if #annex > 1 then
    doc.blocks:insert(pandoc.Div(annex))
  end
  return doc
end

function Figure(figure)
  local image
  figure:walk { Image = function(found)
    image = found
  end }
  return {
    styled("Captioned Figure", { pandoc.Para { picture(image.src, image.attributes["fig-alt"]) } }, figure.identifier),
    styled("Image Caption", { pandoc.Para(caption(figure)) }),
  }
end

function Table(tbl)
  tbl.caption.long = { pandoc.Plain(caption(tbl)) }
  tbl.attributes.number = nil
  return tbl
end

function Div(div)
  if not div.classes:includes("callout") then
    return nil
  end
  local style = div.classes:includes("context") and "Context" or "Callout"
  local title = div.content:remove(1)
  div.content:insert(1, styled(style .. " Title", { pandoc.Para(title.content[1].content) }))
  local body = { attr = {}, head = {}, row_head_columns = 0, body = { pandoc.Row { pandoc.Cell(div.content) } } }
  return pandoc.Table(
    { long = {} }, { { pandoc.AlignDefault, 1 } }, pandoc.TableHead {}, { body }, pandoc.TableFoot {},
    { ["custom-style"] = style }
  )
end

-- A heading of the first two levels is an entry of the contents; a chapter's has its number.
local function with_numbers(chapter, contents)
  return chapter.content:walk { Header = function(header)
    local title = pandoc.Inlines(pandoc.utils.stringify(header))
    local number = header.level == 1 and chapter.attributes.number
    if number then
      title = pandoc.Inlines { pandoc.Str(number), tab() } .. title
      header.content = pandoc.Inlines { span("Section Number", number), tab() } .. header.content
    end
    if header.level <= 2 then
      contents:insert { section = header.level == 2, link = pandoc.Link(title, "#" .. header.identifier) }
    end
    if chapter.classes:includes("part") then
      return styled("Part", { pandoc.Para(header.content) }, header.identifier)
    end
    return header
  end }
end

local function finish(doc)
  local blocks, contents = pandoc.Blocks {}, pandoc.List {}
  for _, chapter in ipairs(doc.blocks) do
    blocks:extend(with_numbers(chapter, contents))
  end
  contents[1].first, contents[#contents].last = true, true
  doc.meta.contents = contents
  local cover = doc.meta.cover
  cover.picture = picture(pandoc.utils.stringify(cover.picture), pandoc.utils.stringify(cover.alt))
  doc.meta.cover = cover
  doc.blocks = blocks
  return doc
end

return { { Meta = find_project }, { Pandoc = with_annex }, { Figure = Figure, Table = Table, Div = Div }, { Pandoc = finish } }
