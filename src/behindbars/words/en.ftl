### Every sentence of the English edition.
###
### A message is a sentence, or a phrase that stands by itself in a table or a chart. What stands in braces is a
### value; a choice between braces follows the plural rules of the language, or the code of the value. Words that come
### from the data (labels, findings, names) are in the columns of the tables that end in _en.
### How to translate: docs/translation.md.

## The language
# Numbers, lists and dates are printed as in this locale.
locale = en_GB
separator = {"; "}

date-day = d MMMM y
    .without-year = d MMMM
date-month = MMMM y
    .without-year = MMMM
    .short = MMM
date-year = y
date-about = about { $date }
date-uncertain = { $date } (uncertain)

period-span = { $start } to { $end }
period-since = since { $start }
period-until = by { $end }, date not given
at-day = on { $period }
at-month = in { $period }
at-year = in { $period }
at-span = from { $period }
at-until = by { $end }
when-not-stated = not stated (by { $end })

spelled = { $n ->
    [0] none
    [1] one
    [2] two
    [3] three
    [4] four
    [5] five
    [6] six
    [7] seven
    [8] eight
    [9] nine
    [10] ten
   *[other] { $n }
 }

## Values
value-exact = { $high }
    .unit = { $high } { quantity }
value-about = about { $high }
    .unit = about { $high } { quantity }
value-range = { $low } to { $high }
    .unit = { $low } to { $high } { quantity }
value-at-least = at least { $low }
    .unit = at least { $low } { quantity }
value-more-than = more than { $low }
    .unit = more than { $low } { quantity }
value-up-to = up to { $high }
    .unit = up to { $high } { quantity }
value-reported-zero = { $reporter ->
    [authorities] zero, as the authorities reported
    [state_to_cat] zero, as the state reported to the Committee
   *[other] none, according to { reporter }
 }
    .short = { $reporter ->
        [authorities] zero, as reported
        [state_to_cat] zero, as reported
       *[other] none, as stated
     }
value-none-known = none known to { reporter }
    .short = none known
value-some = some, number not given
    .quoted = “{ $verbatim }”, no number given
    .short = some, no number
value-unknown = not known
value-not-published = not published
value-not-comprehensive = no comprehensive statistics
    .short = not comprehensive
value-to-be-completed = to be completed
    .sentence = To be completed.
value-not-mentioned = not mentioned

quantity = { $unit ->
    [complaints] { $n ->
        [one] complaint
       *[other] complaints
     }
    [cases] { $n ->
        [one] case
       *[other] cases
     }
    [persons] { $n ->
        [one] person
       *[other] people
     }
    [convictions] { $n ->
        [one] conviction
       *[other] convictions
     }
    [prosecutions] { $n ->
        [one] prosecution
       *[other] prosecutions
     }
    [requests] { $n ->
        [one] request
       *[other] requests
     }
    [items] { $n ->
        [one] item
       *[other] items
     }
    [years] { $n ->
        [one] year
       *[other] years
     }
    [months] { $n ->
        [one] month
       *[other] months
     }
   *[percent] per cent
 }

# Who counted or said it. A non-governmental reporter of the statement is its authors; of context, that source.
reporter = { $reporter ->
    [authorities] the authorities
    [coalition] the coalition
    [npm] the national preventive mechanism
    [state_to_cat] the state
    [study] the study
    [un] the UN Committee against Torture
   *[ngo] { $context ->
       [yes] the source
      *[no] the authors
    }
 }
# The same as a cell of a table.
who = { $reporter ->
    [authorities] The authorities
    [coalition] The coalition
    [npm] The national preventive mechanism
    [state_to_cat] The state
    [study] The study
    [un] The UN Committee against Torture
   *[ngo] { $context ->
       [yes] An NGO
      *[no] The authors
    }
 }
    .context = { who } (context)

frequency = { $part } of { $whole }
    .none = none of { $whole }
    .one-in = { $part } of { $whole }, 1 in { $rate }
    .about-one-in = { $part } of { $whole }, about 1 in { $rate }

## Pieces of sentences and tables
comma = {", "}
labelled = { $words } { $label }
what = { $what }
    .group = { $what }, { $group }
    .series = { $what } ({ $series })
    .place = { $place }: { $what }
where = { $source }, { $place }
said-of = { CAPITAL($what) } ({ $series }; period { $period }): { $words } { $cited }.
grade = { $confidence ->
    [low] low
    [medium] medium
   *[high] high
 }
cited-with-doubt = { $cited }, { grade } confidence
    .edition = { $cited }, { grade } confidence in the edition of { $year }
count = { $what }: { $n }

column-what = What
column-value = Value
column-period = Period
column-who = Who says so
column-source = Source
column-series = Series
column-what-it-is = What it is
column-what-it-says = What it says
column-safeguard = Safeguard or practice
column-law = In law
column-practice = In practice
column-stage = Stage
column-topic = Topic
column-when = When
column-happened = What
column-subject = Subject
column-recommendation = Recommendation
column-this-edition = This edition
column-country = Country
column-values = Values
column-law-practice = Law and practice
column-cases = Cases
column-found-now = What is found now

context-note = Context from other public sources
source-line = Source: { $sources }.
    .context = { $hollow ->
        [yes] Context, hollow marks
       *[no] Context
    }: { $sources }.
    .later = { $source } (published after the statement)
    .doubt = Some rows are of { $first ->
        [low] { $last ->
            [low] low
           *[medium] low or medium
         }
       *[medium] medium
     } confidence; the table says which.
