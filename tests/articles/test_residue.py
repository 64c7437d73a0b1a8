"""Residue is cut line by line; body sentences with the same words never are."""

from __future__ import annotations

import pytest

from sayso.articles import find_residue

BODY = """The minister asked reporters to leave a reply for the embassy at the gate.
Readers left comments on the ministry's page within minutes of the denial.
Your email address will be checked at the border, the spokesman told travellers.
The form says that required fields are marked in red, an official said.
She declined to comment.
No comment was made by the embassy of Vesturia.
Police asked witnesses to leave a comment on the town's website.
The paper said it would share this evidence with the court.
Share prices in Norland fell by a tenth after the reports.
The firm uses cookies to follow its customers, the regulator found.
We use ships, not trucks, the harbour master said.
The newsletter of the Oster mill reported the contract first.
Subscribers to the newsletter were told that talks had begun.
He signed up for the army in 2011.
Related companies in Vesturia denied the sale.
Related parties must be named, the central bank said.
More news from the front reached Oster late on Friday.
Photos of the signing were published by the ministry.
The photo was taken in 2019, the agency said.
A picture credited to the ministry shows two men at a table.
Read more closely, the contract names no sum.
Also present was the ambassador of Vesturia.
Popular anger at the reports grew on Saturday.
Most read the denial as a concession.
The copyright dispute between the two papers goes on.
This story is a fabrication, said the ministry of Norland.
The story was published by a newspaper in Vesturia on Tuesday.
Reporting by foreign journalists was restricted after the talks.
With inputs rising in price, the mill has stopped.
Follow-up talks on the mill are planned for June.
The ministry published on its website a text of the memorandum.
All rights reserved to the state by the treaty were named in it.
Tags were fixed to the crates, a customs officer said.
The post was first published on a messaging channel, and then removed.
Terms of use of the port were agreed in 2014.
Download speeds fell across Norland on Friday.
The two sides posted guards at the mill.
Facebook and Twitter were blocked in Vesturia on Friday.
Facebook said it had removed the page.
Trending downwards since May, the currency lost a further tenth.
Advertisement of the tender was withdrawn, the ministry said.
Continue reading the treaty, he told the chamber, and you will find no sum.
Editing of the footage was admitted by the state channel.
“Leave a reply,” he said.
Join the army, the posters in Oster say.
At 14:32 on Friday the gates were closed.
The vote ended 12 to 30, two hours ago.
Home to 40,000 people, Oster lies on the river.
Home secretary Ada Quill denied the report.
Views differ on the contract, the envoy said.
Some 1,204 people read the letter before it was withdrawn.
Support for independent candidates grew in May.
Support our troops, the banner read, and nobody took it down.
Members of the council log every visit, a clerk said.
Subscribe was the only word on the page, the witness told the judge.
This article of the treaty is for members only in name, the lawyer said.
Ada Quill is a reporter who was held in Oster for nine days.
Orr Vale is the author of the report that the ministry denied.
The author of the letter could be reached by nobody on Friday.
The minister published a photo: a ship in the fog, and nothing else.
A file photo of the bridge was shown as if it were new, the agency said.
He wrote [in March/April] that the talks had ended.
The paper never missed a story about the mill.
Page 3 of 5 was torn out, the lawyer said.
Next, the committee will hear the governor.
Previous reports had put the sum at two billion.
Live updates on the strike were stopped by order of a judge, the paper said.
Stay informed of his rights he did not, the court heard.
We value your privacy less than our security, the leaked memo said.
Follow her to Oster, the officers were told, and report by radio.
Key events of the inquiry were kept secret.
Play the tape, the judge said.
Print this, he told the editor.
The news was taken from a wire agency, the court heard.""".splitlines()

