-- Reader: every source is one chapter of the edition and is parsed by itself, so that the notes,
-- link definitions and unclosed blocks of one chapter cannot reach into the next.

local SYNTAX = "markdown"

local function prefixed(blocks, stem)
  local first = true
  return blocks:walk {
    Header = function(header)
      -- Many chapters have sections of the same name; the chapter's name keeps their ids apart.
      header.identifier = first and stem or stem .. "-" .. header.identifier
      first = false
      return header
    end,
  }
end

function Reader(sources)
  local chapters, faults = pandoc.Blocks {}, pandoc.List {}
  for _, source in ipairs(sources) do
    local messages, doc = pandoc.log.silence(pandoc.read, source.text, SYNTAX)
    for _, message in ipairs(messages) do
      faults:insert(source.name .. ": " .. message)
    end
    for key in pairs(doc.meta) do
      faults:insert(source.name .. ": metadata '" .. key .. "'; a chapter begins with its one # heading")
    end
    local stem = pandoc.path.split_extension(pandoc.path.filename(source.name))
    chapters:insert(pandoc.Div(prefixed(doc.blocks, stem), { class = "chapter", source = source.name }))
  end
  return pandoc.Pandoc(chapters, { faults = faults:map(function(fault) return pandoc.Str(fault) end) })
end