elsewhere = Figures that others published elsewhere, states among them, are context and stand in the chapters.

nothing = For { $place }, the edition of { $year } gives no number here: { $what }.
    .series = For { $place }, the edition of { $year } gives no number here: { $what } ({ $series }).

## Codes in words
stage = { $n ->
    [1] Complaints
    [2] Cases registered
    [3] Victims recognised
    [4] Suspects
    [5] Prosecutions or cases in court
   *[6] Convictions
 }
side = { $side ->
    [law] law
   *[practice] practice
 }
# Groups that a total is broken down by; one that is not here is printed as its code.
group = { $group ->
    [women] women
    [men] men
    [children] children
    [total] total
   *[other] { $group }
 }
safeguard = { $status ->
    [in_place] in place
    [partial] partial
    [absent] absent
    [not_implemented] not implemented
    [threatened] under threat
    [harmful] against victims
    [unknown] not known
    [to_be_completed] to be completed
   *[not_mentioned] not mentioned
 }
publication = { $status ->
    [published] published
    [reported_to_un] told to the UN only
    [not_published] not published
    [not_comprehensive] not comprehensive
    [unknown] not known
    [others_only] others only
    [to_be_completed] to be completed
   *[not_mentioned] not mentioned
 }

## Why two values may not be compared
reason-countries = they are of different countries
reason-series = they come from different series ({ $first }; { $last })
reason-periods = they cover different periods ({ $first }; { $last })
reason-units = they count different things ({ $first }; { $last })
reason-no-outcome = the source does not say that the one came out of the other
reason-groups = they are not of the same country, group and case
reason-things = they count different things
reason-outcomes = only one of them is presented as the outcome of something else that is counted
reason-no-period = it is not stated which period each of them covers
reason-lengths = they do not surely cover periods of the same length
reason-overlap = the two overlap
refusal-nothing = a share of nothing has no meaning: the whole may be zero
refusal-larger = the part is larger than the whole
refusal-participants = a Wilson interval needs the exact number of participants
refusal-share = the source gives a bound of the share, and no count

## The chapters
title-region = Regional overview
title-changes = What changed
title-codes = Codes such as ({ $code }) are paragraphs of the joint statement { $cited }; other sources are named.
draft = This is a draft: { questions } of the last edition still open
    .place = { $place }: { questions }
questions = { SPELLED($n) } { $n ->
    [one] question
   *[other] questions
 }
cover = Torture in Central Asia in { $year }: { $draft ->
    [yes] draft, to be completed
   *[no] the joint NGO statement of { $published } as a reproducible edition
 }
# Who publishes the edition, on its cover and its fact sheets.
imprint = Published by { $publisher }{ $date ->
    [none] {""}
   *[other] , { $date }
 }{ $version ->
    [none] {""}
   *[other] , version { $version }
 }.{ $contact ->
    [none] {""}
   *[other] {" "}Contact: { $contact }.
 }
    .none = A reader’s reproduction{ $version ->
        [none] {""}
       *[other] , version { $version }
     }; not a publication of the organisations that signed the statement.
headline-draft = To be completed: { questions } of the last edition still open
headline-context = Context: { $said }

question-observations = { CAPITAL($what) }{ $breakdown ->
    [total] {""}
   *[other] , { $group }
 }{ $case ->
    [none] {""}
   *[other] , case { $case }
 }: { $series }, { $place }, { $year }?
question-safeguards = { CAPITAL($topic) } in { $place }: the finding of { $year }?
question-cases = { $title } ({ $place }): what is said of this case in { $year }?
question-recommendations = { $kind ->
    [closing] Closing
   *[recommendation] Recommendation
 } { $id }, “{ $short }”: does the statement on { $year } repeat it?
question-signatories = { $name }: did it sign the statement on { $year }?

## Questions about what may be right, but must be looked at by a person once
suspicion-named = { $place }, { $what }{ $breakdown ->
    [total] {""}
   *[other] , { $group }
 }, { $series }
suspicion-threefold = { $named }: { $now } ({ $at }); before, { $before } ({ $then }). Is the change real?
suspicion-few = { $named }: { $said }. Has the source published these numbers, and can nobody be identified by them?
    .value = { $value } ({ $group })
suspicion-access = { $n ->
    [one] 1 source
   *[other] { $n } sources
 } without a date of access (urldate): { $keys }. When was { $n ->
    [one] it
   *[other] each of them
 } read?
suspicion-unlinked = Recommendation { $id }, “{ $short }”: no topics and no indicators show whether it is met. Is that so?

name-in = { $name } in { $languages }

section-situation = { $region ->
    [yes] The situation in the region
   *[no] The situation
 }
situation-numbers = In numbers: { $said }.
    .value = { $label }: { $words }
    .share = { $label }: { $words } of { $whole }
    .outcome = { $said } resulting from them
    .counted = { $said } ({ $series })
    .dated = { $said } ({ $series }, { $period })
situation-none = The statement makes no finding on law or practice in { $place }.

section-cascade = From complaint to conviction
section-january-2022 = Accountability for “Bloody January”
    .intro = The count of convicted officials grows with time and is kept as each source gives it. Where a source gives a range, both ends are shown.
