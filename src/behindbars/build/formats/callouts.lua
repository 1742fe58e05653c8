-- Filter: brings callouts into one form for every format: the title is the first block inside, and an
-- attribute says kind and title to those who do not see the one that was given.

local TITLES = { note = "Note", tip = "Tip", important = "Important", warning = "Warning", caution = "Caution" }

local function title_of(div, kind)
  if div.attributes.title then
    return pandoc.utils.blocks_to_inlines(pandoc.read(div.attributes.title, "markdown").blocks)
  end
  if div.content[1] and div.content[1].t == "Header" then
    return div.content:remove(1).content
  end
  return pandoc.Inlines(TITLES[kind])
end

function Div(div)
  local kind
  for _, class in ipairs(div.classes) do
    kind = kind or class:match("^callout%-(.*)$")
  end
  if not kind then
    return nil
  end
  local title = title_of(div, kind)
  local words = pandoc.utils.stringify(title)
  div.content:insert(1, pandoc.Div({ pandoc.Plain(title) }, { class = "callout-title" }))
  div.attributes = { label = words == TITLES[kind] and words or TITLES[kind] .. ": " .. words }
  div.classes = { "callout", "callout-" .. kind, div.classes:includes("context") and "context" or nil }
  return div
end
