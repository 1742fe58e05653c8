-- Reader: every source is one chapter of the edition and is parsed by itself, so that the notes,
-- link definitions and unclosed blocks of one chapter cannot reach into the next.

local SYNTAX = "markdown"

-- Addresses are written from the chapter's own folder; from here on they begin at the project's.
local function from_project(source, target)
  if target:match("^%a[%w+.-]*:") or target:match("^#") or pandoc.path.is_absolute(target) then
    return target
  end
  local parts = pandoc.List {}
  for part in (pandoc.path.directory(source) .. "/" .. target):gmatch("[^/\\]+") do
    if part == ".." and #parts > 0 and parts[#parts] ~= ".." then
      parts:remove()
    elseif part ~= "." then
      parts:insert(part)
    end
  end
  return table.concat(parts, "/")
end

local function chapter_of(source, doc)
  local stem = pandoc.path.split_extension(pandoc.path.filename(source))
  local first = true
  local blocks = doc.blocks:walk {
    Div = function(div)
      return div.classes[1] == "cell-output" and div.content or nil -- what a cell of a notebook shows
    end,
  }:walk {
    Header = function(header)
      -- Many chapters have sections of the same name; the chapter's name keeps their ids apart.
      header.identifier = first and stem or stem .. "-" .. header.identifier
      first = false
      return header
    end,
    Image = function(image)
      image.src = from_project(source, image.src)
      return image
    end,
    Link = function(link)
      link.target = from_project(source, link.target)
      return link
    end,
  }
  return pandoc.Div(blocks, { class = "chapter", source = source })
end

function Reader(sources, options)
  local chapters, faults = pandoc.Blocks {}, pandoc.List {}
  for _, source in ipairs(sources) do
    -- What Pandoc warns of from here on is about this chapter.
    io.stderr:write("CHAPTER\t", source.name, "\n")
    -- A table whose lines are longer than this number of columns has the widths of its dashes, as for Quarto.
    local doc = pandoc.read(source.text, SYNTAX, { columns = options.columns })
    -- Quarto looks for shortcodes in the text as written, so that escaped braces are text.
    for shortcode in source.text:gmatch("{{<[^\n]*") do
      faults:insert(source.name .. ": a shortcode: " .. shortcode)
    end
    for key in pairs(doc.meta) do
      faults:insert(source.name .. ": metadata '" .. key .. "'; a chapter begins with its one # heading")
    end
    chapters:insert(chapter_of(source.name, doc))
  end
  io.stderr:write("CHAPTER\tthe edition\n")
  return pandoc.Pandoc(chapters, { faults = faults:map(function(fault) return pandoc.Str(fault) end) })
end