section-survey = What detainees report
section-prosecutor = Context: the prosecutor’s own figures
section-courts = Officials before the courts
section-who-complains = Who complains
section-series = Who counts what
section-cases = Cases
section-trend = The trend
section-not-known = What is not known
section-reading-notes = How to read these figures

series-none = This edition has no figure on { $place }.
series = { $series }
    .from-context = Context: { $series }
    .caption = Who counts what in { $place }; figures of single cases stand with the cases
    .value = { $what }, { $period }: { $words }
case-response = **Response.** { $answer } { $cited }
case-none = The statement tells no case from { $place }.
not-known-none = Every stage and every safeguard of this edition is mentioned.
not-known = { $place }
    .stages = Stages of the cascade for which the statement gives no figure: { $stages }.
    .safeguards = Safeguards on which it makes no finding of its own here: { $topics }.
reading-notes-none = There is nothing to note on the statement’s figures here.
note = **{ $what }.** { $note }.
listed-note = { $note }.
## Two years beside each other
year-now = { $context ->
    [yes] Context: { reporter }
   *[no] { CAPITAL(reporter) }
 } reported { $what }{ $series ->
    [same] {""}
   *[other] {" "}({ $series })
 } { $at } { $cited }
    .zero = { $context ->
        [yes] Context: { reporter }
       *[no] { CAPITAL(reporter) }
     } reported no { $one }{ $series ->
        [same] {""}
       *[other] {" "}({ $series })
     } { $at } { $cited }
year-origin = { $origin ->
    [context] , a figure from context
    [statement] , the statement’s figure
    [reporter] , reported by { reporter }
   *[same] {""}
 }
year-on-year = { $now }
    .rose = { $now }, { $apart } than the { $before } of { $period }{ year-origin } { $cited }.
    .fell = { $now }, { $apart } than the { $before } of { $period }{ year-origin } { $cited }.
    .level = { $now }, as many as for { $period }{ year-origin } { $cited }.
    .open = { $now }, against { $before } for { $period }{ year-origin } { $cited }; as the two overlap, neither a rise nor a fall can be told.
year-note = A note on the figure for { $period } says: { $note }.
    .both = A note on both figures says: { $note }.
value-zero-alone = zero
distance-count = { $apart }
    .more = { $apart } more
    .less = { $apart } fewer
distance-measure = { $apart }
    .more = { $apart } more
    .less = { $apart } less
distance-percent = { $apart } { $n ->
        [one] percentage point
       *[other] percentage points
     }
    .more = { distance-percent } more
    .less = { distance-percent } less

## What changed since the last edition
# A sentence names an edition by its year only as “the edition of”: a year alone is the time that a value covers.
changes-first = The edition of { $year } is the first: there is no earlier one to compare it with.
changes = { $last }
    .caption = Changes from the edition of { $first } to that of { $last }, by country
    .none = no change
    .count = { $n } { $change ->
        [rose] rose
        [fell] fell
        [open] changed, not comparable
        [restated] told otherwise for the same period
        [published] now with a number
        [silent] no longer with a number
        [status] known in another way
        [teller] from another reporter or source
        [better] better
        [worse] worse
        [unranked] changed, neither better nor worse
        [spoken] spoken of anew
        [unspoken] no longer spoken of
        [new] new
        [changed] told otherwise
        [gone] no longer mentioned
       *[unanswered] not answered yet
     }
changes-unanswered = Not answered yet, and neither gone nor there: { $missing } of the edition of { $first }.

value-dated = { $words } { $at }
    .zero = { $words }, { $at }
change-what = { $what } ({ $where })
    .group = { $what } ({ $where }, { $group })
# How a sentence on a value begins, and what it says of the sources of the two editions.
change-begin = { $context ->
    [yes] Context: { $what }
   *[no] { CAPITAL($what) }
 }
    .for = { $context ->
        [yes] Context: for { $what }
       *[no] For { $what }
     }
    .figure = { $context ->
        [yes] Context: the figure for { $what }
       *[no] The figure for { $what }
     }
    .edition = { $context ->
        [yes] Context: the edition
       *[no] The edition
     } of { $last }
change-told = { $reporters ->
    [differ] ; in the edition of { $first } { $old_reporter } reported it, in that of { $last } { $reporter }
    [another] ; another source reports it
   *[same] {""}
 }{ $origin ->
    [before] ; the figure of the edition of { $first } is context, not the statement’s
    [after] ; the figure of the edition of { $last } is context, not the statement’s
    [authors] ; the two figures come from sources by different authors
   *[same] {""}
 }
