"""What a page holds that no page of ours holds: elements, attributes and links that somebody else's text became.

The app's own stylesheet and script are counted and put aside first, so that pages made from memory and pages as served are asked alike.
"""

from __future__ import annotations

from sayso.report.words import visible

__all__ = ["ALIENS", "amiss"]

# Elements that no page of ours has, and attributes that run or fetch something.
ALIENS = """() => {
  const ours = [...document.querySelectorAll("script[src^='/static/app.js?v='], link[rel=stylesheet][href^='/static/page.css?v=']")];
  for (const own of ours) own.remove();
  const tags = ["script", "iframe", "object", "embed", "img", "base", "template", "video", "audio", "math", "marquee", "animate",
    "link:not([rel=icon][href='data:,'])", "foreignObject", "frame", "noscript", "meta[http-equiv=refresh]"].join();
  const attributes = [...document.querySelectorAll("*")].flatMap(
    node => [...node.attributes].map(each => [node.tagName, each.name, each.value]));
  const links = attributes.filter(each => each[1] === "href" || each[1] === "xlink:href").map(each => each[2]);
  return {
    tags: [...document.querySelectorAll(tags)].map(node => node.outerHTML.slice(0, 200)),
    handlers: attributes.filter(each => /^on|^(style|src|srcset|srcdoc|data|poster|background|formaction)$/.test(each[1])),
    links: links.filter(value => value && value !== "data:," && !/^(#|\\/(?!\\/)|https?:\\/\\/)/.test(value)),
    actions: [...document.forms].map(form => form.getAttribute("action")).filter(action => !/^\\/(?!\\/)/.test(action)),
    styles: document.querySelectorAll("style").length + ours.filter(own => own.tagName === "LINK").length,
    scripts: ours.filter(own => own.tagName === "SCRIPT").length,
    text: document.documentElement.textContent,
  };
}"""


def amiss(found: dict[str, object], texts: tuple[str, ...]) -> list[str]:
    """Return what a page holds that it should not, and what it does not show."""
    lines = [f"{kind} {found[kind]}" for kind in ("tags", "handlers", "links", "actions") if found[kind]]
    text = str(found["text"])
    if found["styles"] != 1:
        lines.append(f"{found['styles']} stylesheets")
    if int(str(found["scripts"])) > 1:
        lines.append(f"{found['scripts']} scripts")
    return lines + [f"does not show {each!r}" for each in texts if visible(each) not in text]
