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
    -- What Pandoc warns of from here on is about this chapter.
    io.stderr:write("CHAPTER\t", source.name, "\n")
    local doc = pandoc.read(source.text, SYNTAX)
    -- Quarto looks for shortcodes in the text as written, so that escaped braces are text.
    for shortcode in source.text:gmatch("{{<[^\n]*") do
      faults:insert(source.name .. ": a shortcode: " .. shortcode)
    end
    for key in pairs(doc.meta) do
      faults:insert(source.name .. ": metadata '" .. key .. "'; a chapter begins with its one # heading")
    end
    local stem = pandoc.path.split_extension(pandoc.path.filename(source.name))
    chapters:insert(pandoc.Div(prefixed(doc.blocks, stem), { class = "chapter", source = source.name }))
  end
  io.stderr:write("CHAPTER\tthe edition\n")
  return pandoc.Pandoc(chapters, { faults = faults:map(function(fault) return pandoc.Str(fault) end) })
end
