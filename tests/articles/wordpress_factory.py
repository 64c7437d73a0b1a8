"""Pages as a popular publishing system makes them, put together from themes, residue and an invented body; a seed gives one page."""

from __future__ import annotations

import random
from dataclasses import dataclass

__all__ = ["RESIDUE", "THEMES", "Made", "make_page"]

PLACES = ("Oster", "Port Amel", "Cape Dorn", "Northport", "Lindholm")
SPEAKERS = ("Minister Ilse Maren", "Governor Henrik Sund", "union secretary Orr Vale", "Judge Tamsin Rook", "ambassador Tove Lind")
THINGS = ("the steel mill", "the ferry line", "the harbour contract", "the gold reserve", "the border bridge", "the grain terminal")
OPENINGS = (
    "{speaker} said on {day} that no agreement on {thing} had been signed in {place}.",
    "The foreign ministry of Norland denied that talks about {thing} had been held in {place} on {day}.",
    "Two officials in {place} confirmed that a working group on {thing} would meet again before the winter.",
    "According to the harbour board, the papers about {thing} were lost in a fire in {place} in {year}.",
    "“We have seen no contract,” {speaker} told reporters who had waited in {place} since {day}.",
    "The embassy of Vesturia rejected the report and called the figures for {thing} an invention.",
    "Work on {thing} stopped in {year}, when the river at {place} rose and the engineers went home.",
    "{speaker} conceded that a memorandum on {thing} existed, but not that anybody had paid for it.",
    "Critics in parliament said that the government had told them nothing of {thing} until {day}.",
    "The newspaper in {place} that first reported the sale of {thing} has not withdrawn its story.",
    "A court in {place} will hear the case of {thing} in the spring, a clerk said on {day}.",
    "Nobody was hurt when the gates of {place} were closed on {day}, the police said.",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
# Each says something, so that a statement would be found in it if it were read; Hollar stands in residue only.
RESIDUE = {
    "caption": '<figure class="wp-block-image"><img src="a.jpg"><figcaption>Piet Hollar said the gates were shut. Photo: Ada Quill</figcaption></figure>',
    "old caption": '<div class="wp-caption alignnone"><img src="a.jpg"><p class="wp-caption-text">Piet Hollar denied everything in April</p></div>',
    "related": (
        '<div class="yarpp-related"><h3>Related posts</h3><ol><li><a href="/1">Piet Hollar denies the theft of maps</a></li>'
        '<li><a href="/2">Hollar says he will stay</a></li></ol></div>'
    ),
    "jetpack": '<div id="jp-relatedposts" class="jp-relatedposts"><h3>Related</h3><p><a href="/3">Hollar confirmed as harbour pilot</a></p></div>',
    "read also": '<p><strong>Read also:</strong> <a href="/4">Piet Hollar denied that he was paid</a></p>',
    "lone link": '<p><a href="/5">Piet Hollar says the ferry will sail again</a></p>',
    "newsletter": '<div class="mc4wp-form newsletter"><p>Piet Hollar said our newsletter is the best he has read in years.</p><input></div>',
    "share": '<div class="sharedaddy"><h3>Share this:</h3><p>Piet Hollar said sharing is caring, and he would know it.</p></div>',
    "author": '<div class="author-box"><h4>About the author</h4><p>Piet Hollar says he has written about harbours for twenty years.</p></div>',
    "comments": (
        '<div id="comments" class="comments-area"><ol class="comment-list"><li><div class="comment-body"><p>Piet Hollar said to me that'
        " the contract was signed long ago and hidden from all of us.</p></div></li></ol></div>"
    ),
    "form": (
        '<div id="respond" class="comment-respond"><h3>Leave a Reply</h3><form id="commentform"><p>Your email address will not be published.'
        " Required fields are marked *</p><textarea></textarea></form></div>"
    ),
    "flattened form": (
        "<p>Leave a Reply</p><p>Your email address will not be published. Required fields are marked *</p><p>Comment *</p><p>Name *</p>"
        "<p>Email *</p><p>Website</p><p>Save my name, email, and website in this browser for the next time I comment.</p><p>Post Comment</p>"
    ),
    "tags": '<div class="entry-tags tags-links">Tags: <a href="/t1">Hollar denies</a>, <a href="/t2">harbours</a></div>',
    "footer": "<p>(This story has not been edited by our staff and is auto-generated from a syndicated feed, as Piet Hollar said.)</p>",
    "the post": "<p>The post Hollar says no appeared first on The Harbour Gazette.</p>",
    "views": '<div class="post-views">1,204 views</div>',
    "cookies": '<div class="cookie-notice"><p>We use cookies, and Piet Hollar said that you agree to them by reading on.</p></div>',
    "hidden": '<p style="display:none">Piet Hollar confirmed that the contract had been signed in secret.</p>',
    "widget": '<aside class="widget-area"><section class="widget"><p>Piet Hollar told the harbour board that the tides had changed.</p></section></aside>',
    "neighbours": '<nav class="post-navigation"><a href="/6">Previous: Hollar says yes</a> <a href="/7">Next: Hollar denies it</a></nav>',
}
# Where the theme puts the article, and what goes around it. {0} is the headline, {1} the body, {2} what stands below.
THEMES = {
    "classic": (
        '<div id="page" class="hfeed site"><div id="content"><article class="post type-post status-publish hentry category-world tag-steel">'
        '<header class="entry-header"><h1 class="entry-title">{0}</h1></header><div class="entry-content">{1}</div></article>{2}</div></div>'
    ),
    "blocks": (
        '<div class="wp-site-blocks"><main class="wp-block-group"><h1 class="wp-block-post-title">{0}</h1>'
        '<div class="entry-content wp-block-post-content is-layout-constrained">{1}</div>{2}</main></div>'
    ),
    "builder": (
        '<div class="elementor"><h1 class="elementor-heading-title">{0}</h1><div class="elementor-element elementor-widget'
        ' elementor-widget-theme-post-content"><div class="elementor-widget-container">{1}</div></div>{2}</div>'
    ),
    "magazine": (
        '<div class="td-container"><article class="post td-post-template-5"><div class="td-post-header"><h1>{0}</h1></div>'
        '<div class="td-post-content tagdiv-type">{1}</div></article>{2}</div>'
    ),
    "portal": (
        '<div class="mvp-post"><h1 class="mvp-post-title entry-title">{0}</h1><div id="mvp-content-main">{1}</div></div>'
        '<div class="below">{2}</div>'
    ),
    "framework": '<div class="site-inner"><main class="content"><article class="entry"><h1>{0}</h1><div class="entry-content">{1}</div></article>{2}</main></div>',
    "columns": '<div class="et_pb_section"><h1>{0}</h1><div class="et_pb_module et_pb_post_content">{1}</div></div>{2}',
    "old": '<div id="container"><div class="post" id="post-7"><h2><a href="/7">{0}</a></h2><div class="entry">{1}</div></div>{2}</div>',
    "bare": "<h1>{0}</h1>{1}{2}",
    "scraped": "<div><p>{0}</p>{1}{2}</div>",
}
BELOW = ("author", "comments", "form", "tags", "widget", "neighbours", "jetpack", "cookies")


@dataclass(frozen=True, slots=True)
class Made:
    """A page, the sentences of its body and the kinds of residue in it."""

    markup: str
    sentences: tuple[str, ...]
    kinds: tuple[str, ...]


def make_page(seed: int) -> Made:
    """One page of the theme that is due, with seven kinds of residue in and below its body."""
    chooser = random.Random(seed)
    theme = sorted(THEMES)[seed % len(THEMES)]
    paragraphs = _body(chooser)
    kinds = tuple(chooser.sample(sorted(RESIDUE), 7))
    inside = [f"<p>{' '.join(sentences)}</p>" for sentences in paragraphs]
    for kind in (kind for kind in kinds if kind not in BELOW):
        at_end = kind in {"flattened form", "footer", "the post", "share"}
        inside.insert(len(inside) if at_end else chooser.randint(1, len(paragraphs)), RESIDUE[kind])
    below = "".join(RESIDUE[kind] for kind in kinds if kind in BELOW)
    headline = f"Doubts over {chooser.choice(THINGS)} in {chooser.choice(PLACES)}"
    page = THEMES[theme].format(headline, "".join(inside), below)
    head = f"<head><meta charset='utf-8'><title>{headline} - The Harbour Gazette</title></head>"
    markup = f"<!doctype html><html lang='en'>{head}<body class='single'><nav class='menu'><a href='/'>Home</a></nav>{page}</body></html>"
    return Made(markup, tuple(sentence for sentences in paragraphs for sentence in sentences), kinds)


def _body(chooser: random.Random) -> list[list[str]]:
    """Six to nine sentences in paragraphs of one or two."""
    chosen = chooser.sample(OPENINGS, chooser.randint(6, 9))
    made = [
        template.format(
            speaker=chooser.choice(SPEAKERS),
            thing=chooser.choice(THINGS),
            place=chooser.choice(PLACES),
            day=chooser.choice(DAYS),
            year=chooser.randint(2015, 2024),
        )
        for template in chosen
    ]
    made = [sentence[0].upper() + sentence[1:] for sentence in made]
    paragraphs: list[list[str]] = []
    while made:
        paragraphs.append([made.pop() for _ in range(min(len(made), chooser.choice((1, 2))))])
    return paragraphs