change-observations = { $what }
    .lead-new = New:
    .lead-gone = No longer mentioned, as the editors confirmed:
    .count = { SPELLED($n) } { $n ->
        [one] value
       *[other] values
     }
    .rose = { change-begin } rose from { $old_dated } to { $new_dated }, { $apart }{ change-told } { $cited }.
    .fell = { change-begin } fell from { $old_dated } to { $new_dated }, { $apart }{ change-told } { $cited }.
    .open = { change-begin }: { $old_dated }, and { $new_dated }; whether this is a rise or a fall cannot be told, as { $reasons }{ change-told } { $cited }.
    .limit-rose = { change-begin }: { $old_dated }, and { $new_dated }; the upper limit rose{ change-told } { $cited }.
    .limit-fell = { change-begin }: { $old_dated }, and { $new_dated }; the upper limit fell{ change-told } { $cited }.
    .restated = { change-begin } { $at }, in the edition of { $first }: { $old }; in that of { $last }: { $new }{ change-told } { $cited }.
    .published = { change-begin.for } the edition of { $last } has a number{ $zero ->
        [yes] {""}
       *[no] {" "}reported by { $reporter }
     }, { $new_dated }; in that of { $first } it was { $old }{ change-told } { $cited }.
    .first-of-state = { change-begin.edition } has a figure of { $reporter } for { $what }, { $new_dated }; that of { $first } had none of theirs { $cited }.
    .silent = { change-begin.for } there is no longer a number: it was { $old_dated }, and is now { $new }{ change-told } { $cited }.
    .status = { change-begin }, in the edition of { $first }: { $old }; in that of { $last }: { $new }{ change-told } { $cited }.
    .teller = { change-begin.figure } is the same, { $new }{ change-told } { $cited }.
    .new = { change-begin }: { $new_dated } { $cited }.
    .withheld = { $context ->
        [yes] Context: a source
       *[no] The statement
     } now says that { $what } { $counted ->
        [yes] are
       *[no] is
     } { $new } { $cited }.
    .gone = { $context ->
        [yes] Context: this edition has no newer figure for { $what }
       *[no] The statement on { $last } does not mention { $what }
     }; in the edition of { $first }: { $old } { $cited }.
side-status = { $side ->
    [law] in law
   *[practice] in practice
 }: { $status }
    .moved = { side-status } ({ $move ->
        [better] better
        [worse] worse
        [spoken] not spoken of before
        [unspoken] not spoken of now
       *[unranked] neither better nor worse
     })
change-safeguards = { $topic }
    .moved = Law and practice that moved in { $place }
    .lead-new = Findings that the edition of { $first } did not have:
    .lead-gone = Findings that the statement on { $last } no longer makes, as the editors confirmed:
    .count = { SPELLED($n) } { $n ->
        [one] finding
       *[other] findings
     }
    .new = **{ CAPITAL($topic) }** ({ $coded }). { $finding } { $cited }
    .gone = **{ CAPITAL($topic) }** ({ $coded }) { $cited }{ $another ->
        [yes] ; it makes another finding on this topic
       *[no] {""}
     }.
change-cases = { $title }
    .lead-changed = Cases told otherwise:
    .lead-new = Cases told for the first time:
    .count = { SPELLED($n) } { $n ->
        [one] case
       *[other] cases
     }
    .changed = **{ $title }.**{ $summary_moved ->
        [yes] {" "}What happened: { $summary } In the edition of { $first }: { $old_summary }
       *[no] {""}
     }{ $answer_moved ->
        [yes] {" "}The response: { $answer } In the edition of { $first }: { $old_answer }
       *[no] {""}
     } { $cited }
    .new = **{ $title }.** { $summary } The response: { $answer } { $cited }
    .gone = **{ $title }.** The statement on { $last } does not mention this case { $cited }.
change-recommendations = { $title }
    .section = What is asked
    .lead-changed = Worded otherwise:
    .lead-new = New:
    .lead-gone = No longer asked, as the editors confirmed:
    .count = { SPELLED($n) } { $n ->
        [one] recommendation
       *[other] recommendations
     }
    .changed = **{ $title }.** { $text } In the edition of { $first }: { $old_text } { $cited }
    .new = **{ $title }.** { $text } { $cited }
    .gone = **{ $title }** { $cited }
change-signatories = { $title }
    .section = Who signed
    .lead-new = Signed the statement on { $last }, and not that on { $first }:
    .lead-gone = Signed the statement on { $first }, and not that on { $last }:
    .count = { SPELLED($n) } { $n ->
        [one] signatory
       *[other] signatories
     }
    .new = { $title } { $cited }
    .gone = { $title } { $cited }

## The comparison of two editions
compare = { $last }
    .title = What changed from { $first } to { $last }
    .opening = The edition of { $first } is made from *{ $first_title }* { $first_cited }; the edition of { $last } is made from *{ $last_title }* { $last_cited }. Differences are given only between values of one series, unit and length of period. Figures from other public sources are called context.
    .draft = The edition of { $year } is a draft: { questions } still open
    .note = What nobody has answered yet is neither there nor gone, and is counted apart. The command `behindbars check --year { $year }` lists the questions.
compare-sources = Sources

## The regional overview
section-key-findings = Key findings
section-transparency = What of the states’ own figures reaches the statement
section-safeguards = Safeguards in law and in practice
    .intro = What the law promises and what is done are two things. Each pair of marks sets them side by side, as far as the statement speaks of them; silence is not evidence that all is well.
section-events = Events and treaty milestones
    .intro = A choice of what can be dated, and no more precisely than it is dated.
section-recommendations = What the statement recommends
section-closing = Closing
section-this-edition = This edition
section-corrections = Corrections

key-draft = To be completed: { questions } of the last edition still open. The key findings of this edition appear when all are answered.
# The furthest that the statement follows complaints in a country.
furthest = { $place }
    .gap = { $whole }, { $part }
    .some = no number given, but “{ $verbatim }”
    .zero = no { $one } { $years ->
        [0] { $at }
       *[other] in { SPELLED($years) } years
     }, { $reporter ->
        [authorities] as the authorities reported
       *[other] according to { reporter }
     }
    .state-zero = zero { $label }, as the state reported to the Committee
    .none-known = no { $one } known to { reporter } { $at }
    .silent = no stage mentioned
    .beside = { $said }; { $complaints } counted by { reporter }
    .headline = Torture persists in Central Asia, and few answer for it
    .headline-counted = How far complaints of torture can be followed, country by country
    .subtitle = Of the six stages from complaint to conviction, the last of which the statement on { $year } tells anything
    .caption = The last stage that the statement tells of in each country
    .alt = { $headline }. { $said }.
    .place = { $place }: { $words } ({ $stage })
    .place-silent = { $place }: no stage mentioned
    .table = The furthest stage that the statement tells of in each country
    .source = { $source } { elsewhere }
    .nothing = The edition of { $year } speaks of no country, so there is nothing to draw.
