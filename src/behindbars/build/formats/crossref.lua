-- Filter: numbers chapters, figures and tables, resolves references to figures and tables, and opens the parts.
-- It runs before citeproc, which would take @fig-… and @tbl-… for citations.

local WORDS = { fig = "Figure", tbl = "Table" }
local numbers = {}

-- A chapter without a number holds no figures and no tables; check.lua sees to that.
-- A text that stands alone is no chapter among others: only what is in it has numbers.
local function number_chapter(chapter, position, single)
  local count = { fig = 0, tbl = 0 }
  local function number(float)
    local kind = float.identifier:sub(1, 3)
    count[kind] = count[kind] + 1
    numbers[float.identifier] = (single and "" or position .. ".") .. count[kind]
    float.attributes.number = numbers[float.identifier]
    return float
  end
  chapter.attributes.number = not single and tostring(position) or nil
  chapter.content = chapter.content:walk { traverse = "topdown", Figure = number, Table = number }
end

local function reference(citation)
  local kind, id = citation.id:sub(1, 3), citation.id
  local text = citation.mode == "SuppressAuthor" and numbers[id] or WORDS[kind] .. "\u{a0}" .. numbers[id]
  return pandoc.Link(text, "#" .. id, "", { class = "reference" })
end

local function resolve(cite)
  if not numbers[cite.citations[1].id] then
    return nil
  end
  local inlines = pandoc.Inlines {}
  for position, citation in ipairs(cite.citations) do
    if position > 1 then
      inlines:extend { pandoc.Str(","), pandoc.Space() }
    end
    inlines:insert(reference(citation))
  end
  return inlines
end

-- A part is a div of its own before its first chapter, and has no number.
local function open_parts(chapters, parts)
  local titles = {}
  for _, part in ipairs(parts or {}) do
    titles[tonumber(pandoc.utils.stringify(part.before))] = part.title
  end
  local blocks, count = pandoc.Blocks {}, 0
  for position, chapter in ipairs(chapters) do
    if titles[position] then
      count = count + 1
      local title = pandoc.Header(1, titles[position], { id = "part-" .. count, class = "unnumbered" })
      blocks:insert(pandoc.Div({ title }, { class = "part" }))
    end
    blocks:insert(chapter)
  end
  return blocks
end

function Pandoc(doc)
  local position = 0
  for _, chapter in ipairs(doc.blocks) do
    if not chapter.content[1].classes:includes("unnumbered") then
      position = position + 1
      number_chapter(chapter, position, doc.meta.single)
    end
  end
  doc.blocks = open_parts(doc.blocks:walk { Cite = resolve }, doc.meta.parts)
  doc.meta.parts = nil
  return doc
end