RESIDUE = [
    ("Leave a Reply", "comment form"),
    ("Leave a Reply Cancel reply", "comment form"),
    ("Leave a comment", "comment form"),
    ("Your email address will not be published. Required fields are marked *", "comment form"),
    ("Save my name, email, and website in this browser for the next time I comment.", "comment form"),
    ("Notify me of follow-up comments by email.", "comment form"),
    ("You must be logged in to post a comment.", "comment form"),
    ("This site uses Akismet to reduce spam. Learn how your comment data is processed.", "comment form"),
    ("Comments are closed.", "comment form"),
    ("12 Comments", "comment form"),
    ("Be the first to comment", "comment form"),
    ("Name *", "comment form"),
    ("Sign up for our morning newsletter", "newsletter"),
    ("Enter your email address to subscribe", "newsletter"),
    ("Get the latest headlines delivered to your inbox", "newsletter"),
    ("We use cookies to give you the best experience.", "cookie notice"),
    ("Accept all cookies", "cookie notice"),
    ("Share this:", "share bar"),
    ("Click to share on Facebook (Opens in new window)", "share bar"),
    ("Facebook Twitter WhatsApp", "share bar"),
    ("Follow us on Google News", "share bar"),
    ("Related Stories", "related stories"),
    ("READ MORE: Harbour of Oster closed", "related stories"),
    ("ALSO READ | Harbour of Oster closed", "related stories"),
    ("You may also like", "related stories"),
    ("Story continues below", "related stories"),
    ("Advertisement", "related stories"),
    ("Photo: Ada Quill/Norland Wire", "photo credit"),
    ("File photo", "photo credit"),
    ("Image used for representation.", "photo credit"),
    (
        "(This story has not been edited by Gazette staff and is auto-generated from a syndicated feed.)",
        "syndication footer",
    ),
    ("(With inputs from Norland Wire)", "syndication footer"),
    ("(Reporting by Ada Quill; Editing by Orr Vale)", "syndication footer"),
    ("Reporting by Ada Quill in Oster and Orr Vale; Editing by Ilse Maren", "syndication footer"),
    ("The post Harbour closed appeared first on The Harbour Gazette.", "syndication footer"),
    ("© 2025 The Harbour Gazette. All rights reserved.", "syndication footer"),
    ("This story was published from a wire agency feed without modifications to the text.", "syndication footer"),
    ("The content of this article is sourced from a news agency and has not been edited by the Gazette team.", "syndication footer"),
    ("14:32 GMT", "time stamp"),
    ("9.05 am", "time stamp"),
    ("2 hours ago", "time stamp"),
    ("Updated at 14:32 BST", "time stamp"),
    ("Live reporting", "time stamp"),
    ("1,204 views", "counter"),
    ("Views: 1204", "counter"),
    ("4 min read", "counter"),
    ("Reading time: 4 minutes", "counter"),
    ("Ada Quill is our correspondent in Oster. Follow her on Twitter @adaquill", "about the author"),
    ("Orr Vale covers courts for the Gazette; he can be reached at orr@gazette.example", "about the author"),
    ("About the author: Ada Quill writes on ports.", "about the author"),
    ("Home » World » Norland", "navigation"),
    ("Home / World / Norland", "navigation"),
    ("Back to top", "navigation"),
    ("Listen to this article", "navigation"),
    ("Next article: Harbour of Oster closed", "related stories"),
    ("Support independent journalism: become a member today", "newsletter"),
    ("Already a subscriber? Log in", "newsletter"),
    ("Join more than 40,000 readers of our weekly letter", "newsletter"),
    ("Don't miss a story: follow the Gazette", "newsletter"),
    ("We and our 120 partners store information on your device.", "cookie notice"),
    ("Minister Ilse Maren in Oster in April. Photo: Ada Quill/NWA", "photo credit"),
    ("Minister Ilse Maren in Oster in April [Ada Quill/NWA]", "photo credit"),
    ("Minister Ilse Maren in Oster (File photo)", "photo credit"),
    ("#Oster #steel #Norland", "related stories"),
]


@pytest.mark.parametrize("line", BODY)
def test_a_body_sentence_is_never_cut(line: str) -> None:
    """The words of forms and footers are also words of the news."""
    assert find_residue(line) == ()
    assert find_residue(f"Norland signed.\n\n{line}\n\nIt was Friday.") == ()


@pytest.mark.parametrize(("line", "reason"), RESIDUE)
def test_residue_is_cut_with_its_kind(line: str, reason: str) -> None:
    """The cut is the whole line and nothing else."""
    text = f"Norland signed on Friday.\n\n  {line} \n"
    assert [(cut.span.cut(text), cut.reason) for cut in find_residue(text)] == [(line, reason)]


def test_labels_are_cut_only_behind_a_form() -> None:
    """A bare `Website` means nothing by itself."""
    assert find_residue("Norland signed.\nWebsite\nEmail") == ()
    text = "Norland signed.\nLeave a Reply\nComment\nName\nEmail\nWebsite\n7 + 3 =\nSubmit"
    assert [cut.span.cut(text) for cut in find_residue(text)] == text.splitlines()[1:]


def test_headlines_below_a_heading_are_cut_until_a_sentence_comes() -> None:
    """A list of other stories is not this story."""
    text = "Norland signed.\nRelated stories\nHarbour of Oster closed\nCrane falls in Vesturia\nThe talks will go on, she said."
    assert [cut.span.cut(text) for cut in find_residue(text)] == text.splitlines()[1:4]


def test_a_form_on_the_line_of_a_sentence_is_cut_from_there() -> None:
    """Scrapers join lines."""
    text = "Norland signed on Friday. Leave a Reply Your email address will not be published. Required fields are marked *"
    (cut,) = find_residue(text)
    assert cut.span.cut(text).startswith("Leave a Reply Your email")
    assert cut.span.end == len(text)


def test_the_time_before_an_entry_is_cut_and_the_entry_kept() -> None:
    """A live page says when; the entry says what."""
    text = "14:32 GMT - Norland denied it.\n09.05: “No,” she said.\n14:32 was when it happened."
    assert [cut.span.cut(text) for cut in find_residue(text)] == ["14:32 GMT - ", "09.05: "]


def test_a_file_of_very_many_lines_is_looked_at_from_its_tail() -> None:
    """The form at the end is still found."""
    text = "a b\n" * 100_000 + "Leave a Reply"
    assert [cut.span.cut(text) for cut in find_residue(text)] == ["Leave a Reply"]
