"""SUPPORTS as a host, an organiser or a participant: who holds, runs and attends a project, fair or festival.

Must stay true: an event has a name of its own, in the sentence or not long before it; who is only invited, or only
plans to come, takes no part.
"""

import re
from collections.abc import Iterator, Sequence

from nlp.reading import Fact, Item, Ref
from nlp.relations.phrases import Scene
from nlp.vocabulary import alternation

_VERB = 2
"""Characters of a verb that its plan may be told with: 将组织."""
_MEMORY = 4
"""Lines after which an event that is not named again is no longer meant."""
_ROLES = (
    ("host", re.compile(alternation("hosting_verbs"))),
    (
        "organiser",
        re.compile(rf"{alternation('organising_verbs')}|{alternation('running_verbs')}(?=了?[^，。；A-Z]{{0,10}}J)"),
    ),
    (
        "participant",
        re.compile(
            rf"{alternation('attending_verbs')}|(?:担任|作为|获得?|夺得|摘得)(?=[^，。；A-Z]{{0,4}}J)|派出?(?=[^，。；]{{0,12}}(?:队|团|选手|代表|运动员|演员|学员|师生))"
        ),
    ),
)
_BODY_OF = re.compile(
    "(?P<role>主办|承办|协办|举办|执行|支持|赞助|实施|组织)(?:单位|者|方|商|机构|城市|地)(?:分别)?(?:为|是|有|：|包括)?(?P<list>[^。；]{1,80})"
)
_BODY_ROLE = {"主办": "host", "举办": "host", "支持": "donor", "赞助": "donor"}
_NOUN = re.compile("单位|者|方(?!面)|机构|城市|地[点为]|国(?!际)|权|人|商|作品|名单|名额")
_PLANNED = re.compile(alternation("planned_words"))
_INVITED = re.compile("(?<![应受被获特之])(?:邀请|邀约|邀)(?!赛|展)")
_ACCEPTED = re.compile("应(?!当|该)|受|承|蒙|获")
_AT = re.compile(r"(?:在|于|移师|落户)(?P<place>[^，。；在]{0,40})$")
_WITH = re.compile(
    r"(?:与|同|和|携手|联合|会同)(?P<with>[^，。；]{1,60}?)(?:连线|联合|共同|合作|一起|联手|轮流)?(?:举办|主办|承办|实施|举行|开展|发起|组织|推出|召开)?$"
)
_POINTED = re.compile(rf"(?:该|此|本[届次]|这[一次项届]|上述|此次|首届)?{alternation('event_nouns')}")
_OBJECT = re.compile("参加|出席|参与|由|加入|入选|赴|前往|观看|列席|支持|落实|开展|了|[，：]")
_OBJECT_EVENT = re.compile(
    rf"了?(?:该|此|本[届次]|这[一次项届]|上述|此次|首届)?[\u4e00-\u9fff]{{0,3}}?{alternation('event_nouns')}(?=[^\u4e00-\u9fff]|的|并|$|致|及|和)"
)
_FROM = re.compile("来自(?P<list>[^。；]{1,80})$")
_SENT = re.compile("(?:选派|派出|委派|派遣|派|组织|率领|率|带领|偕|携)(?P<list>[^，。；派]{1,50})$")
_LED = re.compile("由(?P<list>[^，。；]{1,40}?)(?:带队|率队|率团|领队|领衔|任团长|为团长|率领)")
_AFTER = re.compile(
    r"(?:参加|出席|与会|参展|参赛|参与|到会|演出)(?P<mid>[^，。；]{0,24})的[^，。；有是]{0,10}(?:有|包括|为|是|：|还有)(?P<list>[^。；]{1,120})"
)
_AGAIN = re.compile(
    f"(?:该|此|本[届次]|这[一次项届]|上述|此次)[\u4e00-\u9fff]{{0,4}}{alternation('event_nouns')}|(?:^|[，。；])(?:大会|论坛|活动|展会|赛事|峰会)|开幕式|闭幕式"
)
_HOLDER = re.compile("(?:为|是|由)?(?=[TOCP]{0,4}N)")
_ACTS = re.compile(alternation("event_acts"))
_CLOSE = re.compile("参加|出席|参与|参展|参赛|参演|参会|列席|亮相|献艺|入选|派队|派团|组团|派员|设展")
"""Attending that is told of without a name of who attends: the one reported of does."""


