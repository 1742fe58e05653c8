-- Filter: numbers chapters, figures and tables, and resolves references to figures and tables.
-- It runs before citeproc, which would take @fig-… and @tbl-… for citations.

local WORDS = { fig = "Figure", tbl = "Table" }
local numbers = {}

local function number_chapter(chapter, position)
  local count = { fig = 0, tbl = 0 }
  local function number(float)
    local kind = float.identifier:sub(1, 3)
    count[kind] = count[kind] + 1
    numbers[float.identifier] = position .. "." .. count[kind]
    float.attributes.number = numbers[float.identifier]
    return float
  end
  chapter.attributes.number = tostring(position)
  chapter.content = chapter.content:walk { traverse = "topdown", Figure = number, Table = number }
end

local function reference(citation)
  local kind, id = citation.id:sub(1, 3), citation.id
  local word = citation.mode == "SuppressAuthor" and "" or WORDS[kind]
  if FORMAT == "typst" then
    local supplement = word == "" and "none" or "[" .. word .. "]"
    return pandoc.RawInline("typst", "#ref(<" .. id .. ">, supplement: " .. supplement .. ")")
  end
  local text = word == "" and numbers[id] or word .. "\u{a0}" .. numbers[id]
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

function Pandoc(doc)
  for position, chapter in ipairs(doc.blocks) do
    number_chapter(chapter, position)
  end
  doc.blocks = doc.blocks:walk { Cite = resolve }
  return doc
end
