-- Filter: everything that this renderer does not know, and everything that leads nowhere, is listed
-- at once, each with its chapter. Nothing of it is passed over.

local FAULTS_EXIT = 65
local CALLOUTS = { note = true, tip = true, important = true, warning = true, caution = true }
local CALLOUT_ATTRIBUTES = { title = true, icon = true, appearance = true }
local QUARTO_CLASSES = { "^panel%-", "^column%-", "^content%-", "^layout", "^aside$", "^cell", "^hidden$" }
local IMAGES = { [".svg"] = true, [".png"] = true }

local faults = pandoc.List {}
local ids, labels = {}, {}
local chapters = {}
local here

local function fault(text)
  faults:insert(here .. ": " .. text)
end

local function declare(id)
  if ids[id] then
    fault("the id '" .. id .. "' is also in " .. ids[id])
  end
  ids[id] = here
end

-- The path that a chapter means, from the project folder; nil where it leaves that folder.
local function resolve(target)
  if pandoc.path.is_absolute(target) then
    return nil
  end
  local parts = pandoc.List {}
  for part in (pandoc.path.directory(here) .. "/" .. target):gmatch("[^/\\]+") do
    if part == ".." then
      if not parts:remove() then
        return nil
      end
    elseif part ~= "." then
      parts:insert(part)
    end
  end
  return table.concat(parts, "/")
end

local function is_file(project, path)
  local file = io.open(project .. "/" .. path, "rb")
  local first = file and file:read(1)
  if file then
    file:close()
  end
  return first ~= nil
end

local function check_figure(figure, project)
  local name = figure.identifier ~= "" and figure.identifier or "image"
  local images = pandoc.List {}
  figure:walk { Image = function(image)
    images:insert(image)
  end }
  if not figure.identifier:match("^fig%-.") then
    fault(name .. ": an image without an id {#fig-…}")
  else
    declare(figure.identifier)
    labels[figure.identifier] = true
  end
  for _, image in ipairs(images) do
    if (image.attributes["fig-alt"] or ""):match("^%s*$") then
      fault(name .. ": no alternative text, fig-alt=\"…\"")
    elseif image.attributes["fig-alt"]:match("\n") then
      fault(name .. ": the alternative text is not on one line")
    end
    for key in pairs(image.attributes) do
      if key ~= "fig-alt" then
        fault(name .. ": the attribute '" .. key .. "' of an image")
      end
    end
    local path = resolve(image.src)
    local _, ending = pandoc.path.split_extension(image.src)
    if not path then
      fault(name .. ": the image " .. image.src .. " is outside the project")
    elseif not IMAGES[ending] then
      fault(name .. ": the image " .. image.src .. " is neither svg nor png")
    elseif not is_file(project, path) then
      fault(name .. ": the image " .. image.src .. " does not exist")
    end
    image.src = path or image.src
  end
  return figure:walk { Image = function(image)
    image.src = resolve(image.src) or image.src
    return image
  end }
end

local function check_div(div)
  if div.identifier:match("^fig%-") or div.identifier:match("^tbl%-") then
    fault("a div with the id '" .. div.identifier .. "'; give the id to the image or the table itself")
  end
  for _, class in ipairs(div.classes) do
    local kind = class:match("^callout%-(.*)$")
    for _, pattern in ipairs(QUARTO_CLASSES) do
      if class:match(pattern) then
        fault("a div of class '" .. class .. "'")
      end
    end
    if kind and not CALLOUTS[kind] then
      fault("a callout of the unknown kind '" .. kind .. "'")
    end
  end
  for key in pairs(div.attributes) do
    if not CALLOUT_ATTRIBUTES[key] then
      fault("the attribute '" .. key .. "' of a div")
    end
  end
end

local function check_headings(blocks)
  local level, count = 0, 0
  pandoc.Blocks(blocks):walk { traverse = "topdown", Header = function(header)
    declare(header.identifier)
    count = count + (header.level == 1 and 1 or 0)
    if header.level > level + 1 and level > 0 then
      fault("the heading '" .. pandoc.utils.stringify(header) .. "' skips a level")
    end
    level = header.level
  end }
  local first = blocks[1]
  if not first or first.t ~= "Header" or first.level ~= 1 or count ~= 1 then
    fault("a chapter begins with its one # heading; here are " .. count .. " of them")
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
  end
end

