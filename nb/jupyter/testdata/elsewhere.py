"""Find the kernel among the user's, run a cell in it, and interrupt one as VS Code does, by a message on the shell channel."""

import json
import sys

from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpecManager

user_kernels, name = sys.argv[1:]
specs = KernelSpecManager(kernel_dirs=[user_kernels], ensure_native_kernel=False)
manager = KernelManager(kernel_name=name, kernel_spec_manager=specs)
manager.start_kernel()
client = manager.client()
client.start_channels()


def ends(request, until):
    """The texts that a cell prints, until it ends or one of them holds a text."""
    texts = []
    while True:
        message = client.get_iopub_msg(timeout=180)
        if message["parent_header"].get("msg_id") != request:
            continue
        content = message["content"]
        if message["msg_type"] == "stream":
            texts.append(content["text"])
            if until and until in content["text"]:
                return texts
        if message["msg_type"] == "status" and content["execution_state"] == "idle":
            return texts


try:
    client.wait_for_ready(timeout=60)
    printed = ends(client.execute("%%\nfmt.Println(6 * 7)"), None)
    long = client.execute('import "os/signal"\n%%\nstop := make(chan os.Signal, 1)\nsignal.Notify(stop, os.Interrupt)\n'
                          'fmt.Println("at work")\nselect {\ncase <-stop:\n\tfmt.Println("saved")\ncase <-time.After(10 * time.Minute):\n}')
    ends(long, "at work")
    client.shell_channel.send(client.session.msg("interrupt_request", {}))
    saved = ends(long, None)
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
json.dump({"printed": printed, "saved": saved, "spec": manager.kernel_spec.to_dict()}, sys.stdout)