def find(scene: Scene) -> Iterator[Fact]:
    remember(scene)
    yield from _bodies(scene)
    yield from _behind(scene)
    yield from _acting(scene)
    yield from _within(scene)
    for role, pattern in _ROLES:
        for match in pattern.finditer(scene.text):
            if _NOUN.match(scene.text, match.end()) or _hypothetical(scene, match.start(), role):
                continue
            refs = _attending(scene, match) if role == "participant" else _holding(scene, match)
            for project in _projects(scene, match, role):
                yield from _facts(scene, refs, project, role, match.start(), match.end())
                if role == "host":
                    yield from _facts(scene, _place(scene, match), project, role, match.start(), match.end())


def _acting(scene: Scene) -> Iterator[Fact]:
    """A person who speaks, teaches, plays or leads a team where an event was just told of."""
    project = scene.context.project
    if project is None or scene.context.story.quiet > 1:
        return
    for match in _ACTS.finditer(scene.text):
        clause = scene.clause(match.start())
        led = _HOLDER.match(scene.text, match.end()) and match.group() in _LEADERS
        items = scene.items(match.end(), clause.stop, "N") if led else scene.leading(clause.start, match.start())
        persons = [item for item in items if item.kind == "Person"]
        if not _hypothetical(scene, match.start(), "participant"):
            yield from _facts(scene, scene.refs(persons), project, "participant", match.start(), match.end())


def _within(scene: Scene) -> Iterator[Fact]:
    """在某论坛上，N发言; N在某论坛上发言; 论坛吸引了A、B: who does something there takes part."""
    for match in _INSIDE.finditer(scene.text):
        clause = scene.clause(match.start())
        items = scene.leading(clause.start, match.start())
        if not items:
            after = scene.clause(min(match.end() + 1, len(scene.text) - 1)) if match.end() == clause.stop else None
            items = scene.leading(*(after or (match.end(), clause.stop)))
        project = scene.items(match.start(), match.end(), "J")[0].ref
        persons = [item for item in items if item.kind == "Person"]
        if not _hypothetical(scene, match.end(), "participant"):
            yield from _facts(scene, scene.refs(persons), project, "participant", match.start(), match.end())
    for match in _DREW.finditer(scene.text):
        named = _named(scene, match.start())
        items = scene.heads(scene.items(*match.span("list"), "NPOC"))
        if named and not _hypothetical(scene, match.start(), "participant"):
            yield from _facts(scene, scene.refs(items), named, "participant", match.start(), match.start("list"))


_INSIDE = re.compile("[在于]“?J”?[^，。；A-Z]{0,8}(?:上|中|现场)")
_DREW = re.compile(
    "(?:吸引|迎来|汇聚|云集)了?(?:来自)?(?P<list>[^。；]{1,80}?)(?:参加|参展|参赛|参与|出席|到场|参演|前来|等|的|与会)"
)
_LEADERS = frozenset({"领队", "主讲", "主持", "嘉宾", "评委", "裁判", "讲师", "主讲人", "翻译", "教练"})


def remember(scene: Scene) -> None:
    """Keep the event in mind that a line names."""
    named = scene.items(0, len(scene.text), "J")
    pointed = scene.context.project and _AGAIN.search(scene.text)
    scene.context.story.quiet = 0 if named or pointed else scene.context.story.quiet + 1
    if named:
        scene.context.project = named[-1].ref


def _facts(scene: Scene, refs: Sequence[Ref], project: Ref, role: str, start: int, end: int) -> Iterator[Fact]:
    span = scene.span(start, end)
    for ref in refs:
        if ref != project and ref.type != "Project":
            date = scene.line.date_at(span[0])
            yield Fact("SUPPORTS", ref, project, f"supports.{role}", *span, "", (("role", role),), date)


