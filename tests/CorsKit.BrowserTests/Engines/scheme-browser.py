#!/usr/bin/python3
"""A browser for WebKit's driver that serves the files of a folder under schemes of its own, as apps do (WKURLSchemeHandler on Apple's systems)."""
import pathlib
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gio, GLib, Gtk, WebKit2

folder, *schemes = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
context = WebKit2.WebContext.new_ephemeral()


def serve(request):
    file = pathlib.Path(folder, pathlib.PurePath(request.get_path()).name)
    content = file.read_bytes()
    request.finish(Gio.MemoryInputStream.new_from_bytes(GLib.Bytes.new(content)), len(content), "text/javascript" if file.suffix == ".js" else "text/html")


def start(_, session):
    information = WebKit2.ApplicationInfo()
    information.set_name("scheme-browser")
    information.set_version(WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version())
    session.set_application_info(information)
    session.connect("create-web-view", create)


def create(_):
    view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True)
    window = Gtk.Window()
    window.add(view)
    window.show_all()
    return view


for scheme in schemes:
    context.register_uri_scheme(scheme, serve)
context.set_automation_allowed(True)
context.connect("automation-started", start)
Gtk.main()
