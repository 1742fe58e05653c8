-- Filter: resolves the links to other chapters, notes everything that leads nowhere, and reports all faults
-- of the chapters at once.

local FAULTS_EXIT = 65

local faults, here
local ids, labels, chapters, sources = {}, {}, {}, {}

local function fault(text)
  faults:insert(here .. ": " .. text)
end

local function declare(element)
  local id = element.identifier
  if ids[id] then
    fault("the id '" .. id .. "' is also in " .. ids[id])
  end
  ids[id] = here
  labels[id] = element.t ~= "Header"
end

local function is_label(citation)
  return citation.id:match("^fig%-") or citation.id:match("^tbl%-") or citation.id:match("^sec%-")
end

local function check_reference(citation)
  if not labels[citation.id] then
    fault("nothing has the id of @" .. citation.id)
  end
  if #citation.prefix > 0 or #citation.suffix > 0 then
    fault("words inside the bracket of @" .. citation.id .. "; put them before or after it")
  end
end

local function check_cite(cite)
  local references = cite.citations:filter(is_label)
  if #references > 0 and #references < #cite.citations then
    fault("a citation beside @" .. references[1].id .. "; put text between the two")
  end
  for _, citation in ipairs(cite.citations) do
    if is_label(citation) then
      check_reference(citation)
    elseif not sources[citation.id] then
      fault("the source @" .. citation.id .. " is not in the list of sources")
    end
  end
end

local function resolve_link(link)
  local scheme = link.target:match("^(%a[%w+.-]*):")
  if scheme then
    if scheme ~= "http" and scheme ~= "https" and scheme ~= "mailto" then
      fault("a link to " .. link.target)
    end
  elseif link.target:match("^#") then
    fault("a link to a place in a chapter: " .. link.target .. "; link to the chapter's file")
  elseif not chapters[link.target] then
    fault("a link that leads nowhere: " .. link.target)
  else
    link.target = "#" .. chapters[link.target]
    return link
  end
end

-- Sources are cited by their short titles.
local function check_sources(references)
  local seen = {}
  for _, reference in ipairs(references) do
    local short = reference["title-short"] or reference.title
    short = short and pandoc.utils.stringify(short) or ""
    if short == "" then
      fault("@" .. reference.id .. " has no title")
    elseif seen[short] then
      fault("@" .. seen[short] .. " and @" .. reference.id .. " are both cited as '" .. short .. "'")
    end
    seen[short] = reference.id
    sources[reference.id] = true
  end
end

local function check_list_of_sources(doc)
  local lists = 0
  doc.blocks:walk { Div = function(div)
    lists = lists + (div.identifier == "refs" and 1 or 0)
  end }
  if lists ~= 1 then
    fault("one chapter must hold the list of sources, ::: {#refs}; here are " .. lists)
  end
end

function Pandoc(doc)
  faults = pandoc.List(doc.meta.faults):map(pandoc.utils.stringify)
  here = "the list of sources"
  check_sources(pandoc.utils.references(doc))
  for _, chapter in ipairs(doc.blocks) do
    here = chapter.attributes.source
    chapters[here] = chapter.content[1] and chapter.content[1].identifier
    chapter.content:walk { Header = declare, Figure = declare, Table = declare }
  end
  for _, chapter in ipairs(doc.blocks) do
    here = chapter.attributes.source
    chapter.content = chapter.content:walk { Cite = check_cite, Link = resolve_link }
  end
  here = "the edition"
  check_list_of_sources(doc)
  if #faults > 0 then
    for _, text in ipairs(faults) do
      io.stderr:write("FAULT\t", (text:gsub("%s+", " ")), "\n")
    end
    os.exit(FAULTS_EXIT)
  end
  doc.meta.faults, doc.meta.bibliography = nil, nil
  return doc
end
