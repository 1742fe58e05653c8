-- Filter: what Quarto by itself does not carry into the PDF.

local headings = {}

local function file_of(kind)
  local file = (quarto.doc.file_metadata() or {}).file
  return file and file.bookItemType == kind and file
end

local function typst(text)
  return pandoc.RawInline("typst", text)
end

local function enclosed(before, inlines, after)
  local all = pandoc.Inlines { typst(before) }
  all:extend(inlines)
  all:insert(typst(after))
  return all
end

-- Quarto finds the chapter that a link means only if that chapter came before the link.
-- To Quarto's Typst a part is a chapter without a number; the design opens it more quietly.
local find_chapters = {
  Header = function(header)
    local file = header.level == 1 and file_of("chapter")
    if file then
      headings[file.bookItemFile] = headings[file.bookItemFile] or header.identifier
    elseif header.level == 1 and file_of("part") then
      return pandoc.Plain(enclosed("#part[", header.content, "]"))
    end
  end,
}

-- An address is written from the chapter's own folder.
local function from_project(folder, target)
  local parts = pandoc.List {}
  for part in (folder .. "/" .. target):gmatch("[^/]+") do
    if part == ".." then
      parts:remove()
    elseif part ~= "." then
      parts:insert(part)
    end
  end
  return table.concat(parts, "/")
end

local link_chapters = {
  Link = function(link)
    local file = (quarto.doc.file_metadata() or {}).file -- among inlines, it says no more than the folder
    local heading = headings[from_project(file and file.resourceDir or ".", link.target)]
    if heading then
      link.target = "#" .. heading
      return link
    end
  end,
}

-- Pandoc's writer leaves the language of a span out.
local mark_language = {
  Span = function(span)
    local lang = (span.attributes.lang or ""):match("^%a+")
    return lang and enclosed('#text(lang: "' .. lang .. '")[', span.content, "]")
  end,
}

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

local keep_dots = {
  Str = function(str)
    return with_dots(str.text)
  end,
}

-- Quarto's own call of #callout leaves out the class that marks text from other sources.
local mark_context = {
  Callout = function(callout)
    if not callout.attr.classes:includes("context") then
      return nil
    end
    local blocks = pandoc.Blocks { pandoc.RawBlock("typst", "#callout(other-sources: true, title: [") }
    blocks:insert(pandoc.Plain(quarto.utils.as_inlines(callout.title or "Note")))
    blocks:insert(pandoc.RawBlock("typst", "], body: ["))
    blocks:extend(quarto.utils.as_blocks(callout.content))
    blocks:insert(pandoc.RawBlock("typst", "])"))
    return blocks
  end,
}

-- The entries come later, into the div.
local set_sources = {
  Div = function(div)
    if div.identifier == "refs" then
      return { pandoc.RawBlock("typst", "#sources["), div, pandoc.RawBlock("typst", "]") }
    end
  end,
}

return {
  quarto.utils.combineFilters { quarto.utils.file_metadata_filter(), find_chapters },
  quarto.utils.combineFilters { quarto.utils.file_metadata_filter(), link_chapters },
  mark_language,
  keep_dots,
  mark_context,
  set_sources,
}