key-linked = Only for { $places } does the statement set convictions beside complaints: { $clauses }.
    .all = For { $places } the statement sets convictions beside complaints: { $clauses }.
    .none = For no country does the statement set convictions beside complaints.
    .clause = { $complaints } of torture and ill-treatment counted in { $period }, and { $convictions } resulting from them { $cited }
    .clause-none = { $complaints } of torture and ill-treatment counted in { $period }, which led to { $convictions } { $cited }
key-independent_investigation = { $places } { $n ->
    [one] has
   *[other] have
 } no single, independent body to investigate torture { $cited }.
key-complaints_access = Fear of reprisals { $n ->
    [one] deters
   *[other] often or usually keeps
 } victims in { $places } from complaining { $cited }.
key-independent_access = Independent monitoring of places of detention is impossible in { $places } { $cited }.
key-npm = The national preventive mechanism of { $places } is itself under threat { $cited }.
recommendations-none = This edition lists no recommendation.
recommendations = { $n }
    .caption = The { SPELLED($n) } { $n ->
        [one] recommendation
       *[other] recommendations
     } of the statement, to all governments of the region
edition = { $year }
    .caption = This edition at a glance
edition-row-statement = Statement
edition-row-year = Year reported on
edition-row-paragraphs = Paragraphs
edition-row-signed = Signed by
edition-row-data = Data
edition-row-cite = How to cite
edition-row-licence = Licence
edition-undated = date not recorded
edition-statement = *{ $title }*, joint NGO statement of { $date } { $cited }{ $address ->
    [none] {""}
   *[other] : { $address }
 }
edition-signed = { $names } { $cited }.{ $without ->
    [none] {""}
   *[other] {" "}No organisation named as one of { $without } is among them.
 }
edition-signed-by-nobody = no organisation
edition-data = { $own } { $own ->
    [one] row
   *[other] rows
 } of values from the statement, { $others } from other public sources as context; the newest of these sources is of { $newest }
edition-cite = *Behind Bars, Beyond Justice: the reproducible edition*, { $year }, made from the joint NGO statement of { $date } { $cited }.
edition-authors = The authors of the reproducible edition of { $title }
edition-licence = Text and data CC BY 4.0; code MIT
edition-letter = { $letter } for { $name }
edition-introduction = the introduction
edition-recommendations = the recommendations
edition-closing = the closing words
edition-paragraphs = { $letters }; { $letter }2 is the second paragraph on { $name }
signatory = { $name }{ $short ->
    [none] {""}
   *[other] {" "}({ $short })
 }{ $place ->
    [none] {""}
   *[other] , { $place }
 }{ $note ->
    [none] {""}
   *[other] , { $note }
 }
correction = { $date }, edition of { $year } ({ $table }, { $row }): { $what }. { $why }. Noticed by { $who }.
    .of-place = { $date }, edition of { $year } ({ $place }, { $table }, { $row }): { $what }. { $why }. Noticed by { $who }.

## The impunity gap
gap-incomparable = complaints and convictions cannot be compared: { $reasons }
gap-note = { $frequency }: by our calculation, { $share } without a known conviction; some may still be pending
gap-not-mentioned = { $stage ->
    [1] complaints not mentioned
   *[6] convictions not mentioned
 }
gap-without-number = { $stage ->
    [1] complaints ({ $words })
   *[6] convictions ({ $words })
 }
gap-zero = { $stage ->
    [1] complaints, { $period }: { $words }
   *[6] convictions, { $period }: { $words }
 }
gap-number = { $words } { $stage ->
    [1] { $n ->
        [one] complaint
       *[other] complaints
     }
   *[6] { $n ->
        [one] conviction
       *[other] convictions
     }
 }
outcome-none = no { quantity }
    .by-state = no { quantity }, { $reporter ->
        [state_to_cat] as the state reported to the Committee
       *[authorities] as the authorities reported
     }

## The figures
# Each has a headline, a subtitle, a caption, an alternative text (alt), the caption of its table (table) and, where more
# than the sources stands below the chart, a source. "nothing" stands where there is nothing to draw.
cascade = { $place }
    .gap = { CAPITAL($complaints) }, { $convictions }
    .state-zero = The state reports zero { $label }
    .state-zero-alone = The state reports zero { $label }; no other stage can be followed
    .zero = No { $one } { $at }, { $reporter ->
        [authorities] as the authorities reported
       *[other] according to { reporter }
     }
    .counted = { CAPITAL($value) } counted; the statement does not say what came of { $n ->
        [one] it
       *[other] them
     }
    .followed = { CAPITAL($value) } counted; the last stage with a number: { $last }
    .none-known = No { $one } known to { reporter } { $at }
    .none-known-lacking = No { $one } known to { reporter }; comprehensive statistics are lacking
    .no-stage = No stage can be followed from complaint to conviction
    .nothing = The statement on { $year } speaks of no stage of the cascade in { $place }.
    .stage = { $stage } { $words }
    .series = { $series }: { $said }{ $silent ->
        [0] {""}
       *[other] ; { $silent } of { $stages } stages not mentioned
     }.
    .subtitle = The accountability cascade, { $place }, edition { $year }{ $series ->
        [0] {""}
        [1] {""}
       *[other] : each series apart, all on one scale
     }
    .caption = The accountability cascade in { $place }
    .alt = { $headline }. { $said }
    .table = Stages of the cascade in { $place } that the statement speaks of
