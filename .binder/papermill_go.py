"""papermill, which knows no Go, with parameters for Go: python .binder/papermill_go.py IN OUT -p NAME VALUE"""

import json

from papermill.__main__ import papermill
from papermill.translators import Translator, papermill_translators


class GoTranslator(Translator):
    """Constants without a type, like those that they replace: Go gives them the type that they are used with."""

    @classmethod
    def translate_escaped_str(cls, val):
        return json.dumps(val, ensure_ascii=False)

    @classmethod
    def translate_none(cls, val):
        raise NotImplementedError("Go has no constant without a value")

    @classmethod
    def comment(cls, text):
        return "// " + text

    @classmethod
    def assign(cls, name, text):
        return f"const {name} = {text}"


papermill_translators.register("go", GoTranslator)

if __name__ == "__main__":
    papermill()