def _hypothetical(scene: Scene, verb: int, role: str) -> bool:
    start = scene.clause(verb).start
    invited = role == "participant" and _INVITED.search(scene.text, start, verb)
    if invited and _ACCEPTED.search(scene.text, start, invited.start()):
        invited = None
    return bool(invited or _PLANNED.search(scene.text, start, verb + _VERB))


def _projects(scene: Scene, match: re.Match[str], role: str) -> list[Ref]:
    """The events that a verb speaks of: behind it in its clause, before it in the sentence, or told of before."""
    clause, first = scene.clause(match.start()), scene.sentence_start(match.start())
    behind = scene.items(match.end(), clause.stop, "J")
    before = scene.items(first, match.start(), "J")
    if behind or before:
        return scene.refs(_together(scene, behind or before[::-1]))
    if scene.context.story.quiet > _MEMORY or scene.context.project is None:
        return []
    pointed = (
        _OBJECT_EVENT.match(scene.text, match.end())
        if role == "participant"
        else _POINTED.search(scene.text, first, clause.stop)
    )
    alone = match.end() == clause.stop and match.group() not in ("演出", "表演", "亮相", "实施", "执行", "举行")
    if role != "participant":
        alone = alone and scene.context.story.quiet <= 1
    return [scene.context.project] if pointed or alone else []


def _together(scene: Scene, items: Sequence[Item]) -> list[Item]:
    """The first of these names and those that stand in one list with it."""
    chosen = [items[0]]
    for item in items[1:]:
        left, right = sorted((chosen[-1], item), key=lambda each: each.start)
        if not _NEXT.fullmatch(scene.line.gap(left, right)):
            break
        chosen.append(item)
    return chosen


_NEXT = re.compile("[”》]?[\u4e00-\u9fff]{0,4}(?:、|和|与|及|以及)[\u4e00-\u9fff]{0,6}[“《]?")


def _holding(scene: Scene, match: re.Match[str]) -> list[Ref]:
    """Who holds or runs it: the list right before the verb, its partner behind 与, else the subject; or ourselves."""
    clause = scene.clause(match.start())
    if scene.text.startswith("的", match.end()) and (relative := _relative(scene, clause.start, match.start())):
        return scene.refs(relative)
    near = scene.actors_before(match.start())
    partner = _WITH.search(scene.text, clause.start, match.start())
    if partner:
        others = scene.items(*partner.span("with"), "POS")
        others = scene.heads(others, persons=False)
        leading = [item for item in scene.subject(partner.start()) if item not in others]
        own = scene.refs(_bodies_of(scene, leading)) or _home(scene)
        return list(dict.fromkeys([*own, *scene.refs(others)]))
    found = _bodies_of(scene, near or scene.subject(match.start()))
    if found:
        return scene.refs(found)
    if scene.context.story.on_topic:
        return []
    begins = not scene.items(scene.sentence_start(match.start()), match.start(), "NPOSCJD")
    return _home(scene) if begins and scene.items(match.end(), clause.stop, "J") else []


def _relative(scene: Scene, start: int, verb: int) -> list[Item]:
    """Who holds an event inside a relative clause: 出席A市在B市举办的论坛."""
    items = scene.heads(scene.items(start, verb, "POS"), persons=False)
    cut = max((match.end() for match in _OBJECT.finditer(scene.text, start, verb)), default=start)
    inside = [item for item in items if scene.line.index_of(item) >= cut]
    return [item for item in inside if scene.text[scene.line.index_of(item) - 1] not in "在于赴到"]


def _bodies_of(scene: Scene, items: Sequence[Item]) -> list[Item]:
    chosen = scene.heads(items, persons=False)
    return [item for item in chosen if item.kind not in ("Person", "Group", "Project")]