gap-marks = One mark is one complaint, a full { $hundred ->
        [yes] block a hundred
       *[no] row ten
     }{ $picked ->
        [yes] ; a large mark stands for a conviction
       *[no] {""}
     }{ $unsure ->
        [yes] ; hollow marks may or may not be
       *[no] {""}
     }
gap = { $place }
    .headline = { CAPITAL($convictions) } beside { $complaints }: { $frequency }
    .headline-none = { CAPITAL($complaints) }, { $convictions }
    .subtitle = Complaints to the { $series }, { $place }, { $period }. { $marks }
    .caption = The impunity gap in { $place }, one mark for each complaint
    .alt = { $complaints }, { $convictions }; { $note }.
    .table = Complaints and the convictions that the statement says resulted from them
    .source = { $source } { $remark }
    .nothing = No mark can stand for a complaint here: { $what }.
breakdown = { $label }
    .headline = Of { $total }, { $most } came from { $group }
    .group = { $words } from { $group }
    .subtitle = { CAPITAL($label) } to the { $series } by group, { $place }, { $period }
    .caption = { CAPITAL($label) } by group, { $place }, { $period }
    .alt = { $headline }: { $said }.
    .table = { CAPITAL($label) } by group, with their total
    .nothing = For { $place }, the edition of { $year } gives no number here: { $what } by group.
outcomes = { $label }
    .headline = Of { $whole }, { $top } ended in { $label }
    .subtitle = What became of the complaints, { $series }, { $place }, { $period }
    .caption = Outcomes of complaints, { $series }, { $place }, { $period }
    .alt = { $headline }. { CAPITAL($said) }.
    .table = Complaints and their outcomes, { $series }
    .nothing = The edition of { $year } adds no number of what became of complaints in { $place } ({ $series }).
survey = { $label }
    .headline = { CAPITAL($label) }: { $share } of { $participants }, { $count }
    .subtitle = Per cent of the participants, { $place }; the date of the study is not stated
    .caption = { CAPITAL($label) }, { $place }
    .alt = { $headline }. Wilson interval at 95 per cent for that count: { $interval }.
    .table = What the study reports
    .source = { $source } Wilson interval for that count, which is our calculation. How participants were chosen is not stated.
    .reported = As the study reports it
    .interval = 95 per cent interval for { $count }
    .refused = { CAPITAL($label) }: { $share } of { $participants } { $cited }. No interval is drawn: { $reason }.
trend = { $label }
    .stated = { CAPITAL($label) } counted: { $first }, { $last }
    .several = { CAPITAL($label) } in { SPELLED($n) } series, each on its own terms
    .incomplete = { $n ->
        [1] One series of { $label }, not complete to { $year }
        [2] Two series of { $label }, neither complete to { $year }
       *[other] { CAPITAL(SPELLED($n)) } series of { $label }, none of them complete to { $year }
     }
    .panel = { $place }: { $series }
    .lone-panel = { CAPITAL($series) }
    .counted = { $years }: { $note }
    .part-of-year = { $words } ({ $first }–{ $last })
    .value = { $words } in { $period }
    .series = { $panel }: { $said }
    .subtitle = { CAPITAL($label) } by year, { $place }{ $series ->
        [one] {""}
       *[other] : each panel is one series, all on one scale
     }; missing years stay gaps{ $doubt ->
        [yes] ; * marks a figure of less than high confidence
       *[no] {""}
     }{ earlier }
    .caption = { CAPITAL($label) } over the years, { $place }
    .alt = { $headline }. { $said }.
    .table = { CAPITAL($label) } by year and series
    .source = { $source } Fewer complaints may mean less torture or more fear, more of them more torture or more trust; what is counted may change with the source.
    .nothing = No series of { $what } in { $place } has two years that could be compared, so there is no trend to draw.
earlier = { $earlier ->
    [yes] ; full marks: this and earlier statements, as the table tells
   *[no] {""}
 }
growth = { $label }
    .headline-own = { CAPITAL($last) } by { $month }
    .headline-earlier = { CAPITAL($last) } by { $month }, as the statement on { $year } said
    .headline-worded = { CAPITAL($label) } by { $month }: { $words }
    .label = { $words }, { $month }
    .value = by { $month } { $words }
    .subtitle = { $place }, count up to each date{ earlier }. { $definition }
    .caption = { CAPITAL($label) }, cumulative
    .alt = { $headline }. { CAPITAL($said) }.
    .table = { CAPITAL($label) }, cumulative count
