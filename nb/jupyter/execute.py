"""Run a notebook in its kernel, cell by cell, and report each event as one JSON line on standard output.

The request is one JSON line on standard input, which stays open: when it closes, the caller is gone and the
kernel is shut down. SIGINT interrupts the running cell and ends the run once the cell has returned.
"""

import asyncio
import copy
import html
import json
import os
import shutil
import signal
import sys
import tempfile
import threading

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

INTERRUPT_GRACE = 15  # seconds that an interrupted cell has to save and return


class Interrupted(Exception):
    pass


def report(event, **fields):
    print(json.dumps({"event": event, **fields}), flush=True)


class Run:
    def __init__(self, request):
        self.notebook = nbformat.reads(request["notebook"], as_version=4)
        self.request = request
        self.interrupted = False
        self.client = NotebookClient(
            self.notebook,
            kernel_name=request["kernel"],
            timeout=None,
            startup_timeout=60,
            resources={"metadata": {"path": request["directory"]}},
            on_notebook_start=self.started,
            on_cell_execute=self.cell_begins,
            on_cell_executed=self.cell_ended,
        )

    async def execute(self, temporary):
        manager = self.client.create_kernel_manager()
        manager.kernel_spec.env["TMPDIR"] = temporary.replace("$", "$$")
        self.task = asyncio.current_task()
        self.loop = asyncio.get_running_loop()
        await self.client.async_execute()

    def started(self, notebook):
        report("kernel", pid=self.client.km.provisioner.pid)
        for number in (signal.SIGINT, signal.SIGTERM):
            self.loop.add_signal_handler(number, self.interrupt)
        threading.Thread(target=self.watch_caller, daemon=True).start()

    def watch_caller(self):
        sys.stdin.read()
        self.loop.call_soon_threadsafe(self.interrupt)

    def interrupt(self):
        if self.interrupted:
            return
        self.interrupted = True
        asyncio.ensure_future(self.client.km.interrupt_kernel())
        self.loop.call_later(INTERRUPT_GRACE, self.task.cancel)

    def cell_begins(self, cell, cell_index):
        if self.interrupted:
            raise Interrupted
        report("begin", cell=cell_index)

    def cell_ended(self, cell, cell_index, execute_reply):
        report("end", cell=cell_index)

    def failed_cell(self):
        for index, cell in enumerate(self.notebook.cells):
            for output in cell.get("outputs", []):
                if output.output_type == "error":
                    return index
        return None


def joined(outputs):
    """The outputs with what was printed in one go as one; what is shown in between stays there, as in JupyterLab."""
    result = []
    for output in outputs:
        last = result[-1] if result else None
        if last is not None and last.output_type == output.output_type == "stream" and last.name == output.name:
            last.text += output.text
        else:
            result.append(output)
    return result


def described(metadata):
    """Leave out what the kernel says of its language without saying anything: an empty lexer means Python to nbconvert."""
    language = metadata.get("language_info", {})
    for name in [name for name, value in language.items() if value == ""]:
        del language[name]


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=os.path.dirname(path), delete=False) as file:
        file.write(text)
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


PAGE = "application/vnd.seqpair.page"  # an output that is an HTML page of its own, scripts included


def framed(notebook):
    """The notebook with those pages in frames, where their scripts can reach nothing else."""
    framed = copy.deepcopy(notebook)
    for cell in framed.cells:
        for output in cell.get("outputs", []):
            if PAGE in output.get("data", {}):
                source = html.escape(output.data[PAGE])
                output.data = {
                    "text/html": f'<iframe sandbox="allow-scripts" style="width:100%;height:960px;border:0" srcdoc="{source}"></iframe>'
                }
    return framed


def page(notebook, title):
    """The notebook as one HTML file that asks no network for anything: nbconvert's page without its scripts."""
    from nbconvert import HTMLExporter

    blocks = ("html_head_js", "html_head_js_mathjax", "html_head_js_mermaidjs", "jupyter_widgets")
    template = "{% extends 'lab/index.html.j2' %}" + "".join("{% block " + b + " %}{% endblock %}" for b in blocks)
    exporter = HTMLExporter(raw_template=template)
    body, _ = exporter.from_notebook_node(framed(notebook), resources={"metadata": {"name": title}})
    return body


def main():
    request = json.loads(sys.stdin.readline())
    os.makedirs(request["temporary"], exist_ok=True)
    temporary = tempfile.mkdtemp(prefix="run-", dir=request["temporary"])
    run = Run(request)
    try:
        asyncio.run(run.execute(temporary))
    except CellExecutionError:
        pass
    except (Interrupted, asyncio.CancelledError, KeyboardInterrupt):
        run.interrupted = True
    except (DeadKernelError, RuntimeError) as error:
        report("broken", text=str(error))
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    for cell in run.notebook.cells:
        cell.metadata.pop("execution", None)
        if "outputs" in cell:
            cell.outputs = joined(cell.outputs)
    described(run.notebook.metadata)
    write(request["output"], nbformat.writes(run.notebook) + "\n")
    write(request["html"], page(run.notebook, request["title"]))
    if run.interrupted:
        report("interrupted")
    elif run.failed_cell() is not None:
        report("failed", cell=run.failed_cell())


main()
