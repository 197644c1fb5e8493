"""List what readers of notebooks find in nbconvert's page without its scripts, and in what a sanitiser such as GitHub's leaves."""

import json
import sys
from html.parser import HTMLParser

import bleach
import nbformat
from nbconvert import HTMLExporter
from traitlets.config import Config

# GitHub shows a notebook's PNG rather than its SVG, and keeps neither scripts nor styles nor frames.
KEPT = """a abbr b blockquote br caption code dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre
q s samp span strong sub summary sup table tbody td tfoot th thead tr tt ul var""".split()
ATTRIBUTES = {"*": ["align", "colspan", "rowspan", "title"], "a": ["href"], "img": ["src", "alt", "width", "height"]}
SHOWN = ["text/html", "text/markdown", "image/png", "text/plain"]


class Reader(HTMLParser):
    """What is shown in a browser that runs no script."""

    def __init__(self):
        super().__init__()
        self.found = {"images": [], "drawings": 0, "tables": 0, "text": ""}
        self.hidden = 0

    def handle_starttag(self, tag, attributes):
        if tag in ("script", "style"):
            self.hidden += 1
        elif tag == "img":
            self.found["images"].append(dict(attributes).get("src") or "")
        elif tag == "svg":
            self.found["drawings"] += 1
        elif tag == "table":
            self.found["tables"] += 1

    def handle_endtag(self, tag):
        if tag in ("script", "style"):
            self.hidden -= 1

    def handle_data(self, data):
        if not self.hidden:
            self.found["text"] += data


def found(page):
    reader = Reader()
    reader.feed(page)
    return reader.found


def sanitised(notebook):
    config = Config({"NbConvertBase": {"display_data_priority": SHOWN}})
    page, _ = HTMLExporter(template_name="basic", config=config).from_notebook_node(notebook)
    return bleach.clean(page, tags=KEPT, attributes=ATTRIBUTES, protocols=["http", "https", "mailto", "data"], strip=True, strip_comments=True)


def main():
    exported = {}
    for path in sys.argv[1:]:
        notebook = nbformat.read(path, as_version=4)
        page, _ = HTMLExporter().from_notebook_node(notebook)
        exported[path] = {"nbconvert": found(page), "github": found(sanitised(notebook))}
    json.dump(exported, sys.stdout)


main()