transparency = { $place }
    .headline-none = The statement passes on no published figure of any state
    .headline-some = The statement passes on published figures from { $places } alone
    .subtitle = What the statement passes on of the authorities’ own figures, stage by stage, edition { $year }
    .caption = The transparency grid: which of the authorities’ own figures the statement passes on
    .alt = { $headline }{ $draft ->
        [yes] {""}
       *[no] ; { SPELLED($told) } more told to the UN only
     }. Of { $cells } cells: { $counts }.
    .table = The authorities’ own figures on each stage, as far as the statement passes them on
    .source = { $source } “Others only”: somebody other than the state gives a figure or an account; that a figure is not known or not published is said before this. { elsewhere }
    .nothing = The edition of { $year } speaks of no country, so there is no state to draw.
safeguards = { $place }
    .headline-none = The statement speaks of no point of law or practice
    .headline-wanting = Where the statement speaks of a safeguard, it mostly finds it missing, incomplete or not put into practice
    .headline = What should protect people from torture, in law and in practice
    .country = { $place }: { $n } of { $topics } topics mentioned
    .side = { $side }: { $words }
    .subtitle = Law and practice by topic and country, edition { $year }, as the statement describes them
    .caption = The safeguards grid: law and practice in each country
    .alt = { $headline }.{ $points ->
        [0] {""}
       *[other] {" "}Points by status: { $by_status }.
     }{ $draft ->
        [yes] {""}
       *[no] {" "}{ $by_country }.
     }
    .table = Safeguards in law and in practice
    .source = { $source } A finding may rest on one case; the chapters tell which.
    .nothing = The edition of { $year } speaks of no country, so there is no state to draw.
happenings = { $place }
    .headline = What happened to people, country by country, { $first } to { $last }
    .counted = Events by country: { $counts }; the table below names each
    .subtitle = Events by country, { $first } to { $last }{ $reading }
    .caption = Events, { $place }
    .alt = Timeline. { $headline }. { $said }.
    .table = Events, { $place }
    .nothing = The edition of { $year } tells of no event that can be dated.
milestones = { $place }
    .headline = Treaty and legal milestones in { SPELLED($countries) } { $countries ->
        [one] country
       *[other] countries
     }
    .all-joined = { $countries ->
        [one] The country
       *[other] All { SPELLED($countries) } countries
     } had joined the Convention against Torture by { $by }
    .counted = Treaty and legal milestones by country: { $counts }; the table below names each
    .subtitle = Treaty and legal milestones by country, { $first } to { $last }{ $reading }
    .caption = Treaty and legal milestones, { $place }
    .alt = Timeline. { $headline }. { $said }.
    .table = Treaty and legal milestones, { $place }
    .nothing = The edition of { $year } tells of no treaty or law that can be dated.
events = { $lane }
    .placed = { $lane }, { $when }
    .event = { $placed }: { $event }
    .outcome = { $event }: { $outcome }
    .context = Context: { $cited }
    .count = { $lane } { $n }
    .reading = { $within ->
        [yes] ; a dot: on the day, or within the month or the year that is known; a line with caps: at some time within the span shown
       *[no] {""}
     }{ $lasting ->
        [yes] ; a bar: all through the span
       *[no] {""}
     }{ $uncertain ->
        [yes] ; a dotted ring: date inferred
       *[no] {""}
     }{ $context ->
        [yes] ; hollow marks: context from other public sources
       *[no] {""}
     }

# A frame that an analyst shows without a caption.
frame = Data: { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
 }, { $columns ->
    [one] { $columns } column
   *[other] { $columns } columns
 }

## The fact sheets
sheet-label-track = From complaint to conviction: the last stage of which the statement tells
sheet-label-findings = What the statement finds
sheet-label-case = A case
sheet-label-response = Response.
sheet-label-asks = What the statement asks
sheet-doubt = { $places } ({ grade } confidence)
sheet-gap = { $frequency }: by our calculation, { $share } of the complaints of torture and ill-treatment are without a known conviction, though some may still be pending ({ $series }, { $period }).
sheet-no-numbers = The statement gives no number of complaints, cases, suspects or convictions in { $place }.
sheet-findings = A choice; the chapter has all findings, on { $n ->
    [one] one topic
   *[other] { SPELLED($n) } topics
 }
sheet-cases = { $n ->
    [one] The only one in the statement
   *[other] One of { SPELLED($n) } in the statement
 }
sheet-asks = { CAPITAL(SPELLED($n)) } of its { SPELLED($all) } { $all ->
    [one] recommendation
   *[other] recommendations
 } to all governments
sheet-asks-none = { $told ->
    [yes] None of the statement’s recommendations is on a topic found wanting in { $place }.
   *[no] The statement says nothing on { $place } that its recommendations to all governments could be set beside.
 }
sheet-title = { $place }: fact sheet, { $edition }, { $year }
sheet-kind = { $draft ->
    [yes] Fact sheet, draft of the edition of { $year }
   *[no] Fact sheet, edition of { $year }
 }
sheet-imprint-source = Source.
    .text = “{ $statement }”, joint NGO statement of { $published }, in the words of this edition{ $address ->
        [none] {""}
       *[other] : { $address }
     }. { $section ->
        [none] R1 is its first recommendation
       *[other] { $section }1 is its first paragraph on { $place }, R1 its first recommendation
     }; “not mentioned” means that it does not speak of it, though another source may.
sheet-imprint-summary = Summary.
    .text = All values, findings, cases and limits, and figures of other sources, are in the full edition, { $file }.pdf.
sheet-imprint-cite = Cite as:
    .text = { $edition }: the reproducible edition, { $year }. Fact sheet { $place }; statement of { $published }. { $imprint }

