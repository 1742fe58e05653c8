-- Filter: what Quarto by itself does not carry into the PDF.

local headings = {}

-- Quarto finds the chapter that a link means only if that chapter came before the link.
local find_chapters = {
  Header = function(header)
    local file = (quarto.doc.file_metadata() or {}).file
    if header.level == 1 and file and file.bookItemFile then
      headings[file.bookItemFile] = headings[file.bookItemFile] or header.identifier
    end
  end,
}

local link_chapters = {
  Link = function(link)
    if headings[link.target] then
      link.target = "#" .. headings[link.target]
      return link
    end
  end,
}

-- Quarto's own call of #callout leaves out the class that marks text from other sources.
local mark_context = {
  Callout = function(callout)
    if not callout.attr.classes:includes("context") then
      return nil
    end
    local blocks = pandoc.Blocks { pandoc.RawBlock("typst", "#callout(other-sources: true, title: [") }
    blocks:insert(pandoc.Plain(quarto.utils.as_inlines(callout.title)))
    blocks:insert(pandoc.RawBlock("typst", "], body: ["))
    blocks:extend(quarto.utils.as_blocks(callout.content))
    blocks:insert(pandoc.RawBlock("typst", "])"))
    return blocks
  end,
}

return {
  quarto.utils.combineFilters { quarto.utils.file_metadata_filter(), find_chapters },
  link_chapters,
  mark_context,
}