def _place(scene: Scene, match: re.Match[str]) -> list[Ref]:
    """Where it is held: 在A市举行."""
    where = _AT.search(scene.text, scene.clause(match.start()).start, match.start())
    items = scene.heads(scene.items(*where.span("place"), "POS"), persons=False) if where else []
    return scene.refs(items[-1:])


def _home(scene: Scene) -> list[Ref]:
    return [scene.context.scope] if scene.context.scope.normal else []


def _attending(scene: Scene, match: re.Match[str]) -> list[Ref]:
    """Who takes part: who is sent or comes from somewhere, the list right before the verb, else the subject."""
    at, clause = match.start(), scene.clause(match.start())
    found: list[Item] = []
    for pattern, start in ((_SENT, clause.start), (_FROM, scene.sentence_start(at))):
        if said := pattern.search(scene.text, start, at):
            found += scene.items(*said.span("list"), "NPOSC")
    if led := _LED.search(scene.text, scene.sentence_start(at), at):
        found += scene.items(*led.span("list"), "N")
    found += scene.actors_before(at) or scene.subject(at)
    chosen = [item for item in scene.heads(found, persons=False) if item.kind != "Project"]
    if any(item.kind == "Person" for item in chosen):
        chosen = [
            item for item in chosen if item.kind in ("Person", "Group") or _of_group(scene, item) or item.kind == "Self"
        ]
    refs = scene.refs(chosen)
    if refs or not _CLOSE.match(match.group()) or _WHO_ATTENDS.match(scene.text, match.end()):
        return refs
    return _home(scene)


_WHO_ATTENDS = re.compile("[^，。；]{0,24}J”?[^，。；、]{0,8}的")
"""参加某某论坛的……: those who attend are spoken of behind."""


def _of_group(scene: Scene, item: Item) -> bool:
    """Whether a name says where a group comes from: A市代表团."""
    following = scene.line.text[item.end : item.end + 12]
    return bool(re.match("[\u4e00-\u9fff]{0,6}(?:团|队)", following))


def _bodies(scene: Scene) -> Iterator[Fact]:
    """主办单位为A、B: who holds it stands behind."""
    for match in _BODY_OF.finditer(scene.text):
        project = _named(scene, match.start())
        items = scene.heads(scene.leading(*match.span("list")), persons=False)
        if project and items:
            role = _BODY_ROLE.get(match["role"], "organiser")
            yield from _facts(scene, scene.refs(items), project, role, match.start(), match.end("role"))


_ATTENDING = re.compile(
    r"(?:参加|出席|参与|参演)[^，。；A-Z]{0,6}J”?[^，。；A-Z]{0,8}的(?P<list>[^，。；A-Z]{0,6}[CPONT](?:[、和与及的]|[\u4e00-\u9fff]{0,3}[、和与及]|[CPONT])*)"
)
"""前来参加某某论坛的A市、B市代表."""


def _behind(scene: Scene) -> Iterator[Fact]:
    """参加论坛的有A市、B市: who takes part is listed after the verb."""
    for match in _AFTER.finditer(scene.text):
        inner = scene.items(*match.span("mid"), "J")
        project = inner[-1].ref if inner else _named(scene, match.start())
        if project:
            items = scene.heads(scene.items(*match.span("list"), "NOPSC"))
            yield from _facts(scene, scene.refs(items), project, "participant", match.start(), match.start("list"))
    for match in _ATTENDING.finditer(scene.text):
        project = scene.items(match.start(), match.start("list"), "J")[0].ref
        items = scene.heads(scene.items(*match.span("list"), "NOPC"))
        if not _hypothetical(scene, match.start(), "participant"):
            yield from _facts(scene, scene.refs(items), project, "participant", match.start(), match.end())


def _named(scene: Scene, at: int) -> Ref | None:
    named = scene.items(scene.sentence_start(at), at, "J") or scene.items(0, len(scene.text), "J")
    if named:
        return named[-1].ref
    return scene.context.project if scene.context.story.quiet <= _MEMORY else None