## The worksheet
worksheet-title = Worksheet of the edition on { $year }
worksheet-edition = Edition
worksheet-statement = Statement
worksheet-version = Version of the data
worksheet-about = What this is
    .text = Here the new statement goes into the data. Each question asks what the new statement says of something that the last edition had; beside it stands what the last edition said. Nothing is filled in for you.
worksheet-steps = How to fill it in
worksheet-step = { $n ->
    [1] 1. Write your name in the yellow cell below. It is kept with the answers that you give.
    [2] 2. Go through the sheets from left to right. Write in the yellow cells only; grey cells say what a row is about.
    [3] 3. For each question, find the place in the new statement and fill in the row, with its paragraph (locator).
    [4] 4. If the statement no longer speaks of it, choose “not mentioned” in the column “answer” and leave the row empty. If it says again what the last edition had, choose “as last year” and write its paragraph (locator): the rest of the row is filled in for you, and it is kept that you confirmed it. A number is never repeated so: it is read anew each year.
    [5] 5. If you are not sure, leave the row as it is: the question stays open, and you can go on another day.
    [6] 6. At last, the sheet “not mentioned” answers all that is still open of a country at once, with one name and date.
    [7] 7. Something new goes into the empty rows below the questions. Leave its id empty: it gets the next free one. If other rows are to name it, such as the number of a new case, import the worksheet first: then its id is in their lists.
    [8] 8. Never write a number that the statement does not give. Unknown, not published, none known and zero are four different things; the sheet “codes” says what each code means.
   *[9] 9. Save the file as an Excel workbook (.xlsx) and close it. Then type: behindbars import { $file }
 }
worksheet-name = Your name
worksheet-open = Open questions
    .sheet = on the sheet
worksheet-spare = Something that the last edition did not have goes here and below, one row each. Leave id empty.
# What stands in the columns in front of those of the data.
worksheet-guide = { $column ->
    [question] What is asked of the new statement
    [last-edition] What the last edition said, and where that is written
    [help] What to fill in
   *[answer] “not mentioned” if the new statement no longer speaks of it{ $repeats ->
        [yes] : leave the row empty then; “as last year” if it says again what the last edition had: write its paragraph (locator) only
       *[no] ; leave the row empty then
     }
 }
worksheet-meaning = { $what }. { $must ->
    [yes] Must be filled in.
    [audited] Needed with every value of the statement: the audit looks for these words in the paragraph.
   *[no] May stay empty.
 }
worksheet-confirmed = Confirmed as last year by { $name } on { $date }.
worksheet-codes = { $column ->
    [table] sheet
    [column] column
    [code] code
   *[words] in words
 }
prompt-list = Not in the list
    .remedy = Choose from the list. If what you need is not in it, add it first where the list comes from.
coded = { $label } ({ $code })
code-status = { $status ->
    [exact] counted: one number, the same in low and high
    [range] between two numbers: low and high
    [at_least] that many or more: low only
    [more_than] strictly more than that: low only
    [up_to] that many or fewer: high only
    [about] approximate: the same number in low and high
    [reported_zero] the reporter says that there was none: 0 in low and high
    [none_known] the reporter has learnt of none, though there may be some: no number
    [some] at least one, but no number is given: no number
    [unknown] the source says that it is not known: no number
    [not_comprehensive] the source says that there are no comprehensive statistics; some may be published: no number
   *[not_published] the source says that it is not published: no number
 }
code-reporter = { reporter }
code-law = { $status ->
    [harmful] works against victims, such as an amnesty that covers torture
   *[other] { safeguard }
 }
code-practice = { code-law }
said-observations = { $value }, { $period } ({ $where }; reporter { $reporter }, confidence { $confidence }){ $outcome_of ->
    [none] {""}
   *[other] ; came of: { $outcome_of }
 }{ $case ->
    [none] {""}
   *[other] ; case: { $case }
 }{ $note ->
    [none] {""}
   *[other] ; note: { $note }
 }
said-side = { side }: { $words }
said-sheet = { $sheet ->
    [none] {""}
   *[other] . On the fact sheet in place { $sheet }
}
said-safeguards = { $sides }. { $finding } ({ $where }){ said-sheet }
said-cases = { $summary } Authorities: { $answer } ({ $where }){ said-sheet }
said-recommendations = { $text } ({ $where }){ $topics ->
    [none] {""}
   *[other] . Topics: { $topics }
 }{ $indicators ->
    [none] {""}
   *[other] . Indicators: { $indicators }
 }
said-signatories = signed ({ $where })
help-observations = Write the number ({ quantity }) in low and high, how it is known in status, the time it covers in period, and the words that say so in verbatim.{ $breakdown ->
    [total] {""}
   *[other] {" "}This is a part of a total: { $breakdown }.
 }{ $outcome_of ->
    [none] {""}
   *[other] {" "}If the source says that it came of { $outcome_of }, write that in outcome_of.
 }
help-safeguards = Choose the status in law, in practice, or in both, and write the finding in your own words, as one or two full sentences.
help-cases = Write what happened (summary_en) and what the authorities did or said (answer_en), in your own words and with no detail that the statement does not give.
help-recommendations = If the statement repeats it, write it in your own words, with a heading of a few words. If it says something else instead, choose “not mentioned” here and add a new row.
help-signatories = If it signed, fill in source and locator. If it did not, choose “not mentioned”.