-- What can be seen where it stands; references wait until every id is known.
local function check_chapter(chapter, project)
  here = chapter.attributes.source
  check_headings(chapter.content)
  chapter.content = chapter.content:walk { Figure = function(figure)
    return check_figure(figure, project)
  end }
  local inside = {}
  chapter.content:walk {
    Figure = function(figure)
      figure:walk { Image = function(image)
        inside[image.src] = true
      end }
    end,
  }
  chapter.content = chapter.content:walk {
    RawBlock = raw,
    RawInline = raw,
    Code = code,
    CodeBlock = code,
    Div = check_div,
    Math = function(math)
      fault("mathematics: " .. math.text)
    end,
    Image = function(image)
      if not inside[image.src] then
        fault("an image inside a paragraph: " .. image.src)
      end
    end,
    Table = function(tbl)
      local caption = pandoc.utils.stringify(tbl.caption.long)
      if not tbl.identifier:match("^tbl%-.") then
        fault("a table without an id {#tbl-…}: " .. (caption ~= "" and caption or "no caption"))
        return
      end
      if caption == "" then
        fault(tbl.identifier .. ": no caption")
      end
      declare(tbl.identifier)
      labels[tbl.identifier] = true
    end,
  }
end

local function is_label(id)
  return id:match("^%a+%-") and (id:match("^fig%-") or id:match("^tbl%-") or id:match("^sec%-"))
end

local function check_references(chapter, known)
  here = chapter.attributes.source
  chapter.content = chapter.content:walk {
    Cite = function(cite)
      local pointing = cite.citations:filter(function(citation) return is_label(citation.id) end)
      if #pointing == 0 then
        for _, citation in ipairs(cite.citations) do
          if not known[citation.id] then
            fault("the source @" .. citation.id .. " is not in the list of sources")
          end
        end
        return
      end
      local alone = #pointing == #cite.citations
      for _, citation in ipairs(cite.citations) do
        alone = alone and #citation.prefix == 0 and #citation.suffix == 0
      end
      if not alone then
        fault("a bracket beside @" .. pointing[1].id .. "; put text between a reference and a citation")
      end
      for _, citation in ipairs(pointing) do
        if not labels[citation.id] then
          fault("nothing has the id of @" .. citation.id)
        end
      end
    end,
    Link = function(link)
      local scheme, target = link.target:match("^(%a[%w+.-]*):"), nil
      if scheme then
        if scheme ~= "http" and scheme ~= "https" and scheme ~= "mailto" then
          fault("a link to " .. link.target)
        end
        return
      end
      if link.target:match("^#") then
        target = link.target:sub(2)
      else
        target = chapters[resolve(link.target) or ""]
      end
      if not target or not ids[target] then
        fault("a link that leads nowhere: " .. link.target)
        return
      end
      link.target = "#" .. target
      return link
    end,
  }
end

local function check_titles(references)
  local seen = {}
  for _, reference in ipairs(references) do
    local short = reference["title-short"] or reference.title
    short = short and pandoc.utils.stringify(short) or ""
    if short == "" then
      faults:insert("the list of sources: @" .. reference.id .. " has no title")
    elseif seen[short] then
      faults:insert("the list of sources: @" .. seen[short] .. " and @" .. reference.id
        .. " are both cited as '" .. short .. "'")
    end
    seen[short] = reference.id
  end
end

function Pandoc(doc)
  local project = pandoc.utils.stringify(doc.meta.project)
  for _, text in ipairs(doc.meta.faults) do
    faults:insert(pandoc.utils.stringify(text))
  end
  for _, chapter in ipairs(doc.blocks) do
    chapters[chapter.attributes.source] = pandoc.path.split_extension(
      pandoc.path.filename(chapter.attributes.source))
  end
  for _, chapter in ipairs(doc.blocks) do
    check_chapter(chapter, project)
  end
  local references = pandoc.utils.references(doc)
  local known, lists = {}, 0
  for _, reference in ipairs(references) do
    known[reference.id] = true
  end
  for _, chapter in ipairs(doc.blocks) do
    check_references(chapter, known)
  end
  check_titles(references)
  doc.blocks:walk { Div = function(div)
    lists = lists + (div.identifier == "refs" and 1 or 0)
  end }
  if lists ~= 1 then
    faults:insert("the edition: one chapter must hold the list of sources, ::: {#refs}; here are " .. lists)
  end
  if #faults > 0 then
    for _, text in ipairs(faults) do
      io.stderr:write("FAULT\t", (text:gsub("%s+", " ")), "\n")
    end
    os.exit(FAULTS_EXIT)
  end
  doc.meta.faults, doc.meta.project = nil, nil
  return doc
end
