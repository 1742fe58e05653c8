-- Filter: notes everything that this renderer does not know, with its chapter; targets.lua reports it.
-- What it knows is listed here, so that nothing else of Markdown or Quarto is ever passed over.

local CALLOUT = { title = true, [".context"] = true }
for _, kind in ipairs { "note", "tip", "important", "warning", "caution" } do
  CALLOUT[".callout-" .. kind] = true
end
local IMAGES = { [".svg"] = true, [".png"] = true }
local KNOWN = pandoc.List {
  "Para", "Plain", "Str", "Space", "SoftBreak", "Emph", "Strong", "Quoted", "Cite", "Note", "Header",
}
local NAMES = {
  BlockQuote = "a block quotation", CodeBlock = "a block of code", DefinitionList = "a list of definitions",
  HorizontalRule = "a rule", LineBlock = "a block of lines", LineBreak = "a forced line break", Math = "mathematics",
  SmallCaps = "small capitals", Strikeout = "struck-out text", Subscript = "a subscript", Superscript = "a superscript",
  Underline = "underlined text",
}

local faults, project, here

local function fault(text)
  faults:insert(here .. ": " .. text)
end

-- Classes are written with their dot, an id as "#".
local function check_attributes(element, name, known)
  if element.identifier ~= "" and not known["#"] then
    fault("the id '" .. element.identifier .. "' of " .. name)
  end
  for _, class in ipairs(element.classes) do
    if not known["." .. class] then
      fault("the class '" .. class .. "' of " .. name)
    end
  end
  for key in pairs(element.attributes) do
    if not known[key] then
      fault("the attribute '" .. key .. "' of " .. name)
    end
  end
end

local function is_file(path)
  local file = io.open(project .. "/" .. path, "rb")
  local first = file and file:read(1)
  if file then
    file:close()
  end
  return first ~= nil
end

local function check_image(image, name)
  local alt = image.attributes["fig-alt"] or ""
  if alt:match("^%s*$") then
    fault(name .. ": no alternative text, fig-alt=\"…\"")
  elseif alt:match("\n") then
    fault(name .. ": the alternative text is not on one line")
  end
  check_attributes(image, name, { ["fig-alt"] = true })
  local _, ending = pandoc.path.split_extension(image.src)
  if pandoc.path.is_absolute(image.src) or image.src:match("^%.%.") then
    fault(name .. ": the image " .. image.src .. " is outside the project")
  elseif not IMAGES[ending] then
    fault(name .. ": the image " .. image.src .. " is neither svg nor png")
  elseif not is_file(image.src) then
    fault(name .. ": the image " .. image.src .. " does not exist")
  end
end

local function check_table(element)
  local caption = pandoc.utils.stringify(element.caption.long)
  if not element.identifier:match("^tbl%-.") then
    fault("a table without an id {#tbl-…}: " .. (caption ~= "" and caption or "no caption"))
  elseif caption == "" then
    fault(element.identifier .. ": no caption")
  end
  check_attributes(element, element.identifier, { ["#"] = true })
end

local function check_no_heading(element)
  pandoc.Blocks { element }:walk { Header = function(header)
    fault("the heading '" .. pandoc.utils.stringify(header) .. "' is inside something else")
  end }
end

local function check_div(div)
  local kinds = div.classes:filter(function(class)
    return class ~= "context" and CALLOUT["." .. class]
  end)
  if #kinds == 1 then
    check_attributes(div, "a callout", CALLOUT)
    local body = div:clone()
    if body.content[1] and body.content[1].t == "Header" and not div.attributes.title then
      body.content:remove(1) -- the title, whatever its level
    end
    check_no_heading(body)
  elseif div.identifier == "refs" then
    check_attributes(div, "the list of sources", { ["#"] = true })
  else
    local words = div.classes:map(function(class) return "." .. class end)
    if div.identifier ~= "" then
      words:insert(1, "#" .. div.identifier)
    end
    for key in pairs(div.attributes) do
      words:insert(key)
    end
    fault("a div that is no callout: {" .. table.concat(words, " ") .. "}")
  end
end

local function check_headings(blocks)
  local level, count = 0, 0
  for _, block in ipairs(blocks) do
    if block.t == "Header" then
      local name = "the heading '" .. pandoc.utils.stringify(block) .. "'"
      if block.level > level + 1 and level > 0 then
        fault(name .. " skips a level")
      end
      level = block.level
      count = count + (level == 1 and 1 or 0)
      check_attributes(block, name, { ["#"] = true, [".unnumbered"] = level == 1 })
    end
  end
  local first = blocks[1]
  if not first or first.t ~= "Header" or first.level ~= 1 or count ~= 1 then
    fault("a chapter begins with its one # heading; here are " .. count .. " of them")
  elseif first.classes:includes("unnumbered") then
    -- Quarto would number them differently in its pages and in its PDF.
    local function check_float(float)
      fault(float.identifier .. ": no figure or table can be numbered in a chapter without a number")
    end
    blocks:walk { Figure = check_float, Table = check_float }
  end
end

local function raw(element)
  if element.text:match("^<!%-%-.*%-%->%s*$") then
    return {}
  end
  fault("raw " .. element.format .. ": " .. element.text)
end

local function code(element)
  if element.text:match("^{[%a=]") or element.classes[1] and element.classes[1]:match("^{") then
    fault("an executable cell: " .. element.text:match("^[^\n]*"))
  elseif element.t == "CodeBlock" then
    fault(NAMES.CodeBlock .. ": " .. element.text)
  else
    check_attributes(element, "`" .. element.text .. "`", {})
  end
end

local function refuse(element)
  fault((NAMES[element.t] or element.t) .. ": " .. (element.text or pandoc.utils.stringify(element)))
end

-- A function for each kind that is not always fine, by its name: one for all would be called for every word.
local CHECKS = {
  traverse = "topdown",
  RawBlock = raw, RawInline = raw, Code = code, CodeBlock = code, Div = check_div, Table = check_table,
  BulletList = check_no_heading, OrderedList = check_no_heading,
  Span = function(span)
    check_attributes(span, "'" .. pandoc.utils.stringify(span) .. "'", { lang = true })
  end,
  Link = function(link)
    check_attributes(link, "the link to " .. link.target, { [".uri"] = true, [".email"] = true }) -- <…>
  end,
  Image = function(image)
    fault("an image inside a paragraph: " .. image.src)
  end,
}

function CHECKS.Figure(figure)
  local name = figure.identifier ~= "" and figure.identifier or "an image"
  if not figure.identifier:match("^fig%-.") then
    fault(name .. ": an image without an id {#fig-…}")
  end
  check_attributes(figure, name, { ["#"] = true })
  local inside = {}
  for kind, check in pairs(CHECKS) do
    inside[kind] = check
  end
  inside.Image = function(image)
    check_image(image, name)
  end
  return figure:walk(inside), false
end

for _, kinds in ipairs { pandoc.Block.constructor, pandoc.Inline.constructor } do
  for kind in pairs(kinds) do
    CHECKS[kind] = CHECKS[kind] or not KNOWN:includes(kind) and refuse or nil
  end
end

local function check_chapter(chapter)
  here = chapter.attributes.source
  check_headings(chapter.content)
  chapter.content = chapter.content:walk(CHECKS)
end

function Pandoc(doc)
  faults = pandoc.List(doc.meta.faults):map(pandoc.utils.stringify)
  project = pandoc.utils.stringify(doc.meta.project)
  for _, chapter in ipairs(doc.blocks) do
    check_chapter(chapter)
  end
  doc.meta.faults = faults:map(pandoc.Str)
  doc.meta.project = nil
  return doc
end
