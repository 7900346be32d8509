"""`python -m engine`: serve the API, run a worker, make a token."""

from __future__ import annotations

import argparse
import os
import sys

from engine.errors import EngineError


def main(arguments: list[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    given = _parser().parse_args(arguments)
    if getattr(given, "data", None):
        os.environ["REELWRIGHT_DATA"] = given.data
    try:
        return int(given.run(given) or 0)
    except EngineError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m engine", description="The Nemo API on this machine.")
    commands = parser.add_subparsers(required=True)
    serve = commands.add_parser("serve", help="serve the API at the root path, with a worker")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8600, help="0 takes a free one")
    serve.add_argument("--no-worker", action="store_true", help="workers run elsewhere")
    serve.set_defaults(run=_serve)
    worker = commands.add_parser("worker", help="run a worker and nothing else")
    worker.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    worker.set_defaults(run=_work)
    token = commands.add_parser("token", help="make a token of a new account and print it")
    token.add_argument("--scopes", default="*", help="comma separated: read write upload render *")
    token.set_defaults(run=_token)
    for command in (serve, worker, token):
        command.add_argument("--data", help="the data folder (REELWRIGHT_DATA)")
    return parser


def _serve(given: argparse.Namespace) -> None:
    from engine.serve import serve

    serve(given.host, given.port, worker=not given.no_worker)


def _work(given: argparse.Namespace) -> None:
    from engine.worker import run

    run(child=given.child)


def _token(given: argparse.Namespace) -> None:
    from engine.accounts import issue

    print(issue(given.scopes))


if __name__ == "__main__":
    sys.exit(main())
